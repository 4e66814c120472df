"""Bulk decisions on career records while the worker dies, owners write and others decide."""

import re
from typing import Any

import pytest
from flask import Flask

from app.credentials.models import Course
from app.kernel import clock, flow_views
from app.kernel.approval import Outcome, edit, history, take_step, take_steps
from app.kernel.db import session, transaction
from app.kernel.jobs import Job, JobStatus, run_job
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.credentials import REASON, course_in

Portal = tuple[City, People]
COURSES = 5


class Died(BaseException):
    """The worker's process is gone: nothing of it is caught."""


@pytest.mark.gate("G6")
@pytest.mark.manual("S45")
def test_a_bulk_decision_outlives_its_worker_and_names_only_what_it_left_out(
    app: Flask, people: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It died after two rows; an hour later another takes over, when one row was rewritten by its owner and one decided by a colleague."""
    city, browsers = people
    officer = browsers["bkpsdm_admin"]
    with app.app_context():
        pks = [course_in(city, name=f"Kursus {number}").id for number in range(COURSES)]
    monkeypatch.setattr(flow_views, "BULK_AT_ONCE", 0)
    ticks = re.findall(r'name="pks" value="([^"]*)"', officer.get("/courses/list/?state=waiting").text)
    assert len(ticks) == COURSES
    calls: list[int] = []

    def dying(actor: Any, model: Any, part: list[int], *rest: Any) -> list[Outcome]:
        if len(calls) == 2:
            raise Died
        calls.extend(part)
        return take_steps(actor, model, part, *rest)

    monkeypatch.setattr(flow_views, "take_steps", dying)
    with pytest.raises(Died):
        officer.post("/courses/steps/approve", data={"pks": ticks, "confirmed": "1"})
    monkeypatch.setattr(flow_views, "take_steps", take_steps)
    left = [pk for pk in pks if pk not in calls]
    with app.app_context():
        course = session().get_one(Course, left[0])
        edit(city.actor("owner"), Course, course.id, {"name": "Nama lain"}, course.version)
        take_step(city.actor("second_bkpsdm_admin"), Course, left[1], "return", REASON)
        with transaction():
            job = session().query(Job).one()
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
        for pk in calls:
            assert [row.step for row in history(session().get_one(Course, pk))].count("approve") == 1
