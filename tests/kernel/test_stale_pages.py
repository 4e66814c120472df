"""A page open for too long is shown again with what was typed; nothing happens before it is sent anew."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.campaigns.views import MyCampaignView
from app.certificates.views import LearningEventView
from app.extensions import db
from app.kernel.crud import PortalModelView
from app.kernel.flow_views import WorkflowView
from app.plans.whole_views import PlanView
from app.proposals.models import Proposal
from app.teamwork.views import TeamWorkView
from tests.factories.accounts import PASSWORD, open_accounts
from tests.factories.city import City, make_city
from tests.factories.proposals import proposal_in

TITLE = "Pelatihan Arsip Digital"


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """The portal as it runs: forms need their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def agency(guarded: Flask) -> tuple[City, dict[str, str]]:
    with guarded.app_context():
        city = make_city()
        return city, open_accounts(city)


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def enter(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    form = {"username": username, "password": PASSWORD, "csrf_token": token_in(client.get("/login/").text)}
    assert client.post("/login/", data=form).status_code == 302
    return client


def wish(client: FlaskClient) -> dict[str, str]:
    """The fields of an empty proposal form as the page sends them, filled in."""
    page = client.get("/proposals/add").text
    fields = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page))
    return fields | {"source": "manual", "manual_title": TITLE}


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Proposal)) or 0


@pytest.mark.parametrize("token", ["", "stale"])
def test_a_form_is_shown_again_and_can_be_sent(guarded: Flask, agency: tuple[City, dict[str, str]], token: str) -> None:
    client = enter(guarded, agency[1]["owner"])
    typed = wish(client)
    answer = client.post("/proposals/add", data=typed | {"csrf_token": token})
    assert answer.status_code == 422
    assert f'value="{TITLE}"' in answer.text
    assert "terlalu lama terbuka" in answer.text
    assert "CSRF" not in answer.text
    assert count(guarded) == 0
    assert client.post("/proposals/add", data=typed | {"csrf_token": token_in(answer.text)}).status_code == 302
    assert count(guarded) == 1


def test_a_step_is_asked_again_with_its_reason_and_not_taken(guarded: Flask, agency: tuple[City, dict[str, str]]) -> None:
    city, names = agency
    with guarded.app_context():
        pk = proposal_in(city, "submitted").id
    client = enter(guarded, names["opd_admin"])
    for step, note in (("revise", "Sebutkan jenis arsipnya"), ("forward", "")):
        answer = client.post(f"/proposals/{pk}/{step}", data={"note": note, "csrf_token": "stale"})
        assert answer.status_code == 422
        assert note in answer.text
        assert "terlalu lama terbuka" in answer.text
    with guarded.app_context():
        assert db.session.get_one(Proposal, pk).state == "submitted"


def test_what_has_no_form_of_its_own_is_refused(guarded: Flask, agency: tuple[City, dict[str, str]]) -> None:
    client = enter(guarded, agency[1]["owner"])
    answer = client.post("/notifications/read-all", data={"csrf_token": "stale"})
    assert answer.status_code in (400, 404)
    answer = client.post("/api/v1/proposals/", json={"manual_title": TITLE})
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_without_a_session_the_page_keeps_what_was_typed(guarded: Flask, agency: tuple[City, dict[str, str]]) -> None:
    typed = wish(enter(guarded, agency[1]["owner"]))
    stranger = guarded.test_client()
    answer = stranger.post("/proposals/add?next=/proposals/list/", data=typed | {"manual_title": '"><script>x</script>'})
    assert answer.status_code == 401
    assert "&#34;&gt;&lt;script&gt;" in answer.text
    assert "<script>x" not in answer.text
    assert typed["csrf_token"] not in answer.text
    assert "/login/?next=%2Fproposals%2Fadd%3Fnext%3D%2Fproposals%2Flist%2F" in answer.text
    assert count(guarded) == 0


def test_without_a_session_other_posts_lead_to_the_sign_in_page(guarded: Flask) -> None:
    client = guarded.test_client()
    answer = client.post("/logout/", headers={"Referer": "http://localhost/proposals/list/"})
    assert answer.status_code == 302
    assert answer.location == "/login/?next=%2Fproposals%2Flist%2F"
    assert client.post("/login/", data={"username": "x"}, headers={"Referer": "http://elsewhere.example/x"}).location == "/login/"


def test_only_routes_that_know_of_stale_pages_are_run_with_one(portal: Flask) -> None:
    knowing = {
        PortalModelView.add.__qualname__,
        PortalModelView.edit.__qualname__,
        WorkflowView.step.__qualname__,
        TeamWorkView.code.__qualname__,
        LearningEventView.participants.__qualname__,
        MyCampaignView.confirm.__qualname__,
        MyCampaignView.answers.__qualname__,
        PlanView.write.__qualname__,
    }
    found = {view.__qualname__ for view in portal.view_functions.values() if getattr(view, "_shows_again", False)}
    assert found == knowing
