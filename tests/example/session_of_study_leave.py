"""Study leave over HTTP, in a pytest session of its own (test_measure.py runs it): its table, routes and notices exist here and nowhere else."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import select

import app as application
import config
from app import create_app
from app.audit.models import AuditEntry
from app.extensions import db
from app.features import GRANTS
from app.kernel.access import existing_permissions, expand, write_grants
from app.kernel.flow_docs import render_flows
from app.kernel.inbox import flow_models
from app.notifications.models import Notification
from tests.factories.accounts import People, open_city
from tests.ground import Ground

application.__path__.append(str(Path(__file__).parent))

from app import study_leave  # noqa: E402 - the folder stands beside the other features from here on
from app.study_leave.models import StudyLeave  # noqa: E402

URL, API = "/study-leaves", "/api/v1/study-leaves/"
WISH = {"programme": "Magister Administrasi Publik", "begins_on": "2027-02-01"}
REASON = "<p>Lampirkan surat penerimaan.</p>"


@pytest.fixture(scope="session")
def portal(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The portal with one feature more, as a line in app/features.py and a migration would give it."""
    ground.create()
    made = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=ground.uri, DATA_DIR=str(tmp_path_factory.mktemp("data")))
    with made.app_context():
        study_leave.register(made.appbuilder)  # type: ignore[attr-defined]
        upgrade()
        StudyLeave.metadata.create_all(db.engine, [StudyLeave.__table__])  # type: ignore[list-item]
        write_grants(made.appbuilder, (*GRANTS, *study_leave.GRANTS))  # type: ignore[attr-defined]
        _city, made.extensions["names"] = open_city()
        db.session.remove()
        db.engine.dispose()
    ground.keep()
    return made


@pytest.fixture
def browsers(app: Flask) -> People:
    return People(app, app.extensions["names"])


def ask(browser: FlaskClient, **changes: str) -> None:
    answer = browser.post(f"{URL}/add", data=WISH | changes)
    assert answer.status_code == 302, answer.text


def states(app: Flask) -> dict[int, str]:
    with app.app_context():
        return {row.id: row.state for row in db.session.execute(select(StudyLeave.id, StudyLeave.state))}


def told(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Notification.title).where(Notification.kind.startswith("study_leave."))))


def test_an_employee_asks_by_form_and_finds_it_in_his_list(app: Flask, browsers: People) -> None:
    page = browsers["owner"].get(f"{URL}/add").text
    assert 'name="programme"' in page
    assert 'name="begins_on"' in page
    assert 'name="employee_id"' not in page
    ask(browsers["owner"])
    assert states(app) == {1: "asked"}
    page = browsers["owner"].get(f"{URL}/list/").text
    assert WISH["programme"] in page
    assert "01/02/2027" in page


def test_what_is_missing_is_said_at_its_field(app: Flask, browsers: People) -> None:
    answer = browsers["owner"].post(f"{URL}/add", data=WISH | {"programme": "  "})
    assert answer.status_code == 422
    assert 'class="field has-error"' in answer.text
    assert states(app) == {}


def test_a_second_send_of_the_same_page_makes_no_second_row(app: Flask, browsers: People) -> None:
    for _ in range(2):
        ask(browsers["owner"], submission="a-key-of-this-page")
    assert states(app) == {1: "asked"}


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ("", 2),
        ("q=magister", 1),
        ("q=nothing", 0),
        ("state=asked", 2),
        ("state=approved", 0),
        ("begins_on_from=2027-03-01", 1),
        ("begins_on_to=2027-03-01", 1),
        ("sort=programme&size=1", 1),
    ],
)
def test_the_list_filters_by_what_it_shows(browsers: People, args: str, found: int) -> None:
    ask(browsers["owner"])
    ask(browsers["colleague"], programme="Diploma Arsip", begins_on="2027-04-01")
    page = browsers["opd_admin"].get(f"{URL}/list/?{args}").text
    assert page.count('name="pks"') == found


def test_the_admin_returns_with_a_reason_the_employee_corrects_and_the_history_keeps_all(app: Flask, browsers: People) -> None:
    ask(browsers["owner"])
    assert browsers["opd_admin"].post(f"{URL}/1/return").status_code == 422
    assert browsers["opd_admin"].post(f"{URL}/1/return", data={"note": REASON}).status_code == 302
    version = browsers["owner"].get(f"{API}1").json["version"]  # type: ignore[index]
    assert browsers["owner"].post(f"{URL}/edit/1", data=WISH | {"programme": "Magister Hukum", "version": version}).status_code == 302
    assert browsers["opd_admin"].post(f"{URL}/1/approve").status_code == 302
    assert states(app) == {1: "approved"}
    assert browsers["opd_admin"].post(f"{URL}/1/return", data={"note": REASON}).status_code == 409
    history = browsers["owner"].get(f"{URL}/history/1").text
    assert "Lampirkan surat penerimaan." in history
    assert history.count("<time datetime=") == 4


def test_people_are_told_and_a_notice_opens_the_page(app: Flask, browsers: People) -> None:
    ask(browsers["owner"])
    assert told(app) == ["A study leave waits for your decision"]
    browsers["opd_admin"].post(f"{URL}/1/approve")
    assert told(app) == ["A study leave waits for your decision", "Your study leave has been approved"]
    with app.app_context():
        newest = db.session.scalars(select(Notification.id).order_by(Notification.id.desc())).first()
    answer = browsers["owner"].get(f"/notifications/{newest}/open")
    assert answer.headers["Location"].endswith(f"{URL}/show/1")


def test_it_waits_in_the_inbox_of_whoever_must_act_and_of_nobody_else(browsers: People) -> None:
    ask(browsers["owner"])
    assert f"{URL}/1/approve" in browsers["opd_admin"].get("/inbox/").text
    for name in ("owner", "other_opd_admin", "bkpsdm_admin"):
        assert f"{URL}/1/" not in browsers[name].get("/inbox/").text


def test_one_step_on_many_rows_names_what_it_skipped(app: Flask, browsers: People) -> None:
    for name in ("owner", "colleague", "stranger"):
        ask(browsers[name])
    browsers["opd_admin"].post(f"{URL}/2/approve")
    browsers["opd_admin"].post(f"{URL}/2/approve")
    page = browsers["opd_admin"].post(f"{URL}/steps/return", data={"pks": "1,2,3", "note": REASON, "confirmed": "1"})
    assert page.status_code == 200
    assert page.text.count("<tr>") == 3
    assert states(app) == {1: "returned", 2: "approved", 3: "asked"}


def test_excel_holds_the_filtered_rows_of_the_persons_scope(browsers: People) -> None:
    for name in ("owner", "colleague", "stranger"):
        ask(browsers[name], programme=f"Kuliah {name}")
    with browsers["opd_admin"].get(f"{URL}/export?q=kuliah") as answer:
        sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"Kuliah owner", "Kuliah colleague"} <= words
    assert "Kuliah stranger" not in words
    assert browsers.usernames["owner"] in {word.replace(" ", "") for word in words}
    assert browsers["owner"].get(f"{URL}/export").status_code == 403


def test_every_step_leaves_a_row_in_the_audit_trail(app: Flask, browsers: People) -> None:
    ask(browsers["owner"])
    browsers["opd_admin"].post(f"{URL}/1/approve")
    with app.app_context():
        rows = db.session.execute(
            select(AuditEntry.event, AuditEntry.role).where(AuditEntry.subject_type == "study_leave").order_by(AuditEntry.position)
        ).all()
    assert [tuple(row) for row in rows] == [("study_leave.create", "employee"), ("study_leave.approve", "opd_admin")]


@pytest.mark.parametrize("address", ["show/1", "history/1", "edit/1", "1/approve", "1/return"])
def test_a_foreign_row_is_not_found(browsers: People, address: str) -> None:
    ask(browsers["owner"])
    assert browsers["other_opd_admin"].get(f"{URL}/{address}").status_code == 404
    assert browsers["other_opd_admin"].get(f"{API}1").status_code == 404
    for name in ("other_opd_admin", "stranger"):
        assert WISH["programme"] not in browsers[name].get(f"{URL}/list/").text
    assert browsers["opd_admin"].get(f"{URL}/{address}").status_code in (200, 403)


def test_rest_adds_lists_and_steps_as_the_screens_do(app: Flask, browsers: People) -> None:
    made = browsers["owner"].post(API, json=WISH)
    assert (made.status_code, made.json["state_key"]) == (201, "asked")  # type: ignore[index]
    assert browsers["owner"].post(API, json=WISH | {"state": "approved"}).status_code == 422
    assert browsers["owner"].post(f"{API}1/approve").status_code == 403
    assert browsers["opd_admin"].get(f"{API}1").json["steps"] == ["approve", "return"]  # type: ignore[index]
    assert browsers["opd_admin"].post(f"{API}1/return").status_code == 422
    assert browsers["opd_admin"].post(f"{API}1/return", json={"note": REASON}).status_code == 200
    assert states(app) == {1: "returned"}


@pytest.mark.parametrize("name", ["auditor", "superuser", "bkpsdm_admin", "supervisor"])
def test_nobody_else_changes_anything(app: Flask, browsers: People, name: str) -> None:
    ask(browsers["owner"])
    for url, data in ((f"{URL}/1/approve", {}), (f"{URL}/1/return", {"note": REASON}), (f"{URL}/edit/1", WISH)):
        assert browsers[name].post(url, data=data).status_code in (403, 404)
    assert states(app) == {1: "asked"}


def test_an_admin_does_not_decide_on_his_own(app: Flask, browsers: People) -> None:
    ask(browsers["opd_admin"])
    assert browsers["opd_admin"].post(f"{URL}/1/approve").status_code == 403
    assert states(app) == {1: "asked"}


def test_its_grants_name_what_exists_and_leave_nothing_without_a_holder(portal: Flask) -> None:
    held = {(permission, view) for _role, permission, view in expand(study_leave.GRANTS)}
    real = {pair for pair in existing_permissions(portal.appbuilder) if pair[1] in ("StudyLeaveView", "StudyLeaveApi")}  # type: ignore[attr-defined]
    assert held == real - {("can_options", "StudyLeaveView")}


def test_the_flow_is_in_the_documents_and_in_the_inbox_by_itself(portal: Flask) -> None:
    assert StudyLeave in flow_models()
    with portal.app_context():
        assert "## Study leave (`study_leave`)" in render_flows()
