"""Following the links of team works in the background (S35): what the portal finds stands beside the link, and nobody ever waits for it.

Every hop goes through `kernel/outgoing.py`, which calls public addresses only, whatever a name or a redirect says.
"""

from urllib.parse import urljoin

from flask import current_app

from app.kernel import clock
from app.kernel.outgoing import OutgoingError, fetch
from app.kernel.queue import background
from app.teamwork.queries import link_of, links_due
from app.teamwork.rules import LinkState, is_sign_in, judge_answer
from app.teamwork.services import note_link

CHECK, CHECK_DUE = "team_work.check_link", "team_work.check_due_links"
WEB = frozenset({"http", "https"})
MOST_HOPS = 6
SECONDS, MOST_BYTES = 8.0, 2048
AT_ONCE = 20


@background(CHECK)
def check_link(pk: int) -> None:
    """Follow the link of one entry now."""
    if current_app.config["FOLLOW_LINKS"] and (url := link_of(pk)):
        note_link(pk, url, look(url), clock.now())


@background(CHECK_DUE, every_minutes=10)
def check_due_links() -> None:
    """Follow again what could not be reached, and what the queue has lost."""
    if current_app.config["FOLLOW_LINKS"]:
        for pk in links_due(clock.now(), AT_ONCE):
            check_link(pk)


def look(url: str) -> LinkState:
    """What somebody without a sign-in would find at `url`."""
    for _hop in range(MOST_HOPS):
        try:
            answer = fetch("GET", url, schemes=WEB, seconds=SECONDS, most_bytes=MOST_BYTES)
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
