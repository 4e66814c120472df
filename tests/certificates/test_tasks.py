"""Issuing in bulk: everybody due and nobody else, after a kill as before it, skipped ones with their reason; and all files as one."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.certificates import tasks
from app.certificates.models import Certificate, LearningEvent
from app.certificates.press import Press
from app.certificates.services import add_participants
from app.kernel import storage
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Denied
from app.kernel.jobs import JobRun
from tests.factories.certificates import KIND, NOTE, OFFICER, certificate_in, event_in
from tests.factories.city import City
from tests.factories.organisation import make_employee

CROWD = 12


class Killed(BaseException):
    """The worker dies."""


def run_of(city: City, event: LearningEvent, person: str = OFFICER) -> JobRun:
    run = JobRun(1, 1, city.actor(person), "Penerbitan", {"kind": KIND, "occasion": event.id})
    run.progress = lambda *args, **values: None  # type: ignore[method-assign]
    return run


@pytest.fixture
def crowd(ctx: Flask, city: City) -> LearningEvent:
    event = event_in(city, "prepared", people=())
    people = [make_employee(city.opd) for _each in range(CROWD)]
    add_participants(city.actor(OFFICER), event.id, "\n".join(person.nip for person in people))
    take_step(city.actor(OFFICER), LearningEvent, event.id, "validate")
    return event


def test_everybody_gets_one_and_the_second_run_finds_nothing_to_do(city: City, crowd: LearningEvent) -> None:
    result: Any = tasks.issue_all(run_of(city, crowd))
    assert session().query(Certificate).count() == CROWD
    assert f"{CROWD} " in result.message
    assert result.file is None
    tasks.issue_all(run_of(city, crowd))
    numbers = [int(row.number.partition("/")[0]) for row in session().query(Certificate).order_by(Certificate.id)]
    assert numbers == list(range(1, CROWD + 1))


@pytest.mark.manual("L28")
def test_all_holders_are_told_once_each_run_and_nobody_else(city: City, crowd: LearningEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks.issue_all(run_of(city, crowd))
    revoked = session().query(Certificate).order_by(Certificate.id).first()
    assert revoked is not None
    take_step(city.actor(OFFICER), Certificate, revoked.id, "revoke", NOTE)
    result: Any = tasks.tell_holders(run_of(city, crowd))
    told = session().query(AuditEntry).filter_by(event="certificate.tell")
    assert told.count() == CROWD - 1
    assert revoked.id not in {row.subject_id for row in told}
    assert f"{CROWD - 1} " in result.message
    with pytest.raises(Denied):
        tasks.tell_holders(run_of(city, crowd, "owner"))


@pytest.mark.parametrize("deaths", [(3,), (1, 5)])
def test_a_killed_run_is_taken_up_and_nobody_gets_two(
    city: City, crowd: LearningEvent, monkeypatch: pytest.MonkeyPatch, deaths: tuple[int, ...]
) -> None:
    make, calls, before = Press.make, [0], set(storage.files_folder().rglob("*.pdf"))

    def dying(*args: Any) -> bytes:
        """In the middle of a portion."""
        calls[0] += 1
        if calls[0] in deaths:
            raise Killed
        return make(*args)

    monkeypatch.setattr(Press, "make", dying)
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    for _death in deaths:
        with pytest.raises(Killed):
            tasks.issue_all(run_of(city, crowd))
        session().rollback()
    assert 0 < session().query(Certificate).count() < CROWD
    tasks.issue_all(run_of(city, crowd))
    rows = session().query(Certificate).all()
    assert sorted(int(row.number.partition("/")[0]) for row in rows) == list(range(1, CROWD + 1)), "no number is lost"
    left = {path.name for path in set(storage.files_folder().rglob("*.pdf")) - before}
    assert left == {row.file_key for row in rows}, "no file is left over"
    assert len(rows) == len({row.employee_id for row in rows}) == len({row.number for row in rows}) == CROWD
    assert all(storage.path(row.file_key).is_file() for row in rows)


def test_who_is_skipped_stands_in_the_sheet_with_the_reason(city: City, ctx: Flask) -> None:
    certificate_in(city, jp=8)
    event = event_in(city, people=("owner", "colleague"), jp=4)
    result: Any = tasks.issue_all(run_of(city, event))
    rows = list(load_workbook(storage.path(result.file.key)).active.values)
    assert any(city.person("owner").full_name in str(row) and "JP" in str(row) for row in rows)
    assert session().query(Certificate).count() == 2


def test_only_an_officer_issues(city: City, crowd: LearningEvent) -> None:
    with pytest.raises(Denied):
        tasks.issue(city.actor("owner"), KIND, crowd.id, 1)
    assert session().query(Certificate).count() == 0


def test_one_file_holds_all_valid_ones(city: City, crowd: LearningEvent) -> None:
    tasks.issue_all(run_of(city, crowd))
    first = session().query(Certificate).order_by(Certificate.id).first()
    assert first is not None
    take_step(city.actor(OFFICER), Certificate, first.id, "revoke", "<p>Salah orang</p>")
    result: Any = tasks.bundle(run_of(city, crowd))
    with ZipFile(BytesIO(storage.path(result.file.key).read_bytes())) as archive:
        assert len(archive.namelist()) == CROWD - 1
        assert all(name.endswith(".pdf") and "/" not in name for name in archive.namelist())
        assert archive.testzip() is None
