"""Changing one's own data at once, asking for a change, and what an approval writes."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.kernel.actor import system_actor
from app.kernel.approval import take_step, take_steps
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.inbox import waiting
from app.organisation.services import change_employee
from app.profile.forms import PROFILE_PROOF
from app.profile.models import ProfileChange
from app.profile.services import ask_change, save_own
from tests.factories.city import City
from tests.factories.credentials import make_proof
from tests.factories.profile import NOTE, REASON, change_in


@pytest.mark.manual("B3")
@pytest.mark.manual("B16")
@pytest.mark.manual("B18")
@pytest.mark.manual("B19")
def test_contact_data_change_at_once_and_are_in_the_trail(ctx: Flask, city: City) -> None:
    person = city.person("owner")
    typed = {"email_official": "Ani@Kota.go.id", "office_address": "Jalan  Merdeka 1", "phone": "+62 812-3456-7890"}
    save_own(city.actor("owner"), typed, person.version)
    assert (person.email_official, person.office_address, person.phone) == ("ani@kota.go.id", "Jalan Merdeka 1", "081234567890")
    assert session().scalars(select(AuditEntry.event).where(AuditEntry.event == "employee.contact")).all() == ["employee.contact"]


@pytest.mark.manual("B16")
def test_a_private_address_and_a_field_of_the_officer_are_refused_beside_their_fields(ctx: Flask, city: City) -> None:
    person, owner = city.person("owner"), city.actor("owner")
    with pytest.raises(Invalid) as refused:
        save_own(owner, {"email_official": "ani@gmail.com"}, person.version)
    assert set(refused.value.fields) == {"email_official"}
    with pytest.raises(Invalid) as refused:
        save_own(owner, {"name": "Orang Lain", "birth": "Solo;1-1-1990"}, person.version)
    assert set(refused.value.fields) == {"name", "birth"}
    with pytest.raises(Conflict):
        save_own(owner, {"phone": "081234567890"}, person.version - 1)
    with pytest.raises(Denied):
        save_own(city.actor("auditor"), {"phone": "081234567890"}, 1)


@pytest.mark.manual("B9")
def test_a_request_is_tidied_when_it_is_asked_for(ctx: Flask, city: City) -> None:
    change = change_in(city, name="AHMAD yani", back_title="S.E.,M.Si.")
    assert change.new_values == {"name": "Ahmad Yani", "back_title": "S.E., M.Si."}
    assert change.old_values == {"name": city.person("owner").name, "back_title": ""}


def test_what_a_request_lacks_is_said_beside_its_fields(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    proof = make_proof(owner, PROFILE_PROOF)
    for typed, reason, document, wrong in (
        ({"name": "Ani"}, " ", None, {"reason", "proof_id"}),
        ({"name": ""}, REASON, proof, {"name"}),
        ({"birth": "Jayapura;29-2-2001"}, REASON, proof, {"birth"}),
        ({"phone": "081234567890"}, REASON, proof, {"phone"}),
        ({"nip": "198001012005011001"}, REASON, proof, {"nip"}),
        ({"religion": "99"}, REASON, None, {"religion"}),
        ({"name": "Ani 2"}, REASON, proof, {"name"}),
        ({"name": city.person("owner").name}, REASON, proof, set()),
    ):
        with pytest.raises(Invalid) as refused:
            ask_change(owner, typed, reason, document)
        assert set(refused.value.fields) == wrong, typed
    assert ask_change(owner, {"religion": "1"}, REASON).new_values == {"religion": "1"}


def test_one_open_request_at_a_time_and_another_after_it(ctx: Flask, city: City) -> None:
    change = change_in(city)
    with pytest.raises(Invalid):
        change_in(city, religion="1")
    take_step(city.actor("owner"), ProfileChange, change.id, "withdraw")
    assert change_in(city, religion="1").state == "waiting"


def test_a_page_sent_twice_asks_once(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    first = ask_change(owner, {"religion": "1"}, REASON, submission="halaman")
    assert ask_change(owner, {"religion": "1"}, REASON, submission="halaman").id == first.id


@pytest.mark.manual("B6")
def test_an_approved_change_stands_in_the_record_and_in_the_trail(ctx: Flask, city: City) -> None:
    person, before = city.person("owner"), city.person("owner").name
    change = change_in(city, "approved", name="Ani WIJAYA", birth="Surakarta;1-2-1970")
    assert (person.name, person.birth) == ("Ani Wijaya", "Surakarta;1-2-1970")
    entry = session().scalars(select(AuditEntry).where(AuditEntry.event == "employee.change").order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert before in str(entry.__dict__)
    assert change.old_values["name"] == before


def test_a_refused_one_changes_nothing(ctx: Flask, city: City) -> None:
    change_in(city, "refused")
    assert city.person("owner").back_title is None


def test_a_record_that_moved_on_is_not_overwritten_unseen(ctx: Flask, city: City) -> None:
    change, person = change_in(city, religion="1"), city.person("owner")
    change_employee(system_actor(), person.id, {"religion": "2"}, person.version)
    with pytest.raises(Conflict):
        take_step(city.actor("opd_admin"), ProfileChange, change.id, "approve")
    assert (change.state, person.religion) == ("waiting", "2")
    change_employee(system_actor(), person.id, {"religion": None, "job_title": "Analis"}, person.version)
    take_step(city.actor("opd_admin"), ProfileChange, change.id, "approve")
    assert (person.religion, person.job_title) == ("1", "Analis")


def test_many_are_decided_at_once_each_by_itself(ctx: Flask, city: City) -> None:
    mine, stale = change_in(city, religion="1"), change_in(city, owner="colleague", religion="1")
    foreign = change_in(city, owner="stranger", religion="1")
    colleague = city.person("colleague")
    change_employee(system_actor(), colleague.id, {"religion": "3"}, colleague.version)
    outcomes = take_steps(city.actor("opd_admin"), ProfileChange, [mine.id, stale.id, foreign.id], "approve")
    assert [each.ok for each in outcomes] == [True, False, False]
    assert "diubah" in outcomes[1].message or "changed" in outcomes[1].message
    assert (mine.state, stale.state, foreign.state) == ("approved", "waiting", "waiting")


def test_it_waits_in_the_inbox_of_the_opd_alone(ctx: Flask, city: City) -> None:
    change = change_in(city)
    assert [row.record for row in waiting(city.actor("opd_admin"), 10)] == [change]
    assert waiting(city.actor("other_opd_admin"), 10) == []


def test_a_decision_needs_a_reason_only_for_a_no(ctx: Flask, city: City) -> None:
    change = change_in(city)
    with pytest.raises(Invalid):
        take_step(city.actor("opd_admin"), ProfileChange, change.id, "refuse", "<p><br></p>")
    take_step(city.actor("opd_admin"), ProfileChange, change.id, "refuse", NOTE)
    assert change.state == "refused"
