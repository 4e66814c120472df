"""How patiently what leaves is tried; claims, leases and deaths are tested where there is something to send (notifications, webhooks)."""

import pytest

from app.kernel.outbox import BACK_OFF, seconds_until_next_try


@pytest.mark.parametrize("attempts", range(1, len(BACK_OFF) + 1))
def test_patience_follows_the_table(attempts: int) -> None:
    assert seconds_until_next_try(attempts, None) == BACK_OFF[attempts - 1]


def test_a_longer_wait_that_was_asked_for_wins_and_a_shorter_does_not() -> None:
    assert seconds_until_next_try(1, 900) == 900
    assert seconds_until_next_try(5, 1) == BACK_OFF[4]


def test_patience_ends() -> None:
    assert seconds_until_next_try(len(BACK_OFF) + 1, 5) is None


def test_another_outbox_has_a_patience_of_its_own() -> None:
    assert [seconds_until_next_try(attempts, None, (5, 50)) for attempts in (1, 2, 3)] == [5, 50, None]
