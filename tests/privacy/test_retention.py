"""How long what is kept: no table is forgotten, nothing ends unseen, and what the law keeps stays to the last byte."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, select, update

from app.audit.models import AuditEntry
from app.audit.words import FIELDS
from app.documents.models import Document
from app.documents.tasks import sweep_documents
from app.kernel import clock
from app.kernel.crud.plain import version_of
from app.kernel.db import metadata, session, transaction
from app.kernel.errors import Conflict, Invalid
from app.kernel.reads import record_read
from app.kernel.step_history import StepHistory
from app.notifications.models import Notification, OutboxMessage
from app.organisation.models import CompetenceTest, Employee
from app.organisation.services import change_employee
from app.photos.models import Photo
from app.privacy.models import DataRequest
from app.privacy.retention import KINDS, STAYS, Ending, ended_tables
from app.privacy.retention_models import RetentionRule
from app.privacy.retention_services import change_rule, confirm_rule, count_due, first_due, missing_rules, months_before
from app.privacy.rules import is_personal
from app.privacy.tasks import end_what_is_due
from app.profile.models import ProfileChange
from tests.factories.accounts import People
from tests.factories.certificates import certificate_in
from tests.factories.city import City
from tests.factories.organisation import make_test_result
from tests.factories.photos import photo_in
from tests.factories.privacy import request_in
from tests.factories.profile import change_in
from tests.privacy.test_rules import tables_of_the_portal

Stage = tuple[City, People]
LATER = timedelta(days=366 * 6)


def rule_of(kind: str) -> RetentionRule:
    return session().scalars(select(RetentionRule).where(RetentionRule.kind == kind)).one()


def confirmed(city: City, kind: str) -> RetentionRule:
    rule = rule_of(kind)
    return confirm_rule(city.actor("bkpsdm_admin"), rule.id, version_of(rule))


def by_night(days: int) -> Any:
    return clock.at((clock.now() + timedelta(days=days)).replace(hour=20, minute=0))


def test_every_table_with_data_of_people_ends_one_day_or_stays_with_a_reason(portal: Flask) -> None:
    ours = [*tables_of_the_portal(), *(table for table in metadata.tables.values() if table.name.startswith("ab_"))]
    people = {table.name for table in ours if isinstance(table, Table) and is_personal(table)}
    assert people - ended_tables() - STAYS.keys() == set(), "say in app/privacy/retention.py how long it is kept, or why it stays"
    assert ended_tables() & STAYS.keys() == frozenset()
    assert STAYS.keys() - people == set(), "gone: take it off the list"
    assert all(len(reason) > 10 for reason in STAYS.values())


def test_every_kind_names_columns_that_are_there(portal: Flask) -> None:
    for kind in KINDS.values():
        table = metadata.tables[kind.table]
        people = metadata.tables["employee"]
        if kind.of_leavers:
            assert set(kind.since) <= set(people.columns.keys())
            assert table is people or "employee_id" in table.columns
        assert {*(() if kind.of_leavers else kind.since), *kind.blank, *([kind.rests_in[0]] if kind.rests_in else [])} <= set(
            table.columns.keys()
        )
        assert set(kind.since) <= FIELDS.keys()
        assert kind.endings
        assert all(KINDS[name].blank and "employee_id" in metadata.tables[KINDS[name].table].columns for name in kind.along)
        for name, column in kind.children:
            assert column in metadata.tables[name].columns
        others = {other.name for other in metadata.tables.values() for key in other.foreign_keys if key.column.table is table}
        assert Ending.DELETE not in kind.endings or others <= {name for name, _column in kind.children}, "what refers to it would stop it"


def test_nothing_ends_before_it_was_confirmed_and_then_every_night(ctx: Flask, city: City) -> None:
    record_read(city.actor("supervisor"), city.ids["owner"], "photo")
    session().rollback()  # it is written on a connection of its own
    rule = rule_of("reads")
    with by_night(366 * 6):
        assert count_due([rule]) == {rule.id: 1}
        assert [row.person for row in first_due(rule)] == [city.person("owner").full_name]
        end_what_is_due()
        assert count_due([rule]) == {rule.id: 1}
        confirmed(city, "reads")
        with clock.at(clock.now().replace(hour=17, minute=5)):
            end_what_is_due()
        assert count_due([rule]) == {rule.id: 1}, "not between midnight and one"
        end_what_is_due()
        assert count_due([rule]) == {rule.id: 0}
    session().expire_all()
    assert (rule.last_count, rule_of("photos").last_run_at) == (1, None)
    kept = session().scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("retention_rule."))).all()
    assert kept == ["retention_rule.confirm", "retention_rule.run"]


def test_a_changed_rule_waits_anew_and_an_impossible_one_is_refused(ctx: Flask, city: City) -> None:
    admin, rule = city.actor("bkpsdm_admin"), confirmed(city, "requests")
    values = {"months": 60, "since": "state_since", "action": "anonymise", "basis": rule.basis, "active": True}
    assert change_rule(admin, rule.id, values, version_of(rule)).runs
    for wrong in ({"since": "created_at"}, {"action": "delete"}):
        with pytest.raises(Invalid) as refusal:
            change_rule(admin, rule.id, values | wrong, version_of(rule))
        assert set(refusal.value.fields) == set(wrong)
    seen = version_of(rule)
    assert not change_rule(admin, rule.id, values | {"months": 12}, seen).runs
    with pytest.raises(Conflict):
        confirm_rule(admin, rule.id, seen)
    change_rule(admin, rule.id, values | {"active": False}, version_of(rule))
    with pytest.raises(Conflict):
        confirm_rule(admin, rule.id, version_of(rule))
    assert missing_rules() == []


def test_words_are_anonymised_once_and_only_at_rest(ctx: Flask, city: City) -> None:
    for state in ("closed", "asked"):
        request_in(city, state)
    confirmed(city, "requests")
    with by_night(366 * 6):
        end_what_is_due()
        assert count_due([rule_of("requests")])[rule_of("requests").id] == 0
    session().expire_all()
    found = {request.state: request.wish for request in session().scalars(select(DataRequest))}
    assert found["closed"] == "–"
    assert found["asked"] == "Tanggal lahir saya keliru."


def leaving(city: City, ended_on: date | None, name: str = "owner") -> int:
    """The person has left the service, on that day or nobody knows when."""
    person = city.person(name)
    values = {"phone": "081234567890", "religion": "1"}
    change_employee(city.actor("bkpsdm_admin"), person.id, {"legal_position": "99", **values}, person.version)
    with transaction() as current:
        current.execute(update(Employee).where(Employee.id == person.id).values(ended_on=ended_on))
    return person.id


def test_data_of_who_left_end_counted_from_the_day_he_left(ctx: Flask, city: City) -> None:
    change = change_in(city, "approved")
    photo_in(city, "accepted")
    proof = change.proof_id
    pk = leaving(city, date(2026, 1, 31))
    for kind in ("former_people", "former_photos"):
        confirmed(city, kind)
    with clock.at(datetime(2031, 1, 30, 20, tzinfo=UTC)):
        end_what_is_due()
    session().expire_all()
    assert session().get_one(Employee, pk).phone, "the last day of the five years has not gone by"
    assert session().scalars(select(Photo.id)).all() == [], "a photo is kept a year"
    with clock.at(datetime(2031, 1, 31, 20, tzinfo=UTC)):
        end_what_is_due()
        assert count_due([rule_of("former_people")])[rule_of("former_people").id] == 0
        session().expire_all()
        person = session().get_one(Employee, pk)
        assert (person.phone, person.religion, person.email_official, person.office_address) == (None, None, None, None)
        assert person.name
        assert session().get_one(ProfileChange, change.id).proof_id is None
        assert city.person("colleague").name
        sweep_documents()
        session().expire_all()
        assert session().get(Document, proof) is None, "the file that proved the change goes with it"


def test_who_left_on_a_day_nobody_knows_counts_from_when_the_portal_had_the_rule(ctx: Flask, city: City) -> None:
    leaving(city, None)
    rule = confirmed(city, "former_people")
    with clock.at(clock.now() + timedelta(days=366 * 4)):
        assert count_due([rule])[rule.id] == 0
    with clock.at(clock.now() + timedelta(days=366 * 6)):
        found = first_due(rule)
    assert [(row.person, row.since) for row in found] == [(city.person("owner").full_name, None)]


def test_who_is_on_leave_or_studies_has_not_left(ctx: Flask, city: City) -> None:
    person, rule = city.person("owner"), confirmed(city, "former_people")
    change_employee(city.actor("bkpsdm_admin"), person.id, {"legal_position": "03", "phone": "081234567890"}, person.version)
    with clock.at(clock.now() + timedelta(days=366 * 9)):
        assert count_due([rule])[rule.id] == 0


def test_every_kind_can_run_and_what_the_law_keeps_stays(app: Flask, people: Stage) -> None:
    city, _clients = people
    with app.app_context():
        certificate = certificate_in(city, "valid", jp=0)
        make_test_result(city.person("owner"))
        request_in(city, "refused")
        with transaction() as current:
            current.execute(
                update(CompetenceTest).values(recommendation="Perlu pendampingan", taken_on=date(2010, 1, 1), valid_until=date(2012, 1, 1))
            )
        kept = [table for name, table in metadata.tables.items() if name in STAYS]
        code = certificate.code
        for kind in KINDS:
            confirmed(city, kind)
        before = {table.name: set(map(str, session().execute(select(table)))) for table in kept}
        assert session().scalars(select(Notification.id)).all()
        with clock.at(clock.now() + LATER):
            end_what_is_due()
        session().expire_all()
        for table in kept:
            now = set(map(str, session().execute(select(table))))
            assert before[table.name] <= now, table.name
            assert table.name == "audit_entry" or before[table.name] == now, table.name
        assert session().scalars(select(Notification.id)).all() == []
        assert session().scalars(select(OutboxMessage.id)).all() == []
        assert set(session().scalars(select(CompetenceTest.recommendation))) == {None}
        assert session().scalars(select(StepHistory.id)).all()
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
    assert app.test_client().get(f"/v/{code}").status_code == 200


def test_the_page_shows_what_is_due_and_only_bkpsdm_confirms(app: Flask, people: Stage) -> None:
    city, clients = people
    admin, auditor = clients["bkpsdm_admin"], clients["auditor"]
    with app.app_context():
        record_read(city.actor("supervisor"), city.ids["owner"], "photo")
        with transaction() as current:
            current.execute(update(metadata.tables["sensitive_read"]).values(day=date(2010, 1, 1)))
        rule, name = rule_of("reads"), city.person("owner").full_name
        pk, version = rule.id, version_of(rule)
    page = auditor.get(f"/retention/show/{pk}").text
    assert name in page
    assert "/retention/confirm/" not in page
    assert f"/retention/confirm/{pk}" in admin.get(f"/retention/show/{pk}").text
    assert auditor.post(f"/retention/confirm/{pk}", data={"version": version}).status_code == 403
    assert clients["owner"].get("/retention/list/").status_code == 403
    assert admin.post(f"/retention/confirm/{pk}", data={"version": "alt"}).status_code == 409
    assert admin.post(f"/retention/confirm/{pk}", data={"version": version}).status_code == 302
    assert "Setiap malam" in admin.get("/retention/list/").text
    refused = admin.post(f"/retention/edit/{pk}", data={"months": "0", "since": "day", "action": "delete", "basis": "x", "active": "y"})
    assert refused.status_code == 422
    assert auditor.get("/retention/export").status_code == 200


def test_months_are_counted_by_the_calendar() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert months_before(date(2026, 1, 15), 99999) == date.min
