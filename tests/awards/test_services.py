"""Sending and correcting awards, whoever calls."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.awards.models import Award
from app.awards.parameters import COUNTED_ON, NUMBER_NEEDED
from app.awards.services import add_award, awards_with, change_award, check_filing, forced_scales
from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.reference.models import Code
from app.reference.rules import CodeList
from app.reference.services import delete_code, retire_code
from tests.factories.awards import LONG_SERVICE, award_in, award_values
from tests.factories.city import City


def code_row(code_list: CodeList, key: str) -> Code:
    return session().scalars(select(Code).where(Code.code_list == code_list, Code.code == key)).one()


@pytest.mark.manual("S21", "S22", "S24")
def test_an_award_waits_for_verification_with_all_it_says(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    values = award_values(actor, number="  004/KP.00/I/2026 ", granted_by=" ")
    award = add_award(actor, values, "key-1")
    assert (award.state, award.number, award.number_key, award.granted_by) == ("waiting", "004/KP.00/I/2026", "004kp00i2026", None)
    assert (award.employee_id, award.unit_id) == (city.ids["owner"], city.person("owner").unit_id)
    assert (award.scale_label, award.award_group_label, award.award_kind_label) == (
        "Kabupaten / Kota",
        "PENGHARGAAN LAINNYA",
        "ASN Berprestasi",
    )
    assert award.file_name == "2026-04-27-Nomor_-_004-KP.00-I-2026-ASN_Berprestasi.pdf"
    assert add_award(actor, values, "key-1").id == award.id
    assert session().scalar(select(func.count(Award.id))) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scale": "9"}, "scale"),
        ({"award_group": "bintang"}, "award_group"),
        ({"award_kind": "nothing"}, "award_kind"),
        ({"year": 2999}, "year"),
        ({"decree_on": date(2999, 1, 1)}, "decree_on"),
        ({"number": " - "}, "number"),
        ({"award_kind": "karya_satya_10"}, "award_kind"),
        ({"award_group": "satya_lencana", "scale": "4"}, "award_kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_whoever_calls(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    actor = city.actor("owner")
    with pytest.raises(Invalid) as refused:
        add_award(actor, award_values(actor, **changes))
    assert field in refused.value.fields


@pytest.mark.manual("S21", "S22", "S27")
def test_a_satya_lencana_is_national_and_nothing_else(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    for scale in ("1", "2", "3", "5"):
        wrong = LONG_SERVICE | {"award_kind": "karya_satya_10", "scale": scale}
        with pytest.raises(Invalid) as refused:
            add_award(actor, award_values(actor, **wrong))
        assert set(refused.value.fields) == {"scale"}
        assert "Nasional" in str(refused.value.fields["scale"])
    made = add_award(actor, award_values(actor, award_kind="karya_satya_10", **LONG_SERVICE))
    assert made.scale_label == "Nasional"
    assert forced_scales() == {"satya_lencana": "4"}


@pytest.mark.manual("S27")
def test_another_year_than_the_decrees_is_not_refused(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    assert add_award(actor, award_values(actor, year=2025)).year == 2025


@pytest.mark.manual("S24")
def test_an_agency_may_do_without_the_number(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    settings.change_setting(city.actor("bkpsdm_admin"), NUMBER_NEEDED, "tidak")
    made = add_award(actor, award_values(actor, number=""))
    assert (made.number, made.number_key) == (None, "")


def test_the_day_of_the_setting_must_be_one(ctx: Flask, city: City) -> None:
    with pytest.raises(Invalid):
        settings.change_setting(city.actor("bkpsdm_admin"), COUNTED_ON, "31-02")


def test_only_people_with_a_personnel_record_enter_anything(ctx: Flask, city: City) -> None:
    with pytest.raises(Denied):
        add_award(city.actor("auditor"), award_values(city.actor("auditor")))


def test_a_returned_award_goes_back_to_the_queue_and_an_approved_one_is_locked(ctx: Flask, city: City) -> None:
    actor = city.actor("owner")
    award = award_in(city, "returned")
    change_award(actor, award.id, award_values(actor, number="5/A", certificate_id=award.certificate_id), award.version)
    assert (award.state, award.number) == ("waiting", "5/A")
    approved = award_in(city, "approved")
    with pytest.raises(Conflict):
        change_award(actor, approved.id, award_values(actor, certificate_id=approved.certificate_id), approved.version)


def test_a_retired_code_stays_with_the_record_that_has_it(ctx: Flask, city: City) -> None:
    award = award_in(city, "returned")
    retire_code(system_actor(), code_row(CodeList.AWARD_KIND, award.award_kind).id, clock.today() - timedelta(days=1))
    values = award_values(city.actor("owner"), certificate_id=award.certificate_id)
    assert check_filing(values, award) == {}
    assert set(check_filing(values)) == {"award_kind"}


@pytest.mark.gate("G11")
def test_a_code_that_an_award_keeps_is_not_deleted(ctx: Flask, city: City) -> None:
    award = award_in(city)
    for code_list, key in ((CodeList.AWARD_KIND, award.award_kind), (CodeList.AWARD_SCALE, "2"), (CodeList.AWARD_GROUP, "lainnya")):
        assert len(awards_with(code_list, key)) == 1
        with pytest.raises(Conflict):
            delete_code(system_actor(), code_row(code_list, key).id)
    assert awards_with(CodeList.RELIGION, "1") == []
    delete_code(system_actor(), code_row(CodeList.AWARD_KIND, "terbaik").id)
