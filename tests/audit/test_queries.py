"""The trail speaks in words, and knows every event the portal can make."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.queries import event_name, event_options, follows_its_neighbour, type_name, type_options
from app.audit.rules import EVENTS
from app.kernel.actor import Actor
from app.kernel.db import session, transaction
from app.kernel.events import Event, publish

APP = Path(__file__).parents[2] / "app"
MADE = re.compile(r'Event\(\s*"([a-z_]+\.[a-z_]+)"')


def test_every_event_of_the_code_has_its_words(ctx: Flask) -> None:
    made = {key for path in APP.rglob("*.py") for key in MADE.findall(path.read_text())}
    assert len(made) > 20, "the pattern no longer finds events"
    assert made - dict(event_options(Actor(1, "A"))).keys() == set()


def test_every_step_of_a_flow_names_itself(ctx: Flask) -> None:
    names = dict(event_options(Actor(1, "A")))
    for step in ("create", "edit", "resubmit", "forward", "revise", "reject", "approve", "delete"):
        assert f"proposal.{step}" in names
    assert not any(key.startswith("proposal.") for key in EVENTS)


def test_an_event_nobody_remembers_is_shown_as_it_was_written(ctx: Flask) -> None:
    assert event_name("mesin.lama") == "mesin.lama"
    assert type_name("tabel_lama") == "tabel_lama"
    assert type_name(None) == ""


def test_the_filters_offer_events_and_types_in_order(ctx: Flask) -> None:
    for options in (event_options(Actor(1, "A")), type_options(Actor(1, "A"))):
        labels = [label for _key, label in options]
        assert labels == sorted(labels)
        assert len(labels) > 10
    assert "proposal" in dict(type_options(Actor(1, "A")))


def test_a_row_knows_the_row_before_it(ctx: Flask) -> None:
    for _time in range(2):
        with transaction():
            publish(Event("test.happen", Actor(7, "Rini Astuti")))
    first, second = session().scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(2)).all()
    assert follows_its_neighbour(first)
    assert follows_its_neighbour(second)
    session().expunge(first)
    first.previous = "f" * 64
    assert not follows_its_neighbour(first)
