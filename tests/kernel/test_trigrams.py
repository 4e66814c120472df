"""Pieces of words are found by the index exactly where reading every row finds them, whatever happened to the rows meanwhile."""

import pytest
from flask import Flask
from sqlalchemy import delete, or_, select, update

from app.kernel import trigrams
from app.kernel.db import session, transaction
from app.kernel.trigrams import containing, prepare
from app.organisation.models import Employee, Unit
from tests.factories.organisation import make_employee, make_opd

COLUMNS = (Employee.name, Employee.nip)


def found(piece: str) -> set[int]:
    return set(session().scalars(select(Employee.id).where(containing(COLUMNS, piece))))


def read(piece: str) -> set[int]:
    return set(session().scalars(select(Employee.id).where(or_(*(each.icontains(piece, autoescape=True) for each in COLUMNS)))))


@pytest.mark.parametrize("piece", ["arson", "ARSON", "no B", 'o"b', "%ab", "a_b", "19", "a", "zzz", "* OR", "name:", "-x-", "'--"])
def test_what_is_found_is_what_reading_finds(ctx: Flask, piece: str) -> None:
    opd = make_opd()
    for name in ("Sudarsono Budi", 'Karsono"b', "x%ab a_b", "name: -x-", "'-- * OR"):
        person = make_employee(opd)
        with transaction() as current:
            current.execute(update(Employee).where(Employee.id == person.id).values(name=name))
    assert found(piece) == read(piece)


def test_changed_and_deleted_rows_are_found_as_they_are(ctx: Flask) -> None:
    first, second = make_employee(make_opd(), name="Sudarsono"), make_employee(make_opd(), name="Sudarsono")
    with transaction() as current:
        current.execute(update(Employee).where(Employee.id == first.id).values(name="Hidayatullah"))
    assert (found("darso"), found("yatul")) == ({second.id}, {first.id})
    assert found(second.nip[4:12]) >= {second.id}
    with transaction() as current:
        current.execute(delete(Employee).where(Employee.id == first.id))
    assert found("yatul") == set()


def test_an_index_that_a_migration_has_lost_is_made_anew(ctx: Flask) -> None:
    person = make_employee(make_opd(), name="Sudarsono")
    connection = session().connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER employee_trigram_added")
    else:
        connection.exec_driver_sql("DROP INDEX ix_employee_trigram")
    late = make_employee(person.unit, name="Sudarmono")
    prepare(session().connection())
    assert found("udar") == {person.id, late.id}
    session().rollback()
    with transaction():
        prepare(session().connection())


def test_without_the_index_the_same_is_found(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_employee(make_opd(), name="Sudarsono")
    monkeypatch.setattr(trigrams, "_has_fts", lambda: False)
    assert "MATCH" not in str(containing(COLUMNS, "darso"))
    assert found("darso") == {person.id}


def test_columns_that_nobody_declared_are_read(ctx: Flask) -> None:
    assert "MATCH" not in str(containing((Unit.name,), "Dinas"))
    assert trigrams.is_own("employee_trigram_data")
    assert not trigrams.is_own("employee")
