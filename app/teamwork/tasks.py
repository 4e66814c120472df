"""Following the links of team works in the background (S35): what the portal finds stands beside the link, and nobody ever waits for it.

Every hop goes through `kernel/outgoing.py`, which calls public addresses only, whatever a name or a redirect says. One run at a time, bounded in links and in
seconds: slow hosts take no more of the worker than about half of one of its threads, and what a run leaves is the next one's.
"""

from datetime import timedelta
from time import monotonic
from urllib.parse import urljoin

from flask import current_app

from app.kernel import clock
from app.kernel.health import begin_turn
from app.kernel.outgoing import OutgoingError, fetch
from app.kernel.queue import background
from app.teamwork.queries import links_due
from app.teamwork.rules import LinkState, is_sign_in, judge_answer
from app.teamwork.services import note_link

CHECK = "team_work.check_links"
WEB = frozenset({"http", "https"})
MOST_HOPS = 6
MOST_BYTES = 2048
LINK_SECONDS, RUN_SECONDS = 8.0, 24.0
"""For one link with all its hops, and after which a run begins no further link."""
AT_ONCE = 20
PAUSE = timedelta(seconds=50)
"""Longer than a run, and less than a minute, so that none of the rounds is missed."""


@background(CHECK, every_minutes=1)
def check_links() -> None:
    """Follow the links that nobody has looked at yet, then again those that could not be reached."""
    if not current_app.config["FOLLOW_LINKS"] or not begin_turn(CHECK, PAUSE):
        return
    end = monotonic() + RUN_SECONDS
    for pk, url in links_due(clock.now(), AT_ONCE):
        if monotonic() >= end:
            break
        note_link(pk, url, look(url), clock.now())


def look(url: str) -> LinkState:
    """What somebody without a sign-in would find at `url`, within LINK_SECONDS."""
    end = monotonic() + LINK_SECONDS
    for _hop in range(MOST_HOPS):
        left = end - monotonic()
        if left <= 0:
            return LinkState.UNREACHABLE
        try:
            answer = fetch("GET", url, schemes=WEB, seconds=left, most_bytes=MOST_BYTES)
        except OutgoingError:
            return LinkState.UNREACHABLE
        target = answer.headers.get("location", "")
        if not 300 <= answer.status < 400 or not target:
            return judge_answer(answer.status)
        try:
            url = urljoin(url, target)
            if is_sign_in(url):
                return LinkState.SIGN_IN
        except ValueError:
            return LinkState.UNREACHABLE
    return LinkState.UNREACHABLE
