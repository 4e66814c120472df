"""What a person is given, compared with the database: a row in every table for two people, and each gets his own and nothing of the other's."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Boolean, Connection, Date, Float, Integer, LargeBinary, Numeric, Table, create_engine

from app.kernel import clock
from app.kernel.db import UtcDateTime, metadata
from app.ledger.models import Jp
from app.privacy.queries import holdings, title_of
from app.privacy.rules import ABOUT, BY_NIP, EMPLOYEE, USER, Person, given_columns, is_personal, owner_columns, personal

ANI, BUDI = Person(1, 11, "198001012005011001"), Person(2, 12, "199203152015032002")
NOW = clock.now()


@pytest.fixture
def bare(portal: Flask) -> Iterator[Connection]:
    """Every table of the portal in memory, without constraints between them: only what is whose matters here."""
    engine = create_engine("sqlite://")
    with portal.app_context(), engine.connect() as connection:
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
            connection.connection.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
        for table in metadata.sorted_tables:
            table.create(connection, checkfirst=True)
        yield connection
    engine.dispose()


def value_for(column: Any, person: Person, number: int) -> Any:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return NOW
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer | Numeric | Float | Jp):
        return number
    if isinstance(kind, Date):
        return date(2026, 1, number % 28 + 1)
    if isinstance(kind, JSON):
        return {"whose": person.nip}
    return b"" if isinstance(kind, LargeBinary) else NOW if "DATETIME" in str(kind).upper() else f"{person.nip}-{column.name}-{number}"


def plant(connection: Connection, table: Table, person: Person, number: int) -> None:
    """One row of `table` that is the person's by all its owner columns, else by his NIP."""
    row = {column.name: value_for(column, person, number) for column in table.columns}
    for name, kind in owner_columns(table):
        row[name] = person.employee_id if kind == EMPLOYEE else person.user_id
    if "subject_type" in row:
        row |= {"subject_type": "nothing", "subject_id": number}
    connection.execute(table.insert().values({table.c[name]: value for name, value in row.items()}))


def test_a_row_in_every_table_is_given_to_its_owner_alone(bare: Connection) -> None:
    tables = [table for table in metadata.sorted_tables if is_personal(table)]
    for number, (table, person) in enumerate(((table, person) for table in tables for person in (ANI, BUDI)), start=100):
        plant(bare, table, person, number)
    for person, other in ((ANI, BUDI), (BUDI, ANI)):
        found = {part.table: part for part in holdings(bare, person)}
        assert set(found) == {table.name for table in tables}
        assert {name: len(part.rows) for name, part in found.items() if len(part.rows) != 1} == {}
        assert str(other.nip) not in str(list(found.values()))
        for table in tables:
            assert set(given_columns(table)) <= set(found[table.name].rows[0])


def test_rows_of_a_file_are_found_by_the_nip_in_front(bare: Connection) -> None:
    rows = metadata.tables["import_row"]
    assert BY_NIP == {"import_row": "key"}
    for pk, key in enumerate((f"{ANI.nip}", f"{ANI.nip} · 2026", f"9{ANI.nip}"), start=1):
        bare.execute(rows.insert().values(id=pk, batch_id=1, number=pk, outcome="new", key=key, undone=False))
    (part,) = list(holdings(bare, ANI, [rows]))
    assert [row["id"] for row in part.rows] == [1, 2]


def test_what_others_did_to_his_records_is_told_without_their_names(bare: Connection) -> None:
    history, course = metadata.tables["step_history"], metadata.tables["course"]
    plant(bare, course, ANI, 5)
    for pk, subject in ((1, 5), (2, 6)):
        row = {column.name: value_for(column, BUDI, pk) for column in history.columns}
        row |= {"subject_type": "course", "subject_id": subject, "user_id": BUDI.user_id, "note": "Sudah sesuai"}
        bare.execute(history.insert().values(row))
    found = {part.table: part for part in holdings(bare, ANI, [history, course])}
    (stage,) = found["step_history"].rows
    assert stage["note"] == "Sudah sesuai"
    assert not {"user_id", "actor_name"} & set(stage)


def test_numbers_are_told_by_name_too(bare: Connection) -> None:
    unit, posting = metadata.tables["unit"], metadata.tables["posting"]
    bare.execute(
        unit.insert().values(
            id=7, created_at=NOW, code="7", name="Dinas Tujuh", kind="opd", path="/7/", valid_from=date(2020, 1, 1), version=1
        )
    )
    bare.execute(posting.insert().values(id=1, created_at=NOW, employee_id=1, unit_id=7, since=date(2020, 1, 1)))
    (part,) = holdings(bare, ANI, [posting])
    assert (part.rows[0]["unit_id"], part.rows[0]["unit"]) == (7, "Dinas Tujuh")


def test_somebody_without_a_record_gets_what_his_account_holds(bare: Connection) -> None:
    saved = metadata.tables["saved_view"]
    plant(bare, saved, ANI, 1)
    plant(bare, saved, BUDI, 2)
    found = {part.table: part for part in holdings(bare, Person(None, ANI.user_id, None))}
    assert [row["id"] for row in found["saved_view"].rows] == [1]
    assert found[EMPLOYEE].rows == []


def test_every_table_has_words(portal: Flask) -> None:
    with portal.app_context():
        assert [table.name for table in personal(metadata.sorted_tables) if str(title_of(table.name)) == table.name] == []
    assert USER
    assert set(ABOUT) <= set(metadata.tables)
