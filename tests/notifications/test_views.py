"""The pages as people see them: notices, channels, Telegram, and the administrator's outbox."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.kernel import clock
from app.kernel.db import transaction
from app.kernel.outbox import Progress
from app.kernel.roles import Role
from app.notifications.models import ChannelChoice, Notification, OutboxMessage, TelegramLink
from app.notifications.tasks import EXTENSION
from tests.factories.accounts import make_account, signed_in
from tests.factories.organisation import make_employee
from tests.notifications.portal import a_waiting_message

SECRET = "a-webhook-secret"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@dataclass
class Visitor:
    """Somebody signed in, with the id of his account."""

    browser: FlaskClient
    user_id: int

    def page(self, address: str) -> str:
        answer = self.browser.get(address)
        assert answer.status_code == 200, answer.status
        return answer.get_data(as_text=True)


@pytest.fixture
def employee(app: Flask) -> Visitor:
    return visitor(app)


@pytest.fixture
def admin(app: Flask) -> Visitor:
    return visitor(app, Role.BKPSDM_ADMIN)


def visitor(app: Flask, *roles: Role) -> Visitor:
    with app.app_context():
        person = make_employee()
        name = make_account(person, *roles)
        user_id = int(person.user_id or 0)
    return Visitor(signed_in(app.test_client(), name), user_id)


def a_notification(app: Flask, user_id: int, title: str = "Approved", endpoint: str = "") -> int:
    with app.app_context(), transaction() as current:
        row = Notification(
            user_id=user_id, event_id=f"{clock.now():%H%M%S%f}", kind="a.b/owner", title=title, endpoint=endpoint, subject_id=7
        )
        current.add(row)
        current.flush()
        return row.id


def unread(app: Flask, user_id: int) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Notification).where(Notification.user_id == user_id, Notification.read_at.is_(None))).all())


@pytest.mark.manual("T3")
def test_the_page_is_called_pemberitahuan_and_the_bell_counts(app: Flask, employee: Visitor) -> None:
    a_notification(app, employee.user_id, "Training approved")
    page = employee.page("/notifications/")
    assert "<h1>Pemberitahuan</h1>" in page
    assert "Training approved" in page
    assert re.search(r'counter-corner">1<', page)


def test_an_empty_page_says_what_it_is_for(employee: Visitor) -> None:
    assert "Belum ada pemberitahuan" in employee.page("/notifications/")


def test_opening_a_notice_marks_it_read_and_leads_to_its_record(app: Flask, employee: Visitor) -> None:
    pk = a_notification(app, employee.user_id, endpoint="JobView.show")
    answer = employee.browser.get(f"/notifications/{pk}/open")
    assert (answer.status_code, answer.location) == (302, "/jobs/7")
    assert unread(app, employee.user_id) == 0


def test_a_notice_whose_page_is_gone_leads_to_the_list(app: Flask, employee: Visitor) -> None:
    pk = a_notification(app, employee.user_id, endpoint="GoneView.show")
    assert employee.browser.get(f"/notifications/{pk}/open").location == "/notifications/"


def test_one_or_all_are_marked_read(app: Flask, employee: Visitor) -> None:
    first, _second, _third = (a_notification(app, employee.user_id) for _ in range(3))
    employee.browser.post(f"/notifications/{first}/read")
    assert unread(app, employee.user_id) == 2
    employee.browser.post("/notifications/read")
    assert unread(app, employee.user_id) == 0


@pytest.mark.gate("G12")
def test_another_persons_notice_is_not_there(app: Flask, employee: Visitor, admin: Visitor) -> None:
    pk = a_notification(app, employee.user_id, "Only for one")
    assert "Only for one" not in admin.page("/notifications/")
    assert admin.browser.get(f"/notifications/{pk}/open").status_code == 404
    assert admin.browser.post(f"/notifications/{pk}/read").status_code == 404
    assert unread(app, employee.user_id) == 1


def test_marking_read_needs_a_post(app: Flask, employee: Visitor) -> None:
    pk = a_notification(app, employee.user_id)
    assert employee.browser.get(f"/notifications/{pk}/read").status_code == 405


def test_a_link_from_outside_asks_a_stranger_to_sign_in(app: Flask, employee: Visitor) -> None:
    pk = a_notification(app, employee.user_id)
    answer = app.test_client().get(f"/notifications/{pk}/open")
    assert answer.status_code == 302
    assert "/login/" in answer.location


def test_channels_are_chosen_per_kind_and_in_app_stays_on(app: Flask, employee: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "TELEGRAM_BOT_TOKEN", "1:test")
    page = employee.page("/notifications/settings/")
    assert "Pengaturan Pemberitahuan" in page
    assert re.search(r'id="in-app-1" checked disabled', page)
    wanted = re.findall(r'name="wanted" value="([^"]+:telegram)" checked', page)
    assert wanted
    employee.browser.post("/notifications/settings/", data={"wanted": wanted[:1]})
    with app.app_context():
        stored = {row.kind: row.wanted for row in db.session.scalars(select(ChannelChoice).where(ChannelChoice.channel == "telegram"))}
    assert stored[wanted[0].rpartition(":")[0]] is True
    assert list(stored.values()).count(True) == 1
    assert len(re.findall(r'value="[^"]+:telegram" checked', employee.page("/notifications/settings/"))) == 1


@pytest.mark.parametrize("made_up", ["nothing", "a.b/owner:pigeon", ":", "a.b/owner:in_app"])
def test_a_made_up_choice_changes_nothing(app: Flask, employee: Visitor, made_up: str) -> None:
    assert employee.browser.post("/notifications/settings/", data={"wanted": made_up}).status_code == 302
    with app.app_context():
        assert not [row for row in db.session.scalars(select(ChannelChoice)) if row.wanted]


def test_without_a_token_the_page_says_that_telegram_is_off(employee: Visitor) -> None:
    assert "belum mengaktifkan Telegram" in employee.page("/notifications/telegram/")
    assert employee.browser.post("/notifications/telegram/connect").status_code == 404


@pytest.mark.gate("G13")
def test_the_token_is_shown_as_link_and_as_a_command_to_copy(app: Flask, employee: Visitor, telegram_on: None) -> None:
    assert "Yang Anda setujui" in employee.page("/notifications/telegram/")
    page = employee.browser.post("/notifications/telegram/connect").get_data(as_text=True)
    token = re.search(r"/start ([\w-]{20,64})", page)
    assert token
    assert f"https://t.me/uji_bot?start={token[1]}" in page
    assert "data:image/svg+xml" in page


@pytest.mark.gate("G13")
def test_the_webhook_links_a_person_and_answers_in_its_own_response(app: Flask, employee: Visitor, telegram_on: None) -> None:
    page = employee.browser.post("/notifications/telegram/connect").get_data(as_text=True)
    token = re.search(r"/start ([\w-]{20,64})", page)
    assert token
    answer = app.test_client().post("/telegram/hook", json=an_update(1, f"/start {token[1]}"), headers=HEADER)
    assert answer.json["method"] == "sendMessage"
    assert answer.json["chat_id"] == 77
    assert answer.json["text"].startswith("Terhubung.")
    with app.app_context():
        assert db.session.scalars(select(TelegramLink)).one().user_id == employee.user_id
    assert "Telegram sudah terhubung" in employee.page("/notifications/telegram/")
    employee.browser.post("/notifications/telegram/disconnect")
    with app.app_context():
        assert db.session.scalars(select(TelegramLink)).one().chat_id is None


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
def test_the_webhook_is_not_there_for_anybody_else(app: Flask, telegram_on: None, headers: dict[str, str]) -> None:
    assert app.test_client().post("/telegram/hook", json=an_update(1, "/start x"), headers=headers).status_code == 404


def test_without_a_secret_there_is_no_webhook(app: Flask) -> None:
    empty = {"X-Telegram-Bot-Api-Secret-Token": ""}
    assert app.test_client().post("/telegram/hook", json=an_update(1, "/start x"), headers=empty).status_code == 404


def test_the_webhook_takes_nonsense_calmly(app: Flask, telegram_on: None) -> None:
    assert app.test_client().post("/telegram/hook", data="not json", headers=HEADER).status_code == 400
    assert app.test_client().post("/telegram/hook", json={"update_id": 3, "edited_message": {}}, headers=HEADER).json == {}


def test_the_administrator_sees_what_is_stuck_with_its_reason_and_decides(app: Flask, admin: Visitor) -> None:
    with app.app_context():
        first = a_waiting_message(admin.user_id, progress=Progress.STUCK.value, reason="HTTP 500")
        second = a_waiting_message(admin.user_id, progress=Progress.STUCK.value, reason="HTTP 400 Bad Request: 100% wrong")
    page = admin.page("/outbox/list/")
    assert "HTTP 500" in page
    assert "100% wrong" in page
    assert admin.browser.post(f"/outbox/{first}/retry").status_code == 302
    assert admin.browser.post(f"/outbox/{second}/give-up").status_code == 302
    with app.app_context():
        standing = {row.id: row.progress for row in db.session.scalars(select(OutboxMessage))}
    assert standing == {first: "waiting", second: "given_up"}
    assert admin.browser.post(f"/outbox/{second}/retry").status_code == 409
    assert "Semua pesan sudah terkirim" in admin.page("/outbox/list/")


def test_the_outbox_is_closed_to_others(app: Flask, employee: Visitor) -> None:
    assert employee.browser.get("/outbox/list/").status_code in (302, 403)
    assert employee.browser.post("/outbox/1/retry").status_code in (302, 403)


@pytest.fixture
def telegram_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Telegram with a webhook, so that nothing is polled."""
    settings = {
        "TELEGRAM_BOT_TOKEN": "1:test",
        "TELEGRAM_BOT_NAME": "uji_bot",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_API_URL": "http://127.0.0.1:9",
    }
    for name, value in settings.items():
        monkeypatch.setitem(app.config, name, value)
    yield
    app.extensions.pop(EXTENSION, None)


def an_update(number: int, text: str) -> dict[str, object]:
    return {"update_id": number, "message": {"chat": {"id": 77, "type": "private"}, "from": {"language_code": "id"}, "text": text}}
