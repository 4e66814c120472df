"""Connecting with Telegram (G13), over real HTTP with a bot server of the test's own."""

import hashlib
import re
import threading
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.db import transaction
from app.kernel.errors import Denied
from app.notifications.channels import Channel, Telegram
from app.notifications.channels.telegram import TelegramSilent, read_update
from app.notifications.models import TelegramLink, TelegramPairing
from app.notifications.queries import gate_of
from app.notifications.services.pairing import Answer, begin_pairing, hear_update, receive_updates, spend_token, unlink_telegram
from tests.notifications.portal import acting, an_account
from tests.servers.telegram import TelegramServer

pytestmark = pytest.mark.gate("G13")


@pytest.fixture
def bot(senders: dict[Channel, Telegram]) -> Telegram:
    return senders[Channel.TELEGRAM]


def link_of(user_id: int) -> TelegramLink | None:
    db.session.rollback()
    return db.session.query(TelegramLink).filter_by(user_id=user_id).populate_existing().one_or_none()


def test_a_token_fits_telegrams_deep_link_and_only_its_hash_is_kept(ctx: Flask) -> None:
    token = begin_pairing(acting(an_account()))
    assert re.fullmatch(r"[A-Za-z0-9_-]{20,64}", token)
    assert db.session.query(TelegramPairing).one().token_hash == hashlib.sha256(token.encode()).hexdigest()


def test_start_with_the_token_links_the_chat_and_the_consent_has_its_time(ctx: Flask, telegram: TelegramServer, bot: Telegram) -> None:
    user_id = an_account()
    asked_at = clock.now()
    telegram.say(77, f"/start {begin_pairing(acting(user_id))}")
    assert receive_updates(bot, 1) == 1
    link = link_of(user_id)
    assert link is not None
    assert (link.chat_id, link.active) == (77, True)
    assert abs(link.consent_at - asked_at) < timedelta(seconds=5)
    assert telegram.texts_for(77)[0].startswith("Connected.")


def test_a_token_works_once(ctx: Flask, telegram: TelegramServer, bot: Telegram) -> None:
    user_id = an_account()
    token = begin_pairing(acting(user_id))
    telegram.say(77, f"/start {token}")
    telegram.say(88, f"/start {token}")
    receive_updates(bot, 1)
    link = link_of(user_id)
    assert link is not None
    assert link.chat_id == 77
    assert telegram.texts_for(88)[0].startswith("This code has already been used.")


def test_a_token_lives_ten_minutes(ctx: Flask) -> None:
    user_id = an_account()
    token = begin_pairing(acting(user_id))
    began = clock.now()
    with clock.at(began + timedelta(minutes=10, seconds=1)):
        assert spend_token(token, 77) is Answer.EXPIRED
    with clock.at(began + timedelta(minutes=9, seconds=58)):
        assert spend_token(token, 77) is Answer.LINKED


def test_a_new_token_kills_the_earlier_one(ctx: Flask) -> None:
    actor = acting(an_account())
    earlier, later = begin_pairing(actor), begin_pairing(actor)
    assert spend_token(earlier, 77) is Answer.UNKNOWN
    assert spend_token(later, 77) is Answer.LINKED


@pytest.mark.parametrize("text", ["/start made-up-token", "/start 000", "/start ' OR 1=1 --"])
def test_a_foreign_token_is_answered_politely_and_links_nothing(ctx: Flask, telegram: TelegramServer, bot: Telegram, text: str) -> None:
    user_id = an_account()
    begin_pairing(acting(user_id))
    telegram.say(77, text)
    with_no_waiting()
    receive_updates(bot, 0)
    assert link_of(user_id) is None
    assert telegram.texts_for(77)[0].startswith("This code is not known.")


@pytest.mark.parametrize("text", ["/start", "halo", "/help"])
def test_whoever_only_says_hello_is_told_what_to_do(ctx: Flask, telegram: TelegramServer, bot: Telegram, text: str) -> None:
    telegram.say(77, text)
    receive_updates(bot, 0)
    assert "Connect Telegram" in telegram.texts_for(77)[0]


def test_a_group_is_never_linked(ctx: Flask, telegram: TelegramServer, bot: Telegram) -> None:
    user_id = an_account()
    telegram.say(-100, f"/start {begin_pairing(acting(user_id))}", private=False)
    receive_updates(bot, 0)
    assert link_of(user_id) is None


def test_one_chat_belongs_to_one_person(ctx: Flask) -> None:
    first, second = an_account("ani"), an_account("budi")
    assert spend_token(begin_pairing(acting(first)), 77) is Answer.LINKED
    token = begin_pairing(acting(second))
    assert spend_token(token, 77) is Answer.TAKEN
    unlink_telegram(acting(first))
    assert spend_token(token, 77) is Answer.LINKED


def test_two_chats_with_one_token_at_once_link_one(ctx: Flask) -> None:
    token = begin_pairing(acting(an_account()))
    answers: list[Answer] = []
    together = threading.Barrier(2)

    def send(chat_id: int) -> None:
        with ctx.app_context():
            together.wait()
            answers.append(spend_token(token, chat_id))
            db.session.remove()

    chats = [threading.Thread(target=send, args=(chat,)) for chat in (77, 88)]
    for chat in chats:
        chat.start()
    for chat in chats:
        chat.join()
    assert sorted(answers) == [Answer.LINKED, Answer.USED]


def test_unlinking_forgets_the_chat_and_keeps_the_times_as_proof(ctx: Flask) -> None:
    actor = acting(an_account())
    spend_token(begin_pairing(actor), 77)
    assert unlink_telegram(actor) is True
    link = link_of(actor.user_id or 0)
    assert link is not None
    assert (link.chat_id, link.active) == (None, False)
    assert link.consent_at is not None
    assert link.ended_at is not None
    assert unlink_telegram(actor) is False


def test_linking_again_after_a_block_makes_the_channel_active(ctx: Flask) -> None:
    user_id = an_account(chat_id=77)
    with transaction() as current:
        current.query(TelegramLink).one().active = False
    assert spend_token(begin_pairing(acting(user_id)), 77) is Answer.LINKED
    link = link_of(user_id)
    assert link is not None
    assert (link.active, link.ended_at) == (True, None)


def test_an_update_delivered_twice_counts_once(ctx: Flask, telegram: TelegramServer) -> None:
    heard = read_update(telegram.say(77, f"/start {begin_pairing(acting(an_account()))}"))
    first, second = hear_update(heard), hear_update(heard)
    assert first is not None
    assert first.text.startswith("Connected.")
    assert second is None


def test_the_offset_survives_a_restart_but_not_a_quiet_week(ctx: Flask, telegram: TelegramServer, bot: Telegram) -> None:
    telegram.say(77, "halo")
    receive_updates(bot, 0)
    receive_updates(bot, 0)
    assert [asked["offset"] for method, asked in telegram.requests if method == "getUpdates"] == [0, 1001, 1001]
    with clock.at(clock.now() + timedelta(days=7)):
        assert hear_update(read_update({"update_id": 5, "message": {"chat": {"id": 77, "type": "private"}, "text": "halo"}})) is not None


def test_one_worker_listens_at_a_time(ctx: Flask, telegram: TelegramServer, bot: Telegram) -> None:
    telegram.say(77, "halo")
    with transaction():
        gate_of(Channel.TELEGRAM).listening_until = clock.now() + timedelta(seconds=30)
    assert receive_updates(bot, 0) == 0
    assert telegram.requests == []


def test_a_silent_bot_server_ends_the_listening(ctx: Flask) -> None:
    with TelegramServer() as gone:
        url = gone.url
    with pytest.raises(TelegramSilent):
        receive_updates(Telegram(gone.token, url, timeout=0.5), 0)
    with transaction():
        assert gate_of(Channel.TELEGRAM).listening_until is None


def test_jobs_have_no_telegram(ctx: Flask) -> None:
    with pytest.raises(Denied):
        begin_pairing(system_actor())


def with_no_waiting() -> None:
    """As if nobody were pairing, so that listening does not wait for more."""
    with transaction() as current:
        current.query(TelegramPairing).update({"expires_at": clock.now()})
