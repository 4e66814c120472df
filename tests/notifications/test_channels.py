"""Channels against real servers on loopback: what each answer of the other side becomes for the outbox."""

import io
import logging
import smtplib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.kernel.outbox import Outcome
from app.notifications.channels import Channel, ConsoleEmail, Email, Message, Security, Telegram, channels_from
from app.notifications.channels.telegram import TEXT_LIMIT, TelegramSilent, compose, cut
from tests.servers.smtp import MailServer, make_certificate
from tests.servers.telegram import BAD_REQUEST, BROKEN, FORBIDDEN, TelegramServer, hanging, too_many

LINK = "https://portal.example.go.id/notifications/7/open"


def a_message(address: str = "42", text: str = "Usulan diklat diteruskan.") -> Message:
    return Message(address=address, title="Usulan diteruskan ke Admin SIIP-ASN", text=text, link=LINK, key="event1-7-telegram")


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


@pytest.fixture
def bot(server: TelegramServer) -> Iterator[Telegram]:
    telegram = Telegram(server.token, server.url, timeout=0.5)
    yield telegram
    telegram.close()


def test_a_message_arrives_with_title_text_and_link(server: TelegramServer, bot: Telegram) -> None:
    assert bot.send(a_message()).outcome is Outcome.SENT
    assert server.texts_for(42) == [f"Usulan diteruskan ke Admin SIIP-ASN\n\nUsulan diklat diteruskan.\n\n{LINK}"]


def test_telegram_is_asked_not_to_fetch_the_link_and_not_to_read_markup(server: TelegramServer, bot: Telegram) -> None:
    bot.send(a_message())
    asked = server.requests[0][1]
    assert asked["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in asked


def test_too_many_requests_says_how_long_to_wait(server: TelegramServer, bot: Telegram) -> None:
    server.script(too_many(17))
    delivery = bot.send(a_message())
    assert (delivery.outcome, delivery.retry_after) == (Outcome.LATER, 17)


def test_a_blocked_bot_closes_the_channel_of_the_person(server: TelegramServer, bot: Telegram) -> None:
    server.script(FORBIDDEN)
    assert bot.send(a_message()).outcome is Outcome.CLOSED


def test_other_refusals_are_final(server: TelegramServer, bot: Telegram) -> None:
    server.script(BAD_REQUEST)
    delivery = bot.send(a_message())
    assert (delivery.outcome, delivery.reason) == (Outcome.REFUSED, "HTTP 400 Bad Request: chat not found")


def test_a_broken_server_is_tried_again_later(server: TelegramServer, bot: Telegram) -> None:
    server.script(BROKEN)
    assert bot.send(a_message()).outcome is Outcome.LATER


def test_a_silent_server_is_given_up_after_the_time_out(server: TelegramServer, bot: Telegram) -> None:
    server.script(hanging(5))
    began = time.monotonic()
    delivery = bot.send(a_message())
    assert (delivery.outcome, delivery.reason) == (Outcome.LATER, "ReadTimeout")
    assert time.monotonic() - began < 2


def test_a_dead_server_is_tried_again_later() -> None:
    with TelegramServer() as server:
        url = server.url
    assert Telegram(server.token, url, timeout=0.5).send(a_message()).outcome is Outcome.LATER


@pytest.mark.gate("G9")
def test_the_token_never_reaches_a_log_a_reason_or_a_repr(server: TelegramServer, bot: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.script(BAD_REQUEST, BROKEN, hanging(2))
    said = [bot.send(a_message()) for _ in range(3)]
    wrong = Telegram("999:wrong-secret-token", server.url)
    said.append(wrong.send(a_message()))
    with pytest.raises(TelegramSilent) as silence:
        wrong.updates(0, 0)
    wrong.close()
    everything = caplog.text + repr(said) + repr(bot) + repr(wrong) + repr(silence.value)
    assert said[-1].outcome is Outcome.REFUSED
    assert server.token not in everything
    assert "wrong-secret-token" not in everything


def test_a_long_text_is_cut_at_a_word_and_keeps_its_link() -> None:
    text = compose("Judul", "kata " * 2000, LINK)
    assert len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    assert text.endswith(f"kata…\n\n{LINK}")


def test_a_cut_never_splits_a_character_that_counts_twice() -> None:
    shortened = cut("😀" * 3000, 101)
    assert shortened == "😀" * 50 + "…"


def test_a_text_of_exactly_the_limit_stays_whole() -> None:
    assert cut("a" * TEXT_LIMIT, TEXT_LIMIT) == "a" * TEXT_LIMIT


def test_a_long_text_is_taken_by_the_server(server: TelegramServer, bot: Telegram) -> None:
    assert bot.send(a_message(text="kata " * 5000)).outcome is Outcome.SENT
    assert len(server.texts_for(42)[0]) <= TEXT_LIMIT


def test_updates_are_read_from_the_offset_on(server: TelegramServer, bot: Telegram) -> None:
    server.say(42, "/start abc")
    server.say(43, "halo", private=False)
    first, second = bot.updates(0, 0)
    assert (first.chat_id, first.text, first.private) == (42, "/start abc", True)
    assert second.private is False
    assert bot.updates(second.number + 1, 0) == []


def test_without_settings_nothing_leaves_the_portal() -> None:
    assert channels_from({}) == {}


def test_channels_follow_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    channels = channels_from({"TELEGRAM_BOT_TOKEN": "1:x", "DEMO": True})
    assert isinstance(channels[Channel.TELEGRAM], Telegram)
    assert isinstance(channels[Channel.EMAIL], ConsoleEmail)
    assert isinstance(channels_from({"SMTP_HOST": "127.0.0.1", "DEMO": True})[Channel.EMAIL], Email)


def test_the_demo_shows_mail_on_the_console() -> None:
    stream = io.StringIO()
    assert ConsoleEmail(stream).send(a_message("budi@example.go.id")).outcome is Outcome.SENT
    assert "budi@example.go.id" in stream.getvalue()
    assert LINK in stream.getvalue()


def plain(mail: MailServer, **changes: object) -> Email:
    return Email(host="127.0.0.1", port=mail.port, sender="Portal <portal@example.go.id>", security=Security.NONE, timeout=2, **changes)


def test_mail_arrives_with_subject_text_and_link() -> None:
    with MailServer() as mail:
        assert plain(mail).send(a_message("budi@example.go.id")).outcome is Outcome.SENT
    assert mail.envelopes == [("portal@example.go.id", ["budi@example.go.id"])]
    assert mail.mails[0]["Subject"] == "Usulan diteruskan ke Admin SIIP-ASN"
    assert mail.mails[0]["Message-ID"] == "<event1-7-telegram@example.go.id>"
    assert LINK in mail.mails[0].get_content()


def test_a_line_break_in_a_title_cannot_become_a_header() -> None:
    with MailServer() as mail:
        plain(mail).send(Message("budi@example.go.id", "Judul\r\nBcc: lain@example.go.id", "teks", LINK, "k"))
    assert mail.mails[0]["Bcc"] is None
    assert mail.envelopes[0][1] == ["budi@example.go.id"]


@pytest.mark.parametrize(("answer", "outcome"), [("451 later", Outcome.LATER), ("554 never", Outcome.REFUSED)])
def test_the_code_of_a_refused_mail_decides(answer: str, outcome: Outcome) -> None:
    with MailServer() as mail:
        mail.script(answer)
        assert plain(mail).send(a_message("budi@example.go.id")).outcome is outcome
    assert mail.mails == []


@pytest.mark.parametrize(("answer", "outcome"), [("450 busy", Outcome.LATER), ("550 unknown", Outcome.REFUSED)])
def test_the_code_of_a_refused_address_decides(answer: str, outcome: Outcome) -> None:
    with MailServer() as mail:
        mail.refused["budi@example.go.id"] = answer
        assert plain(mail).send(a_message("budi@example.go.id")).outcome is outcome


def test_a_dead_mail_server_is_tried_again_later() -> None:
    with MailServer() as mail:
        pass
    assert plain(mail).send(a_message("budi@example.go.id")).outcome is Outcome.LATER


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_mail_travels_encrypted_and_signed_in(tmp_path: Path, security: Security) -> None:
    certificate, context = make_certificate(tmp_path)
    with MailServer(tls=context, implicit=security is Security.SSL, login=("portal", "rahasia")) as mail:
        account = Email("127.0.0.1", mail.port, "portal@example.go.id", security, "portal", "rahasia", str(certificate), timeout=3)
        assert account.send(a_message("budi@example.go.id")).outcome is Outcome.SENT
    assert mail.was_encrypted == [True]


def test_an_unknown_certificate_stops_the_mail(tmp_path: Path) -> None:
    _, context = make_certificate(tmp_path)
    with MailServer(tls=context) as mail:
        account = Email("127.0.0.1", mail.port, "portal@example.go.id", Security.STARTTLS, timeout=3)
        assert account.send(a_message("budi@example.go.id")).outcome is Outcome.LATER
    assert mail.mails == []


@pytest.mark.gate("G9")
def test_a_wrong_mail_password_is_tried_later_and_not_told(tmp_path: Path) -> None:
    certificate, context = make_certificate(tmp_path)
    with MailServer(tls=context, login=("portal", "rahasia")) as mail:
        account = Email(
            "127.0.0.1", mail.port, "portal@example.go.id", Security.STARTTLS, "portal", "salah-sandi", str(certificate), timeout=3
        )
        delivery = account.send(a_message("budi@example.go.id"))
    assert delivery.outcome is Outcome.LATER
    assert "salah-sandi" not in repr(delivery) + repr(account)
    assert delivery.reason == f"SMTP 535 {smtplib.SMTPAuthenticationError.__name__}"
