"""The code and its ticket: bound to one session and to seconds, worth nothing before, after, elsewhere, or to another login (G4)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.certificates.rules import eligibility, failed, reasons
from app.webinars.attendance_rules import (
    MARGIN,
    SIGNS,
    STEP_SECONDS,
    TICKET_LIFE,
    Attended,
    Opening,
    Participation,
    Ticket,
    code_of,
    drift_of,
    facts_of,
    read_code,
    read_ticket,
    seconds_left,
    step_of,
    write_code,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOW = datetime(2026, 11, 23, 3, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def code_at(moment: datetime, webinar: int = 7, session: int = 1, key: bytes = KEY) -> str:
    return code_of(key, webinar, session, step_of(moment))


@pytest.mark.manual("L21")
def test_a_code_lives_fifteen_seconds_and_has_six_signs_nobody_confuses() -> None:
    codes = {code_at(NOW + number * SECOND) for number in range(STEP_SECONDS)}
    assert len(codes) == 1
    assert code_at(NOW + STEP_SECONDS * SECOND) not in codes
    assert set(code_at(NOW)) <= set(SIGNS)
    assert not set("01ILO") & set(SIGNS)
    assert (seconds_left(NOW), seconds_left(NOW + 14 * SECOND)) == (15, 1)


@pytest.mark.gate("G4")
@pytest.mark.parametrize(
    ("seconds", "drift"), [(0, 0), (14, 0), (15, -1), (29, -1), (30, None), (600, None), (-1, 1), (-15, 1), (-16, None), (-600, None)]
)
def test_it_holds_a_step_before_and_after_and_no_longer(seconds: int, drift: int | None) -> None:
    assert MARGIN == 1
    assert drift_of(KEY, 7, 1, code_at(NOW), NOW + seconds * SECOND) == drift


@pytest.mark.gate("G4")
def test_it_is_worth_nothing_in_another_session_webinar_or_portal() -> None:
    code = code_at(NOW)
    assert drift_of(KEY, 7, 1, code, NOW) == 0
    assert drift_of(KEY, 7, 2, code, NOW) is None
    assert drift_of(KEY, 8, 1, code, NOW) is None
    assert drift_of(OTHER_KEY, 7, 1, code, NOW) is None
    assert code_at(NOW, webinar=1, session=17) != code_at(NOW, webinar=11, session=7)


def test_it_is_read_as_people_type_it() -> None:
    code = code_at(NOW)
    for typed in (code, code.lower(), write_code(code), f" {code[:3]} {code[3:]} "):
        assert drift_of(KEY, 7, 1, typed, NOW) == 0
    for typed in ("", "ABC", "ABCDEFG", "ABCDE0", "٣" * 6, "A" * 500):
        assert read_code(typed) is None
        assert drift_of(KEY, 7, 1, typed, NOW) is None


@pytest.mark.manual("L21")
@pytest.mark.gate("G4")
def test_the_window_opens_and_closes_to_the_second(ctx: Flask) -> None:
    closed = NOW + timedelta(minutes=5)
    whole = Opening(NOW, closed, takes_place=True)
    assert [whole.is_open(moment) for moment in (NOW - SECOND, NOW, closed - SECOND, closed)] == [False, True, True, False]
    assert Opening(NOW, None, True).is_open(closed)
    for shut in (Opening(None, None, True), whole, Opening(NOW, None, False)):
        assert shut.refusal(closed)
        assert not shut.is_open(closed)
    assert len({each.refusal(closed) for each in (Opening(None, None, True), whole, Opening(NOW, None, False))}) == 3
    assert whole.refusal(NOW) == ""


@pytest.mark.gate("G4")
def test_a_ticket_is_one_logins_for_one_session_and_a_quarter_of_an_hour() -> None:
    ticket = read_ticket(Ticket(3, 44, -1, NOW).written())
    assert ticket == Ticket(3, 44, -1, NOW)
    assert ticket.holds(3, 44, NOW)
    assert ticket.holds(3, 44, NOW + TICKET_LIFE)
    for session, user, moment in ((4, 44, NOW), (3, 45, NOW), (3, None, NOW), (3, 44, NOW + TICKET_LIFE + SECOND), (3, 44, NOW - SECOND)):
        assert not ticket.holds(session, user, moment)
    for text in (None, "", "3 44", "a b c d", "3 44 0 gestern"):
        assert read_ticket(text) is None


# --- What leads to a certificate --------------------------------------------------------------------------------------------


def whole(**changes: Any) -> Participation:
    rows = (Attended("Sesi 1", True, "validated"), Attended("Sesi 2", False, None))
    values = {"registered": True, "webinar_state": "finished", "sessions": rows, "name": "Ahmad Yani", "nip": "1" * 18} | changes
    return Participation(**values)


@pytest.mark.manual("L20")
@pytest.mark.manual("L26")
@pytest.mark.gate("G1")
@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({}, set()),
        ({"registered": False}, {"listed"}),
        ({"webinar_state": "running"}, {"over"}),
        ({"webinar_state": "called_off"}, {"takes_place", "over"}),
        ({"sessions": (Attended("Sesi 1", True, None),)}, {"attended", "validated"}),
        ({"sessions": (Attended("Sesi 1", True, "refused"),)}, {"attended", "validated"}),
        ({"sessions": (Attended("Sesi 1", True, "recorded"),)}, {"validated"}),
        ({"sessions": (Attended("Sesi 1", True, "validated"), Attended("Sesi 2", True, None))}, {"attended", "validated"}),
        ({"sessions": (Attended("Sesi 1", False, "validated"), Attended("Sesi 2", False, None))}, set()),
        ({"sessions": (Attended("Sesi 1", False, None),)}, {"attended", "validated"}),
        ({"sessions": ()}, {"attended", "validated"}),
        ({"name": " "}, {"identity"}),
        ({"nip": "123"}, {"identity"}),
    ],
)
def test_every_condition_of_the_certificate_is_named_with_why(ctx: Flask, changes: dict[str, Any], failing: set[str]) -> None:
    found = eligibility(facts_of(whole(**changes)))
    assert {each.key for each in failed(found)} == failing
    assert all(str(each.why) for each in failed(found))
    assert not any(str(each.why) for each in found if each.passed)
    assert {each.key for each in found} >= {"listed", "takes_place", "over", "attended", "validated", "identity"}


def test_what_was_missed_is_named(ctx: Flask) -> None:
    found = failed(eligibility(facts_of(whole(sessions=(Attended("Sesi 1", True, "validated"), Attended("Sesi 2: Praktik", True, None))))))
    assert "Sesi 2: Praktik" in reasons(found)
