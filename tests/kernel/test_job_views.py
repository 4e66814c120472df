"""The pages of jobs, as a signed-in person and as another one."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.kernel import clock, storage
from app.kernel.db import session, transaction
from app.kernel.jobs import Job, JobStatus, rescue_jobs
from tests.factories.accounts import make_account, signed_in
from tests.factories.organisation import make_employee


def browser_with_job(app: Flask, **values: object) -> tuple[FlaskClient, int]:
    """A person signed in, and a job of his."""
    with app.app_context():
        employee = make_employee()
        name = make_account(employee)
        with transaction() as current:
            job = Job(kind="file", title="Ekspor usulan", user_id=employee.user_id, **values)
            current.add(job)
            current.flush()
            pk = job.id
    return signed_in(app.test_client(), name), pk


def stranger(app: Flask) -> FlaskClient:
    with app.app_context():
        name = make_account(make_employee())
    return signed_in(app.test_client(), name)


def finished(app: Flask) -> dict[str, object]:
    with app.app_context():
        file = storage.produce(lambda path: path.write_bytes(b"isi"), ".xlsx")
    return {"status": JobStatus.DONE, "result_key": file.key, "result_name": "Usulan Diklat – 2026.xlsx", "finished_at": clock.now()}


def test_a_person_finds_his_jobs_and_their_files(app: Flask):
    browser, pk = browser_with_job(app, **finished(app))
    page = browser.get("/jobs/").get_data(as_text=True)
    assert "Ekspor usulan" in page
    assert f"/jobs/{pk}/download" in page


def test_the_script_hears_how_far_the_job_is(app: Flask):
    browser, pk = browser_with_job(app, status=JobStatus.RUNNING, attempt=1, done=250, total=1000, message="Menulis baris")
    answer = browser.get(f"/jobs/{pk}/status")
    assert {key: answer.json[key] for key in ("state", "done", "total", "message", "result_url")} == {
        "state": "running",
        "done": 250,
        "total": 1000,
        "message": "Menulis baris",
        "result_url": None,
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_of_a_running_job_has_a_bar_and_can_cancel_it(app: Flask):
    browser, pk = browser_with_job(app)
    page = browser.get(f"/jobs/{pk}").get_data(as_text=True)
    assert f'data-job-url="/jobs/{pk}/status"' in page
    assert browser.post(f"/jobs/{pk}/cancel").status_code == 302
    assert browser.get(f"/jobs/{pk}/status").json["state"] == "failed"
    assert browser.post(f"/jobs/{pk}/cancel").status_code == 409


def test_the_file_comes_under_its_own_name_and_is_never_cached(app: Flask):
    browser, pk = browser_with_job(app, **finished(app))
    answer = browser.get(f"/jobs/{pk}/download")
    assert answer.data == b"isi"
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "filename*=UTF-8''Usulan%20Diklat%20%E2%80%93%202026.xlsx" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def test_a_file_that_was_removed_after_a_week_is_not_found(app: Flask):
    browser, pk = browser_with_job(app, **finished(app))
    with app.app_context(), clock.at(clock.now() + timedelta(days=8)):
        rescue_jobs()
    assert browser.get(f"/jobs/{pk}/download").status_code == 404
    assert browser.get(f"/jobs/{pk}").status_code == 200


@pytest.mark.gate("G12")
@pytest.mark.gate("G9")
def test_another_persons_job_does_not_exist(app: Flask):
    _browser, pk = browser_with_job(app, **finished(app))
    other = stranger(app)
    assert [other.get(f"/jobs/{pk}{page}").status_code for page in ("", "/status", "/download")] == [404, 404, 404]
    assert other.post(f"/jobs/{pk}/cancel").status_code == 404
    assert "Ekspor usulan" not in other.get("/jobs/").get_data(as_text=True)
    with app.app_context():
        assert session().get_one(Job, pk).status == JobStatus.DONE


def test_a_stranger_is_sent_to_sign_in(app: Flask):
    _browser, pk = browser_with_job(app, **finished(app))
    answer = app.test_client().get(f"/jobs/{pk}/download")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]
