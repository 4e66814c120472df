"""`flask audit verify` finds what somebody with the database's own password has done."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.audit.models import AuditEntry
from app.kernel.actor import Actor
from app.kernel.chain import GENESIS
from app.kernel.db import append_only_ddl, session, transaction
from app.kernel.events import Event, publish

ACTOR = Actor(7, "Rini Astuti")


@pytest.fixture
def trail(app: Flask) -> Flask:
    """Five rows."""
    with app.app_context():
        for number in range(5):
            with transaction():
                publish(Event("test.happen", ACTOR, None, {"number": number}))
    return app


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["audit", "verify", *arguments])


def tamper(app: Flask, *statements: str) -> None:
    """As somebody would who may drop triggers, and puts them back so that nobody sees it."""
    with app.app_context():
        dialect = session().get_bind().dialect.name
        drop = (
            ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"]
            if dialect == "sqlite"
            else ["DROP TRIGGER audit_entry_no_change ON audit_entry", "DROP TRIGGER audit_entry_no_truncate ON audit_entry"]
        )
        with transaction() as current:
            for statement in (*drop, *statements, *append_only_ddl("audit_entry", dialect)):
                current.execute(text(statement))


def test_a_whole_chain_passes_and_prints_its_heads(trail: Flask) -> None:
    answer = run(trail)
    assert answer.exit_code == 0, answer.output
    with trail.app_context():
        newest = session().query(AuditEntry).order_by(AuditEntry.position.desc()).first()
        assert f"audit_entry:{newest.position}:{newest.digest}" in answer.output.splitlines()


def test_the_empty_portal_passes(app: Flask) -> None:
    assert run(app).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "row", "says"),
    [
        ("UPDATE audit_entry SET actor_name = 'Orang Lain' WHERE position = 3", 3, "content was changed"),
        ("UPDATE audit_entry SET data = '{\"number\": 7}' WHERE position = 2", 2, "content was changed"),
        ("DELETE FROM audit_entry WHERE position = 3", 3, "missing here"),
        ("DELETE FROM audit_entry WHERE position = 1", 1, "missing here"),
        ("DELETE FROM audit_entry WHERE position = 5", 4, "at the end"),
        ("DELETE FROM audit_entry", 0, "at the end"),
    ],
)
@pytest.mark.gate("G7")
def test_what_was_tampered_with_is_found_and_named(trail: Flask, statement: str, row: int, says: str) -> None:
    tamper(trail, statement)
    answer = run(trail)
    assert answer.exit_code == 1
    assert f"BROKEN audit_entry row {row}:" in answer.output
    assert says in answer.output


def test_a_tail_cut_off_together_with_its_head_is_found_by_a_kept_head(trail: Flask) -> None:
    kept = next(line for line in run(trail).output.splitlines() if line.startswith("audit_entry:"))
    assert run(trail, "--kept", kept).exit_code == 0
    tamper(
        trail,
        "DELETE FROM audit_entry WHERE position = 5",
        "UPDATE chain_head SET position = 4, digest = (SELECT digest FROM audit_entry WHERE position = 4) WHERE name = 'audit_entry'",
    )
    assert run(trail).exit_code == 0, "without a kept head nobody can know"
    answer = run(trail, "--kept", kept)
    assert answer.exit_code == 1
    assert kept in answer.output


@pytest.mark.parametrize("kept", ["audit_entry:1:" + GENESIS, "nothing:1:x", "audit_entry:x:y", "junk"])
def test_a_head_that_never_was_is_a_break(trail: Flask, kept: str) -> None:
    assert run(trail, "--kept", kept).exit_code == 1
