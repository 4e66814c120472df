"""The twelve fields, what is missing of them, and old beside new."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.actor import system_actor
from app.kernel.db import session
from app.organisation.services import change_employee
from app.profile.queries import differences, field_rules, profile_of, rank_choices, typed_now, waiting_change
from app.profile.rules import Way
from app.reference.models import Code
from app.reference.services import change_code
from tests.factories.city import City
from tests.factories.organisation import make_employee, make_nip
from tests.factories.profile import change_in


@pytest.mark.manual("B8")
@pytest.mark.manual("B10")
@pytest.mark.manual("B11")
@pytest.mark.manual("B12")
@pytest.mark.manual("B13")
@pytest.mark.manual("B14")
@pytest.mark.manual("B15")
@pytest.mark.manual("B17")
@pytest.mark.manual("B18")
@pytest.mark.manual("B19")
def test_the_twelve_fields_in_the_order_of_the_manual(ctx: Flask, city: City) -> None:
    fields = {field.key: field for field in profile_of(city.person("owner"))}
    assert list(fields) == [
        "nip",
        "name",
        "birth",
        "sex",
        "religion",
        "job_title",
        "rank",
        "grade",
        "email_official",
        "agency_origin",
        "office_address",
        "phone",
    ]
    assert ";" in fields["birth"].value
    assert "/" not in fields["birth"].value
    assert (fields["sex"].value, fields["rank"].value, fields["grade"].value) == ("Laki-laki", "Penata Muda", "III/a")
    assert {field.key for field in fields.values() if field.is_own} == {"email_official", "office_address", "phone"}


@pytest.mark.manual("B5")
def test_what_must_be_filled_in_and_is_not_is_counted(ctx: Flask, city: City) -> None:
    missed = {field.key for field in profile_of(city.person("owner")) if field.is_missed}
    assert missed == {"religion", "email_official", "agency_origin", "office_address", "phone"}


def test_a_pppk_has_no_pangkat_and_misses_none(ctx: Flask, city: City) -> None:
    person = make_employee(nip=make_nip(4000, pppk=True), employee_status="pppk", rank_code="IX")
    fields = {field.key: field for field in profile_of(person)}
    assert (fields["rank"].value, fields["rank"].is_missed, fields["grade"].value) == ("–", False, "IX")
    assert ("IX", "IX") in rank_choices(person)


def test_what_an_administrator_changes_in_the_table_holds_at_once(ctx: Flask, city: City) -> None:
    assert field_rules()["phone"].way is Way.AT_ONCE
    row = session().scalars(select(Code).where(Code.code_list == "isian_profil", Code.code == "phone")).one()
    change_code(system_actor(), row.id, data={"cara": "petugas", "wajib": False, "bukti": False})
    assert (field_rules()["phone"].way, field_rules()["phone"].required) == (Way.OFFICER, False)


def test_a_request_says_what_stood_there_what_is_asked_and_what_was_changed_since(ctx: Flask, city: City) -> None:
    change = change_in(city, name="ani wijaya", religion="1")
    assert waiting_change(city.actor("owner")) is change
    assert waiting_change(city.actor("colleague")) is None
    rows = {str(each.label): each for each in differences(change)}
    assert [(each.old, each.new, each.now) for each in rows.values()] == [
        (city.person("owner").name, "Ani Wijaya", None),
        ("", "Islam", None),
    ]
    person = city.person("owner")
    change_employee(system_actor(), person.id, {"religion": "2"}, person.version)
    assert [each.now for each in differences(change)] == [None, "Kristen"]
    assert typed_now(person)["religion"] == "2"
