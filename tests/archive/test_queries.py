"""What the portal knows of archives: the scheme, what people hold, pages and sums inside each reader's scope."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask

from app.archive.queries import SOURCES, archive_of, distribution, due_people, held_by, offered_types, recap, scheme, types_with
from app.archive.rules import Held, Way
from app.certificates.models import Certificate
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.errors import Missing
from tests.factories.archive import complete, document_in
from tests.factories.awards import award_in
from tests.factories.certificates import NOTE, OFFICER, certificate_in
from tests.factories.city import City
from tests.factories.credentials import certification_in, course_in


def test_the_scheme_is_what_the_code_lists_say(ctx: Flask, city: City) -> None:
    found = scheme()
    assert (len(found.categories), len(found.levels)) == (15, 4)
    drh = next(each for each in found.categories if each.key == "drh")
    assert (drh.weight, drh.way) == (Fraction("7.5"), Way.GIVEN)
    assert {each.source for each in found.types if each.source} == set(SOURCES)


def test_what_people_hold_by_type_without_the_rejected_and_deleted(ctx: Flask, city: City) -> None:
    for state in ("waiting", "returned", "approved", "rejected"):
        document_in(city, state)
    course_in(city, "approved")
    certification_in(city)
    award_in(city, "approved")
    owner, other = city.ids["owner"], city.ids["stranger"]
    found = held_by([owner, other], scheme())
    assert found[owner] == {
        "sk_jabatan": Held(approved=1, waiting=1, returned=1),
        "sertifikat_kursus": Held(approved=1),
        "sertifikat_kompetensi": Held(waiting=1),
        "sertifikat_penghargaan": Held(approved=1),
    }
    assert found[other] == {}


@pytest.mark.manual("L39", "S7")
def test_a_certificate_of_the_portal_fills_the_archive_while_it_is_valid(ctx: Flask, city: City) -> None:
    course_in(city, "approved")
    made, owner = certificate_in(city), city.ids["owner"]
    assert held_by([owner], scheme())[owner] == {"sertifikat_kursus": Held(approved=2)}
    slots = {slot.document.key: slot for part in archive_of(city.actor("owner"), owner).slots.values() for slot in part}
    assert [entry.verified for entry in slots["sertifikat_kursus"].entries] == [True, True]
    take_step(city.actor(OFFICER), Certificate, made.id, "revoke", NOTE)
    assert held_by([owner], scheme())[owner] == {"sertifikat_kursus": Held(approved=1)}


@pytest.mark.manual("S4", "S6")
def test_an_archive_shows_each_document_and_what_is_missing(ctx: Flask, city: City) -> None:
    document_in(city, "approved")
    course_in(city)
    archive = archive_of(city.actor("owner"), city.ids["owner"])
    assert archive.computed_at is not None
    slots = {slot.document.key: slot for part in archive.slots.values() for slot in part}
    assert (slots["sk_pns"].missing, slots["sk_pns"].open) == (True, True)
    assert (slots["sk_jabatan"].missing, slots["sk_jabatan"].open) == (False, True)
    (entry,) = slots["sk_jabatan"].entries
    assert (entry.verified, str(entry.state.key)) == (True, "approved")
    assert [entry.title for entry in slots["sertifikat_kursus"].entries] == [
        entry.record.name for entry in slots["sertifikat_kursus"].entries
    ]
    assert "pak" not in slots, "credit points are those of functional jobs"
    assert archive.waiting == 1
    assert archive.lifts[0].gain == 15


@pytest.mark.gate("G12")
def test_an_archive_is_read_by_those_who_see_the_person(ctx: Flask, city: City) -> None:
    for who in ("owner", "supervisor", "opd_admin", "bkpsdm_admin", "auditor"):
        assert archive_of(city.actor(who), city.ids["owner"]).employee.id == city.ids["owner"]
    for who in ("colleague", "other_opd_admin", "stranger"):
        with pytest.raises(Missing):
            archive_of(city.actor(who), city.ids["owner"])


def test_what_may_be_uploaded_hangs_on_the_person_and_on_what_is_there(ctx: Flask, city: City) -> None:
    offered = dict(offered_types(city.ids["owner"]))
    assert offered["sk_pns"] == "PNS: SK PNS"
    assert not {"pak", "sertifikat_kursus"} & offered.keys()
    document_in(city, document_type="sk_pns")
    assert "sk_pns" not in dict(offered_types(city.ids["owner"]))
    assert "sk_pns" in dict(offered_types(city.ids["owner"], keep="sk_pns"))
    assert (types_with("sk_pns"), types_with("ijazah")) == (True, False)


def test_the_recap_counts_people_by_label_with_their_average(ctx: Flask, city: City) -> None:
    complete(city)
    rows = {row.opd: row for row in recap(city.actor("bkpsdm_admin"))}
    assert rows["Dinas Pendidikan"].number("sangat_lengkap") == 1
    assert rows["Dinas Pendidikan"].people == rows["Dinas Pendidikan"].computed == 4
    assert rows["Dinas Pendidikan"].average == ((rows["Dinas Pendidikan"].total) / 4).quantize(Decimal("0.1"))
    assert [row.opd for row in recap(city.actor("other_opd_admin"))] == ["Dinas Kesehatan"]
    assert recap(city.actor("owner"))[0].people == 1
    assert sum(distribution(city.actor("opd_admin")).values()) == 4
    assert distribution(city.actor("supervisor"))["sangat_lengkap"] == 1


def test_whose_score_is_due(ctx: Flask, city: City) -> None:
    assert due_people(clock.now() - timedelta(days=1), 100) == []
    assert set(due_people(clock.now() + timedelta(days=1), 100)) == set(city.ids.values())
    assert len(due_people(clock.now() + timedelta(days=1), 2)) == 2
