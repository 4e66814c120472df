"""The screens over HTTP: from the form to the receiver, and nobody but administrators."""

import re

import pytest
from flask import Flask

from app.kernel.db import session
from app.webhooks.models import Webhook, WebhookDelivery
from tests.factories.accounts import People
from tests.factories.city import City
from tests.servers.receiver import Receiver, Reply
from tests.webhooks.conftest import deliveries, is_signed, told

pytestmark = pytest.mark.usefixtures("loopback")
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


def typed(url: str, *events: str, **changes: str) -> dict[str, object]:
    return {"name": "Dasbor kota", "url": url, "events": list(events or ("proposal.create",)), "active": "y"} | changes


def test_from_the_form_to_the_receiver(app: Flask, people: tuple[City, People], receiver: Receiver) -> None:
    _city, browsers = people
    admin = browsers["bkpsdm_admin"]
    made = admin.post("/webhooks/add", data=typed(receiver.url, "unit.change"))
    secret = SECRET.search(made.text)
    assert secret, made.text
    assert made.headers["Cache-Control"] == "private, no-store"
    with app.app_context():
        pk = session().query(Webhook).one().id
    pages = [admin.get(f"/webhooks/{page}").text for page in ("list/", f"show/{pk}", f"edit/{pk}")]
    assert not [page for page in pages if "whsec_" in page]

    answer = admin.post(f"/webhooks/{pk}/test", follow_redirects=True)
    assert answer.status_code == 200
    assert told(receiver.taken[0])["type"] == "portal.test"
    assert is_signed(receiver.taken[0], secret[0])
    assert "portal.test" in admin.get("/webhook-deliveries/list/").text


def test_a_new_secret_is_shown_once_and_signs(app: Flask, people: tuple[City, People], receiver: Receiver) -> None:
    admin = people[1]["superuser"]
    first = SECRET.search(admin.post("/webhooks/add", data=typed(receiver.url)).text)
    with app.app_context():
        pk = session().query(Webhook).one().id
    second = SECRET.search(admin.post(f"/webhooks/{pk}/secret").text)
    assert first
    assert second
    assert first[0] != second[0]
    admin.post(f"/webhooks/{pk}/test")
    assert is_signed(receiver.taken[0], second[0])


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(app: Flask, people: tuple[City, People]) -> None:
    admin = people[1]["bkpsdm_admin"]
    answer = admin.post("/webhooks/add", data=typed("https://10.0.0.1/hook", "unit.change", name="Sistem lain"))
    assert answer.status_code == 422
    assert "jaringan yang tidak dipanggil" in answer.text
    assert 'value="https://10.0.0.1/hook"' in answer.text
    assert 'value="Sistem lain"' in answer.text
    assert re.search(r'value="unit.change" checked', answer.text)
    for changes in ({"name": ""}, {"url": ""}, {"events": "no.such"}, {"name": "x" * 81}):
        assert admin.post("/webhooks/add", data=typed("https://8.8.8.8/") | changes).status_code == 422
    with app.app_context():
        assert session().query(Webhook).count() == 0


def test_sent_again_by_hand(app: Flask, people: tuple[City, People], receiver: Receiver) -> None:
    admin = people[1]["bkpsdm_admin"]
    admin.post("/webhooks/add", data=typed(receiver.url))
    with app.app_context():
        hook = session().query(Webhook).one().id
    receiver.script(Reply(500))
    admin.post(f"/webhooks/{hook}/test")
    with app.app_context():
        row = deliveries()[0]
        pk, body = row.id, row.body
        assert row.progress == "stuck"
    shown = admin.get(f"/webhook-deliveries/show/{pk}").text
    assert "HTTP 500" in shown
    assert "portal.test" in shown
    admin.post(f"/webhook-deliveries/{pk}/again")
    assert [taken.body.decode() for taken in receiver.taken] == [body, body]
    with app.app_context():
        assert deliveries()[0].progress == "sent"


def test_changed_and_deleted(app: Flask, people: tuple[City, People], receiver: Receiver) -> None:
    admin = people[1]["bkpsdm_admin"]
    admin.post("/webhooks/add", data=typed(receiver.url))
    with app.app_context():
        pk = session().query(Webhook).one().id
    page = admin.get(f"/webhooks/edit/{pk}").text
    version = re.search(r'name="version"[^>]* value="(\d+)"', page)
    assert version
    values = typed(receiver.url, "unit.add", name="Baru", version=version[1])
    assert admin.post(f"/webhooks/edit/{pk}", data=values).status_code == 302
    assert admin.post(f"/webhooks/edit/{pk}", data=values | {"name": "Lain lagi"}).status_code == 409
    admin.post(f"/webhooks/{pk}/test")
    assert admin.post(f"/webhooks/delete/{pk}").status_code == 302
    with app.app_context():
        assert (session().query(Webhook).count(), session().query(WebhookDelivery).count()) == (0, 0)


@pytest.mark.gate("G12")
@pytest.mark.parametrize("name", ["owner", "supervisor", "opd_admin", "auditor"])
def test_nobody_else_has_these_pages(app: Flask, people: tuple[City, People], receiver: Receiver, name: str) -> None:
    browsers = people[1]
    browsers["bkpsdm_admin"].post("/webhooks/add", data=typed(receiver.url))
    with app.app_context():
        pk = session().query(Webhook).one().id
    other = browsers[name]
    for path in ("/webhooks/list/", f"/webhooks/show/{pk}", "/webhooks/add", f"/webhooks/edit/{pk}", "/webhook-deliveries/list/"):
        assert other.get(path).status_code == 403, path
    for path in (f"/webhooks/{pk}/secret", f"/webhooks/{pk}/test", f"/webhooks/delete/{pk}", "/webhook-deliveries/1/again"):
        assert other.post(path).status_code == 403, path
    assert receiver.taken == []
