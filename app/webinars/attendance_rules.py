"""Pure decisions about attendance (L20 to L26): when it may be recorded, and the code that changes every fifteen seconds.

The code on the screen proves that somebody saw it just now; a ticket lets him answer in peace what the webinar asks, and is worth nothing to another login.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.certificates.rules import Condition, Facts
from app.kernel.formats import format_datetime
from app.webinars.attendance_workflow import REFUSED, VALIDATED
from app.webinars.workflow import CALLED_OFF, FINISHED

STEP_SECONDS = 15
MARGIN = 1
"""Steps before and after the present one whose code is still taken: slow phones, and clocks that differ."""
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
LONGEST_TYPED = 20
TICKET_LIFE = timedelta(minutes=15)
NIP_DIGITS = 18
CODE_PURPOSE = "portal: attendance codes"


# --- The code ---------------------------------------------------------------------------------------------------------------


def step_of(moment: datetime) -> int:
    """The number of the fifteen seconds that `moment` lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(key: bytes, webinar_id: int, session_id: int, step: int) -> str:
    """The code of one session at one step: an HMAC cut down to six signs that nobody confuses on a screen."""
    digest = hmac.new(key, f"{webinar_id}:{session_id}:{step}".encode(), sha256).digest()
    number, found = int.from_bytes(digest[:16]), ""
    for _sign in range(CODE_LENGTH):
        number, rest = divmod(number, len(SIGNS))
        found += SIGNS[rest]
    return found


def seconds_left(moment: datetime) -> int:
    """How long the code of `moment` still stands on the screen."""
    return STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS


def drift_of(key: bytes, webinar_id: int, session_id: int, typed: str, now: datetime) -> int | None:
    """How many steps from the present one the typed code was made for: 0, or -1 and 1 within the margin. None for any other text."""
    code = read_code(typed)
    if code is None:
        return None
    present = step_of(now)
    for drift in sorted(range(-MARGIN, MARGIN + 1), key=abs):
        if hmac.compare_digest(code, code_of(key, webinar_id, session_id, present + drift)):
            return drift
    return None


def read_code(typed: str) -> str | None:
    """A code as people type it, with blanks, hyphens and small letters; None for what cannot be one."""
    code = re.sub(r"[\s-]", "", typed[:LONGEST_TYPED]).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(SIGNS) else None


def write_code(code: str) -> str:
    """ABC-DEF, easier to read from a screen and to type."""
    return f"{code[:3]}-{code[3:]}"


# --- The window -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opening:
    """When the organiser let attendance be recorded; without a first moment not yet, without a last one still. `takes_place` is the webinar's own state."""

    opened_at: datetime | None
    closed_at: datetime | None
    takes_place: bool

    def is_open(self, now: datetime) -> bool:
        """True from the moment of opening until just before that of closing."""
        return (
            self.takes_place and self.opened_at is not None and self.opened_at <= now and (self.closed_at is None or now < self.closed_at)
        )

    def refusal(self, now: datetime) -> str:
        """Why nothing is recorded at `now`, in the reader's words; "" when it is open."""
        if self.is_open(now):
            return ""
        if self.opened_at is None or now < self.opened_at:
            return str(gettext("Attendance is not open yet. The committee opens it during the webinar."))
        if self.closed_at is not None:
            return str(gettext("Attendance was closed on %(time)s.", time=format_datetime(self.closed_at)))
        return str(gettext("Attendance is closed: the webinar is over."))


# --- The ticket -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ticket:
    """That somebody showed a right code for a session, and when: an account, or a guest by the number of his registration below zero."""

    session_id: int
    holder: int
    drift: int
    shown_at: datetime

    def written(self) -> str:
        """As text, to be sealed."""
        return f"{self.session_id} {self.holder} {self.drift} {self.shown_at.isoformat()}"

    def holds(self, session_id: int, holder: int | None, now: datetime) -> bool:
        """Only for this session, this person, and for a quarter of an hour."""
        return (self.session_id, self.holder) == (session_id, holder) and timedelta(0) <= now - self.shown_at <= TICKET_LIFE


def read_ticket(text: str | None) -> Ticket | None:
    """What `written` wrote; None for anything else."""
    parts = (text or "").split(" ")
    try:
        session_id, holder, drift, shown_at = parts
        return Ticket(int(session_id), int(holder), int(drift), datetime.fromisoformat(shown_at))
    except ValueError:
        return None


# --- What leads to a certificate --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attended:
    """One session as it counts for a person; `state` is that of his attendance, None where he recorded none."""

    name: str
    required: bool
    state: str | None


@dataclass(frozen=True)
class Participation:
    """All that is known of a person and a webinar."""

    registered: bool
    webinar_state: str
    sessions: tuple[Attended, ...]
    name: str = ""
    nip: str = ""
    guest: bool = False


def facts_of(known: Participation) -> Facts:
    """What the certificates ask of a webinar: registered, held, over, validated, every required session attended, identity complete (L20, L26, G1)."""
    counted = [each for each in known.sessions if each.required] or [each for each in known.sessions if each.state]
    missed = [each.name for each in counted if each.state in (None, REFUSED.key)]
    attended = bool(counted) and not missed
    why = (
        gettext("Not attended, or not accepted: %(sessions)s.", sessions=", ".join(missed))
        if missed
        else gettext("No session was attended.")
    )
    identity = bool(known.name.strip()) and (known.guest or len(known.nip) == NIP_DIGITS)
    return Facts(
        listed=known.registered,
        takes_place=known.webinar_state != CALLED_OFF.key,
        over=known.webinar_state == FINISHED.key,
        validated=attended and all(each.state == VALIDATED.key for each in counted),
        more=(
            Condition("attended", _("All required sessions attended"), attended, "" if attended else why),
            Condition("identity", _("Identity complete"), identity, "" if identity else _("Name or NIP is missing in the registration.")),
        ),
    )
