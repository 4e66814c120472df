"""Until when a late attendance may be asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from app.webinars.attendance_rules import Opening
from app.webinars.request_rules import late_refusal

NOW = datetime(2026, 7, 9, 3, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("opened", "closed", "ended", "possible"),
    [
        (None, None, NOW, False),
        (NOW + HOUR, None, NOW + 2 * HOUR, False),
        (NOW - HOUR, None, NOW + HOUR, False),
        (NOW - HOUR, NOW, NOW + HOUR, True),
        (NOW - 3 * DAY, NOW - 3 * DAY, NOW - 3 * DAY, True),
        (NOW - 4 * DAY, NOW - 4 * DAY, NOW - 3 * DAY - HOUR, False),
    ],
    ids=["never opened", "not yet open", "open", "closed", "last moment", "too late"],
)
def test_after_the_list_was_closed_and_for_some_days(
    ctx: object, opened: datetime | None, closed: datetime | None, ended: datetime, possible: bool
) -> None:
    assert (late_refusal(Opening(opened, closed, True), ended, 3, NOW) == "") is possible
