"""Consents: one log that only grows, withdrawn with effect at once; and the public notice."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Denied
from app.notifications.models import TelegramLink
from app.notifications.services.pairing import begin_pairing, spend_token
from app.privacy.consents import give, has_agreed, withdraw
from app.privacy.models import Consent
from app.privacy.rules import Purpose
from tests.factories.accounts import People
from tests.factories.city import City

Stage = tuple[City, People]


def lines(user_id: int) -> list[tuple[str, bool]]:
    found = session().scalars(select(Consent).where(Consent.user_id == user_id).order_by(Consent.id))
    return [(line.purpose, line.given) for line in found]


def test_consent_is_given_and_withdrawn_once_each(ctx: Flask, city: City) -> None:
    owner = city.actor("owner")
    assert owner.user_id is not None
    for _twice in range(2):
        give(owner, Purpose.PHOTO)
    assert has_agreed(owner.user_id, Purpose.PHOTO)
    for _twice in range(2):
        withdraw(owner, Purpose.PHOTO)
    assert not has_agreed(owner.user_id, Purpose.PHOTO)
    assert lines(owner.user_id) == [("photo", True), ("photo", False)]
    with pytest.raises(Denied):
        give(owner, Purpose.TELEGRAM)
    with pytest.raises(Denied):
        give(system_actor(), Purpose.PHOTO)


def test_the_log_only_grows(ctx: Flask, city: City) -> None:
    give(city.actor("owner"), Purpose.PHOTO)
    with pytest.raises(DBAPIError), transaction() as current:
        current.execute(update(Consent).values(given=False))


def test_telegram_is_noted_when_it_is_connected_and_stops_when_consent_is_withdrawn(app: Flask, people: Stage) -> None:
    city, clients = people
    with app.app_context():
        user_id = city.person("owner").user_id
        actor = city.actor("owner").__class__(user_id, "Pegawai", city.ids["owner"])
        spend_token(begin_pairing(actor), 4711)
        assert lines(user_id) == [("telegram", True)]
    page = clients["owner"].get("/my-consents/").text
    assert "Tarik persetujuan" in page
    assert clients["owner"].post("/my-consents/telegram/withdraw").status_code == 302
    with app.app_context():
        link = session().scalar(select(TelegramLink).where(TelegramLink.user_id == user_id))
        assert link is not None
        assert (link.chat_id, link.active) == (None, False)
        assert link.ended_at is not None
        assert link.ended_at <= clock.now()
        assert lines(user_id) == [("telegram", True), ("telegram", False)]
    assert clients["owner"].post("/my-consents/selfies/withdraw").status_code == 404


def test_the_photo_is_agreed_to_on_the_page(app: Flask, people: Stage) -> None:
    owner = people[1]["owner"]
    assert owner.post("/my-consents/photo/give").status_code == 302
    assert "2026-11" in owner.get("/my-consents/").text
    assert "2026-11" not in people[1]["colleague"].get("/my-consents/").text.split("Yang saya setujui")[1]


def test_the_notice_is_open_to_everybody_in_both_languages_and_linked_at_the_foot(app: Flask, people: Stage) -> None:
    stranger = app.test_client()
    page = stranger.get("/privacy/")
    assert page.status_code == 200
    for word in ("Pengendali", "UU 27/2022", "UU 43/2009", "3 x 24 jam", "Ps. 46"):
        assert word in page.text, word
    assert "/privacy/" in stranger.get("/login/").text
    assert "/privacy/" in people[1]["owner"].get("/").text
    assert "Data Saya" in people[1]["owner"].get("/privacy/").text
