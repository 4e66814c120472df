"""What computes scores anew in the background: changed lists, and people who came by an import."""

import pytest
from flask import Flask

from app.archive import listeners
from app.kernel.actor import system_actor
from app.kernel.db import transaction
from app.kernel.events import Event, publish
from app.reference.rules import CodeList
from app.reference.services import add_code, seed_reference
from tests.factories.city import City


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(listeners, "run_soon", found.append)
    return found


def test_lists_of_the_archive_are_followed_and_no_others(ctx: Flask, city: City, asked_for: list[str]) -> None:
    admin = city.actor("bkpsdm_admin")
    add_code(admin, CodeList.RELIGION, "99", "Kepercayaan")
    assert asked_for == []
    add_code(admin, CodeList.ARCHIVE_LEVEL, "sempurna", "Sempurna", data={"mulai": "100"})
    assert asked_for == [listeners.COMPUTE_ALL]


def test_a_seed_that_brings_the_lists_is_followed(ctx: Flask, asked_for: list[str]) -> None:
    seed_reference(system_actor())
    assert asked_for == [listeners.COMPUTE_ALL]


@pytest.mark.parametrize(("kind", "times"), [("employees", 1), ("units", 0)])
def test_people_who_came_by_an_import_are_followed(ctx: Flask, city: City, asked_for: list[str], kind: str, times: int) -> None:
    class Batch:
        id, summary, __tablename__ = 1, "berkas.xlsx", "import_batch"

        def __init__(self) -> None:
            self.kind = kind

    for key in ("import.apply", "import.undo"):
        asked_for.clear()
        with transaction():
            publish(Event(key, city.actor("bkpsdm_admin"), Batch()))
        assert len(asked_for) == times
