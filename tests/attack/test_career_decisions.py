"""Bulk decisions on career records while the worker dies, owners write and others decide."""

import re
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.credentials.models import Course
from app.kernel import clock, flow_views, jobs, storage
from app.kernel.approval import Outcome, edit, history, take_step, take_steps
from app.kernel.db import session, transaction
from app.kernel.jobs import Job, JobStatus, run_job
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.credentials import REASON, course_in

Portal = tuple[City, People]
COURSES, BEFORE_DEATH = 60, 25


class Died(BaseException):
    """The worker's process is gone: nothing of it is caught."""


@pytest.mark.gate("G6")
@pytest.mark.manual("S45")
def test_a_bulk_decision_outlives_its_worker_and_names_only_what_it_left_out(
    app: Flask, people: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It died in the middle; an hour later another takes over, when one row was rewritten by its owner and one decided by a colleague."""
    city, browsers = people
    officer = browsers["bkpsdm_admin"]
    with app.app_context():
        pks = [course_in(city, name=f"Kursus {number}").id for number in range(COURSES)]
    monkeypatch.setattr(flow_views, "BULK_AT_ONCE", 0)
    monkeypatch.setattr(jobs, "PROGRESS_SECONDS", 0)
    ticks = re.findall(r'name="pks" value="([^"]*)"', officer.get("/courses/list/?state=waiting&size=100").text)
    assert len(ticks) == COURSES
    calls: list[int] = []

    def dying(actor: Any, model: Any, part: list[int], *rest: Any) -> list[Outcome]:
        if len(calls) == BEFORE_DEATH:
            raise Died
        calls.extend(part)
        return take_steps(actor, model, part, *rest)

    monkeypatch.setattr(flow_views, "take_steps", dying)
    with pytest.raises(Died):
        officer.post("/courses/steps/approve", data={"pks": ticks, "confirmed": "1"})
    monkeypatch.setattr(flow_views, "take_steps", take_steps)
    assert len(calls) == BEFORE_DEATH
    left = [pk for pk in pks if pk not in calls]
    with app.app_context():
        course = session().get_one(Course, left[0])
        edit(city.actor("owner"), Course, course.id, {"name": "Nama lain"}, course.version)
        take_step(city.actor("second_bkpsdm_admin"), Course, left[1], "return", REASON)
        with transaction():
            job = session().query(Job).one()
            assert (job.done, job.total) == (BEFORE_DEATH, COURSES), "what it told of its progress is what it had decided"
            job.status, job.heartbeat_at = JobStatus.QUEUED, clock.now()
            number = job.id
        run_job(number)
        session().rollback()
        job = session().get_one(Job, number)
        assert (job.status, job.done, job.total, job.attempt) == ("done", COURSES, COURSES, 2)
        assert job.message.startswith(f"{COURSES - 2} dari {COURSES} selesai.")
        assert "Berubah sejak ditampilkan" in job.message
        assert job.result_key, "the skipped rows are a file to keep"
        states = {pk: session().get_one(Course, pk).state for pk in pks}
        assert states == dict.fromkeys(pks, "approved") | {left[0]: "waiting", left[1]: "returned"}
        for pk in pks:
            decisions = [row.step for row in history(session().get_one(Course, pk)) if row.step in ("approve", "return")]
            assert decisions == {"approved": ["approve"], "returned": ["return"], "waiting": []}[states[pk]], "each is decided exactly once"
        skipped = openpyxl.load_workbook(storage.path(job.result_key)).active
        named = "\n".join(str(cell.value) for row in skipped.iter_rows() for cell in row if cell.value)
        assert named.count("Berubah sejak ditampilkan") + named.count("Perlu Perbaikan") == 2
