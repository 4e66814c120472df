"""Signatures as the standard's own example has them, and what an answer means."""

import json
from base64 import b64decode
from datetime import UTC, datetime

import pytest

from app.kernel.outbox import Outcome
from app.kernel.outgoing import Place
from app.webhooks.rules import FAILING_FOR, SECRET_BYTES, WAITS, body_of, headers_of, judge, make_secret, places, sign, subject_of

SECRET, KEY, SECONDS, BODY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_signature_is_that_of_the_standards_example() -> None:
    assert sign(SECRET, KEY, SECONDS, BODY) == SIGNATURE


@pytest.mark.parametrize(
    "changed", [(SECRET, "msg_x", SECONDS, BODY), (SECRET, KEY, SECONDS + 1, BODY), (SECRET, KEY, SECONDS, BODY + b" ")]
)
def test_id_time_and_body_are_all_signed(changed: tuple[str, str, int, bytes]) -> None:
    assert sign(*changed) != SIGNATURE


def test_two_secrets_give_two_signatures() -> None:
    other = make_secret()
    headers = headers_of([other, SECRET], KEY, SECONDS, BODY)
    assert headers["webhook-signature"] == f"{sign(other, KEY, SECONDS, BODY)} {SIGNATURE}"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (KEY, str(SECONDS))


def test_a_secret_is_long_and_never_the_same() -> None:
    first, second = make_secret(), make_secret()
    assert first != second
    assert first.startswith("whsec_")
    assert len(b64decode(first.removeprefix("whsec_"))) == SECRET_BYTES == 32


def test_the_body_says_what_when_and_which() -> None:
    subject = subject_of("proposal", 7, "https://portal.example/api/v1/proposals/7", ("submitted", "forwarded"))
    body = json.loads(body_of("proposal.forward", "abc", datetime(2026, 11, 21, 9, tzinfo=UTC), subject))
    assert body == {
        "type": "proposal.forward",
        "id": "abc",
        "timestamp": "2026-11-21T09:00:00+00:00",
        "data": {
            "subject": {"type": "proposal", "id": 7, "url": "https://portal.example/api/v1/proposals/7"},
            "from": "submitted",
            "to": "forwarded",
        },
    }
    assert subject_of(None, None, None, None) == {"subject": None}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.SENT),
        (204, Outcome.SENT),
        (299, Outcome.SENT),
        (301, Outcome.LATER),
        (307, Outcome.LATER),
        (400, Outcome.LATER),
        (404, Outcome.LATER),
        (410, Outcome.CLOSED),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
    ],
)
def test_only_2xx_has_it_and_only_410_wants_no_more(status: int, outcome: Outcome) -> None:
    came = judge(status, {})
    assert (came.outcome, came.status) == (outcome, status)


@pytest.mark.parametrize(
    ("asked", "wait"), [("120", 120.0), ("999999", 86400.0), ("", None), ("soon", None), ("-5", None), ("9" * 400, None), ("٣", None)]
)
def test_who_asks_for_time_gets_it_up_to_a_day(asked: str, wait: float | None) -> None:
    assert judge(503, {"retry-after": asked}).retry_after == wait


def test_waits_grow_and_outlast_the_days_of_failing() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert sum(WAITS) > FAILING_FOR.total_seconds()


def test_only_what_the_agency_opened_is_open() -> None:
    assert places(False, False) == set()
    assert places(True, False) == {Place.PRIVATE}
    assert places(True, True) == {Place.PRIVATE, Place.LOOPBACK}
