"""Every form that makes something may be sent twice, also at the same moment: one row, and both are told that it is done (G5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Account, RoleAssignment
from app.accounts.services import create_account
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.saved_views import SavedView
from app.organisation.models import Employee, Unit
from app.reference.models import Code, Training
from app.reference.services import seed_reference
from tests.factories.city import City
from tests.factories.organisation import make_employee

pytestmark = pytest.mark.gate("G5")
CLICKS = 4


@pytest.fixture
def people(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> tuple[City, dict[str, FlaskClient]]:
    """The city with a signed-in browser for everyone, and its code lists."""
    with app.app_context():
        seed_reference(system_actor())
    return people


def click(app: Flask, browser: FlaskClient, address: str, form: dict[str, str]) -> list[int]:
    """The status of every answer when the same page is sent by several clicks at once."""
    cookie = browser.get_cookie("session")
    assert cookie is not None

    def send(_number: int) -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        return client.post(address, data=form | {"submission": "satu-halaman"}).status_code

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(send, range(CLICKS)))


def count(app: Flask, model: type, *where: object) -> int:
    with app.app_context():
        return session().scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_a_unit(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> None:
    city, clients = people
    form = {"code": "X-1", "name": "Bidang Baru", "kind": "bidang", "parent_id": str(city.opd_id), "valid_from": "2026-01-01"}
    assert click(app, clients["bkpsdm_admin"], "/units/add", form) == [302] * CLICKS
    assert count(app, Unit, Unit.code == "X-1") == 1


def test_a_training(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> None:
    _city, clients = people
    form = {"title": "Pelatihan Baru Sekali", "competence_kind": "teknis", "valid_from": "2026-01-01"}
    assert click(app, clients["bkpsdm_admin"], "/trainings/add", form) == [302] * CLICKS
    assert count(app, Training, Training.title == "Pelatihan Baru Sekali") == 1


def test_a_code(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> None:
    _city, clients = people
    form = {"code_list": "agama", "code": "ZZ", "label": "Lain", "valid_from": "2026-01-01"}
    assert click(app, clients["bkpsdm_admin"], "/codes/add", form) == [302] * CLICKS
    assert count(app, Code, Code.code == "ZZ") == 1


def test_a_role(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> None:
    city, clients = people
    with app.app_context():
        person = make_employee(city.opd)
        user, _password = create_account(system_actor(), person)
        pk = user.id
    form = {"role": "opd_admin", "unit": str(city.opd_id), "valid_from": "2026-11-21"}
    assert click(app, clients["bkpsdm_admin"], f"/accounts/{pk}/roles", form) == [302] * CLICKS
    assert count(app, RoleAssignment, RoleAssignment.user_id == pk) == 1
    assert count(app, Account, Account.id == pk) == 1


def test_a_saved_view(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> None:
    _city, clients = people
    form = {"name": "Milik saya", "query": "", "is_default": "y"}
    assert click(app, clients["owner"], "/saved-views/of/ProposalView/keep", form) == [302] * CLICKS
    assert count(app, SavedView, SavedView.is_default) == 1


def test_another_page_with_the_same_words_is_still_refused(app: Flask, people: tuple[City, dict[str, FlaskClient]]) -> None:
    _city, clients = people
    form = {"title": "Pelatihan Baru Sekali", "competence_kind": "teknis", "valid_from": "2026-01-01"}
    assert clients["bkpsdm_admin"].post("/trainings/add", data=form | {"submission": "a"}).status_code == 302
    assert clients["bkpsdm_admin"].post("/trainings/add", data=form | {"submission": "b"}).status_code == 422
    assert count(app, Employee) > 0
