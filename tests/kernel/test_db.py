"""One transaction per action: everything stands or falls together, and the database refuses to forget."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.chain import ChainHead
from app.kernel.db import after_commit, after_rollback, append_only_ddl, in_transaction, session, transaction
from app.kernel.events import Event, publish
from app.kernel.numbering import NumberSeries, next_number, write_number


def numbers() -> int:
    return session().scalar(select(func.coalesce(func.sum(NumberSeries.last), 0))) or 0


def test_the_outermost_block_commits(ctx: Flask) -> None:
    with transaction():
        assert in_transaction()
        with transaction():
            next_number("a", 2026)
        next_number("a", 2026)
    assert not in_transaction()
    session().rollback()
    assert numbers() == 2


def test_an_error_undoes_all_of_it(ctx: Flask) -> None:
    def failing() -> None:
        with transaction():
            next_number("a", 2026)
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    assert numbers() == 0


def test_a_failed_inner_block_dooms_the_outer_one_even_when_swallowed(ctx: Flask) -> None:
    def careless() -> None:
        with transaction():
            next_number("a", 2026)
            try:
                with transaction():
                    raise LookupError
            except LookupError:
                pass

    with pytest.raises(RuntimeError, match="inner transaction failed"):
        careless()
    assert numbers() == 0


def test_changes_outside_a_transaction_are_never_written_by_accident(ctx: Flask) -> None:
    session().add(NumberSeries(series="stray", year=2026, last=9))
    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass
    session().rollback()


def test_callbacks_run_after_the_commit_and_never_after_a_rollback(ctx: Flask) -> None:
    seen: list[str] = []

    def failing() -> None:
        with transaction():
            after_commit(lambda: seen.append("lost"))
            raise LookupError

    with transaction():
        after_commit(lambda: seen.append("kept"))
        assert seen == []
    with pytest.raises(LookupError):
        failing()
    assert seen == ["kept"]


def test_what_stands_outside_the_database_is_taken_back_with_the_outermost_block(ctx: Flask) -> None:
    seen: list[str] = []

    def inner(text: str) -> None:
        with transaction():
            after_rollback(lambda: seen.append(text))

    def failing() -> None:
        with transaction():
            inner("taken back")
            assert seen == []
            raise LookupError

    with transaction():
        inner("kept")
    with pytest.raises(LookupError):
        failing()
    assert seen == ["taken back"]


def test_events_and_numbers_need_a_transaction(ctx: Flask) -> None:
    with pytest.raises(RuntimeError, match="needs a transaction"):
        publish(Event("thing.happen", system_actor()))
    with pytest.raises(RuntimeError, match="needs a transaction"):
        next_number("a", 2026)


def test_numbers_run_per_series_and_year_and_are_written_by_pattern(ctx: Flask) -> None:
    with transaction():
        assert [next_number("s", 2026), next_number("s", 2026), next_number("s", 2027), next_number("t", 2026)] == [1, 2, 1, 1]
    day = datetime(2026, 1, 15, tzinfo=UTC).date()
    assert write_number("{number}/{unit}/{code}/{month}/{year}", 20, day, unit="BKPSDM", code="003") == "20/BKPSDM/003/I/2026"


def test_naive_instants_never_reach_the_database(ctx: Flask) -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):
        pass


def test_an_event_leaves_one_audit_row_that_the_database_will_not_change_or_drop(ctx: Flask) -> None:
    with transaction():
        publish(Event("thing.happen", system_actor()))
    assert session().get(ChainHead, "audit_entry").position == 1
    for statement in ("UPDATE audit_entry SET actor_name = 'x'", "DELETE FROM audit_entry", "UPDATE step_history SET note = 'x' WHERE 1=0"):
        session().rollback()
        if "1=0" in statement:
            session().execute(text(statement))
            continue
        with pytest.raises(DatabaseError, match="append-only"):
            session().execute(text(statement))
    session().rollback()


def test_the_append_only_statements_differ_by_database() -> None:
    assert any("RAISE(ABORT" in statement for statement in append_only_ddl("t", "sqlite"))
    assert any("TRUNCATE" in statement for statement in append_only_ddl("t", "postgresql"))
