"""What no row names goes after two days, and nothing else: whichever feature put it there."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from app.certificates.services import issue
from app.kernel import agency, clock, settings, storage
from app.kernel.leftovers import PARTS, sweep, unknown
from tests.factories.certificates import KIND, OFFICER, certificate_in, event_in
from tests.factories.city import City


class Killed(BaseException):
    """The worker dies."""


@pytest.fixture(autouse=True)
def own_storage(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests leave files behind whose database is gone."""
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))


def aged(key: str, days: int = 3) -> str:
    then = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(storage.path(key), (then, then))
    return key


def sweep_all() -> int:
    return sum(sweep(part) for part in range(PARTS))


def picture() -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (200, 200), "navy").save(made, "PNG")
    made.seek(0)
    return made


def test_only_what_nothing_names_goes(ctx: Flask, city: City) -> None:
    kept = aged(certificate_in(city).file_key)
    agency.change_logo(city.actor(OFFICER), picture())
    logo = aged(settings.get(agency.LOGO)["key"])
    lost = [aged(storage.put(BytesIO(b"%PDF-"), ".pdf").key) for _each in range(5)]
    fresh = storage.put(BytesIO(b"%PDF-"), ".pdf").key
    assert unknown([kept, logo, *lost]) == frozenset(lost)
    assert sweep_all() == 5
    assert [storage.path(key).is_file() for key in (kept, logo, fresh, *lost)] == [True, True, True, *[False] * 5]
    assert sweep_all() == 0


def test_a_worker_killed_before_the_row_leaves_nothing_for_good(ctx: Flask, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    event = event_in(city)
    before = {path.name for path in storage.files_folder().rglob("*.pdf")}

    def die(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("app.certificates.services.start", die)
        patch.setattr("app.kernel.storage.delete", lambda _key: None)
        with pytest.raises(Killed):
            issue(city.actor(OFFICER), KIND, event.id, city.ids["owner"])
    left = {path.name for path in storage.files_folder().rglob("*.pdf")} - before
    assert len(left) == 1
    aged(left.pop())
    assert sweep_all() == 1
    assert {path.name for path in storage.files_folder().rglob("*.pdf")} == before


def test_unfinished_files_go_and_strange_ones_stay(ctx: Flask) -> None:
    folder = storage.files_folder() / "ab" / "cd"
    folder.mkdir(parents=True)
    part, strange = folder / f".{'ab' * 16}.pdf.part", folder / "catatan.txt"
    then = (clock.now() - timedelta(days=3)).timestamp()
    for file in (part, strange):
        file.write_bytes(b"x")
        os.utime(file, (then, then))
    sweep_all()
    assert (part.exists(), strange.exists()) == (False, True)
