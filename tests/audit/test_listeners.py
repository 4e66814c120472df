"""Every event is a row, in its transaction, and the database itself keeps it as it is."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEntry
from app.kernel.actor import Actor, Assignment, system_actor
from app.kernel.chain import verify
from app.kernel.db import session, transaction
from app.kernel.events import Event, publish
from app.kernel.roles import Role
from app.kernel.scope import visible
from app.kernel.settings import SettingValue
from app.organisation.models import Employee
from tests.factories.organisation import make_employee, make_test_result

ACTOR = Actor(7, "Rini Astuti", None, (Assignment(Role.BKPSDM_ADMIN),), address="10.0.0.7")


def tell(key: str = "test.happen", **data: object) -> None:
    with transaction():
        publish(Event(key, ACTOR, None, data))


def last() -> AuditEntry:
    return session().scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)).one()


def count() -> int:
    return session().scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_an_event_is_kept_with_person_role_and_address(ctx: Flask) -> None:
    tell(before={"a": 1}, after={"a": 2}, note="sebab")
    row = last()
    assert (row.event, row.user_id, row.actor_name, row.role, row.address) == ("test.happen", 7, "Rini Astuti", "bkpsdm_admin", "10.0.0.7")
    assert row.data == {"before": {"a": 1}, "after": {"a": 2}, "note": "sebab"}
    assert row.at.utcoffset() is not None


def test_the_record_its_name_and_its_unit_are_kept(ctx: Flask) -> None:
    employee = make_employee()
    row = session().scalars(select(AuditEntry).where(AuditEntry.subject_type == "employee", AuditEntry.subject_id == employee.id)).first()
    assert row is not None
    assert row.subject_label == employee.full_name
    assert row.unit_id == employee.unit_id


@pytest.mark.gate("G9")
def test_a_competence_test_leaves_no_result_behind(ctx: Flask) -> None:
    make_test_result(make_employee(), score="91.25", recommendation="VISIONARY LEADERSHIP")
    kept = " ".join(str(row.data) for row in session().scalars(select(AuditEntry)))
    assert "VISIONARY" not in kept
    assert "91.25" not in kept


def test_what_was_undone_was_not_done(ctx: Flask) -> None:
    before = count()

    def happen_and_fail() -> None:
        with transaction():
            publish(Event("test.happen", ACTOR))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        happen_and_fail()
    assert count() == before


def test_a_row_that_cannot_be_written_undoes_the_act(ctx: Flask) -> None:
    """What is not recorded has not happened."""
    event, pk = Event("test.happen", ACTOR), make_employee().id

    def change_and_tell_twice() -> None:
        with transaction() as current:
            current.get_one(Employee, pk).phone = "081200000000"
            publish(event)
            publish(event)

    with pytest.raises(DatabaseError):
        change_and_tell_twice()
    session().expire_all()
    assert session().get_one(Employee, pk).phone is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'Orang Lain'",
        "UPDATE audit_entry SET data = '{}'",
        "DELETE FROM audit_entry",
        "DELETE FROM step_history",
        "UPDATE step_history SET note = ''",
    ],
)
@pytest.mark.gate("G7")
def test_the_database_refuses_to_change_or_remove_rows(ctx: Flask, statement: str) -> None:
    tell()
    with transaction() as current:
        current.execute(
            text(
                "INSERT INTO step_history (subject_type, subject_id, step, to_state, actor_name, role, at, position, previous, digest)"
                " VALUES ('x', 1, 's', 't', 'n', 'r', '2026-01-01 00:00:00', 1, 'p', 'd')"
            )
        )
    with pytest.raises(DatabaseError, match="append-only"), transaction() as current:
        current.execute(text(statement))


def test_the_chain_holds_over_many_transactions_and_events(ctx: Flask) -> None:
    for number in range(5):
        with transaction():
            publish(Event("test.happen", ACTOR, None, {"number": number, "text": "é ✓", "none": None}))
            publish(Event("test.happen", system_actor()))
    session().expire_all()
    assert list(verify(AuditEntry)) == []
    assert [row.position for row in session().scalars(select(AuditEntry).order_by(AuditEntry.id))] == list(range(1, count() + 1))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_only_auditors_and_agency_admins_see_the_trail(ctx: Flask, role: Role) -> None:
    tell()
    actor = Actor(1, "A", 1, (Assignment(role),))
    seen = session().scalar(select(func.count()).select_from(AuditEntry).where(visible(AuditEntry, actor)))
    assert (seen or 0) > 0 if role in (Role.AUDITOR, Role.BKPSDM_ADMIN) else seen == 0


def test_every_record_is_called_by_a_name_a_person_can_read(ctx: Flask) -> None:
    test = make_test_result(make_employee())
    with transaction() as current:
        value = SettingValue(key="agency.city", value="Rantau", valid_from=test.taken_on)
        current.add(value)
        current.flush()
        publish(Event("competence_test.add", system_actor(), test))
        publish(Event("setting.change", system_actor(), value))
    labels = session().scalars(select(AuditEntry.subject_label).order_by(AuditEntry.position.desc()).limit(2)).all()
    assert labels == ["agency.city", f"{test.employee.full_name} · {test.taken_on:%d/%m/%Y}"]
    assert not session().scalar(select(func.count()).where(AuditEntry.subject_label.contains(" object at 0x")))
