"""Who is told of which event, in which words, and how patiently the portal tries: tables and pure decisions.

A feature writes its rows and hands them over once, at import:

    register_notices(
        Notice("proposal.forward", (OWNER,), title=N_("Your proposal was forwarded to the SIIP-ASN admin"), opens="ProposalView.show"),
        Notice("proposal.forward", (ROLE(Role.BKPSDM_ADMIN),), title=N_("A proposal waits for your decision"), opens="ProposalView.show"),
    )

What leaves the portal (Telegram, e-mail) is `outside`, or the title, and a link: a text without placeholders, so it can hold
no NIP, no name and no reason (G9, G13). That is checked when the row is built, not when it is sent.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.events import Event
from app.kernel.roles import ASSIGNABLE, Role
from app.notifications.channels.message import Channel

OUTSIDE = (Channel.TELEGRAM, Channel.EMAIL)
STANDARD_NAMES = frozenset({"subject", "actor"})
NEVER_TOLD = frozenset({"note", "reason", "nip"})
PLACEHOLDER = re.compile(r"%\((\w+)\)s")

BACK_OFF = (10, 30, 120, 600, 1800, 7200, 21600)
"""Seconds to wait after the first, second, … failed try; a failure after the last one makes the row stuck (about 9 hours in all)."""

LEASE_SECONDS = 60
"""How long a worker may hold a row: longer than any channel's time-out, so only a dead worker loses one."""

TELEGRAM_PER_SECOND = 25
CHAT_SECONDS = 1.0
PAIRING_MINUTES = 10


def N_(msgid: str) -> str:
    """Mark a text for translation without translating it now: it is stored, and rendered in each reader's language."""
    return msgid


class Progress(StrEnum):
    """How far a message is on its way out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    STUCK = "stuck"
    GIVEN_UP = "given_up"


PROGRESS_LABELS: dict[Progress, LazyString] = {
    Progress.WAITING: _("Waiting"),
    Progress.SENDING: _("Being sent"),
    Progress.SENT: _("Sent"),
    Progress.STUCK: _("Stuck"),
    Progress.GIVEN_UP: _("Given up"),
}


class Audience(StrEnum):
    """The ways to find people from a record."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    HOLDERS = "holders"


@dataclass(frozen=True)
class Recipient:
    """Whom a notice is for; use OWNER, SUPERVISOR or ROLE(Role.X)."""

    audience: Audience
    role: Role | None = None

    def __str__(self) -> str:
        return self.role.value if self.role else self.audience.value

    @classmethod
    def holding(cls, role: Role) -> "Recipient":
        """Everyone to whom `role` was given; an OPD admin only if the record lies in his unit's subtree. Raises ValueError."""
        if role not in ASSIGNABLE:
            raise ValueError(f"{role} is not given to people: use OWNER or SUPERVISOR")
        return cls(Audience.HOLDERS, role)


OWNER = Recipient(Audience.OWNER)
SUPERVISOR = Recipient(Audience.SUPERVISOR)
ROLE = Recipient.holding


@dataclass(frozen=True)
class Notice:
    """One row: event, people, words, and the page it opens.

    `title` and `body` may use %(subject)s (the record's summary), %(actor)s, and the keys of event.data named in `data`. `opens` is the
    endpoint of the record's page, called with pk. `channels` are those offered beyond in-app; `chosen` what holds until he chooses.
    """

    event: str
    to: tuple[Recipient, ...]
    title: str
    body: str = ""
    outside: str = ""
    opens: str = ""
    data: tuple[str, ...] = ()
    label: str = ""
    channels: tuple[Channel, ...] = OUTSIDE
    chosen: tuple[Channel, ...] = OUTSIDE

    def __post_init__(self) -> None:
        unknown = (placeholders(self.title) | placeholders(self.body)) - STANDARD_NAMES - set(self.data)
        if unknown:
            raise ValueError(f"{self.kind}: unknown placeholders {sorted(unknown)}")
        if told := NEVER_TOLD & set(self.data):
            raise ValueError(f"{self.kind}: {sorted(told)} is not told in a notice; the person reads it on the record")
        if placeholders(self.leaving):
            raise ValueError(f"{self.kind}: what leaves the portal has no placeholders; give `outside` a text without any")
        if not self.to or Channel.IN_APP in self.channels:
            raise ValueError(f"{self.kind}: needs people, and in-app goes without saying")

    @property
    def kind(self) -> str:
        """The name under which people choose channels and the row is stored."""
        return f"{self.event}/{'+'.join(str(recipient) for recipient in self.to)}"

    @property
    def leaving(self) -> str:
        """The only text that leaves the portal."""
        return self.outside or self.title

    @property
    def name(self) -> str:
        """Its name where people choose channels, in the reader's language."""
        return str(gettext(self.label or self.leaving))


CHANNEL_LABELS: dict[Channel, LazyString] = {
    Channel.IN_APP: _("In the portal"),
    Channel.TELEGRAM: _("Telegram"),
    Channel.EMAIL: _("E-mail"),
}

_notices: dict[str, Notice] = {}


def register_notices(*notices: Notice) -> None:
    """Add a feature's rows; the same row twice is one, another row under the same event and people is a mistake (ValueError)."""
    for notice in notices:
        if _notices.setdefault(notice.kind, notice) != notice:
            raise ValueError(f"two notices are called {notice.kind}")


def notices_for(event: Event) -> list[Notice]:
    """The rows of this event, in the order they were registered."""
    return [notice for notice in _notices.values() if notice.event == event.key]


def notices_offered(roles: Iterable[Role], is_employee: bool) -> Iterator[Notice]:
    """The rows that can ever reach somebody with these roles."""
    held = frozenset(roles)
    for notice in _notices.values():
        if any(_can_reach(recipient, held, is_employee) for recipient in notice.to):
            yield notice


def tell_params(notice: Notice, event: Event) -> dict[str, str]:
    """The values of the placeholders, as text, fixed at the moment of the event."""
    used = placeholders(notice.title) | placeholders(notice.body)
    told = {name: str(event.data.get(name, "")) for name in notice.data}
    if "subject" in used:
        told["subject"] = str(event.subject.summary)
    if "actor" in used:
        told["actor"] = event.actor.name
    return told


def seconds_until_next_try(attempts: int, retry_after: float | None) -> float | None:
    """Seconds to wait after `attempts` failed tries, at least what the other side asked for; None when it is enough."""
    if attempts > len(BACK_OFF):
        return None
    return max(float(BACK_OFF[attempts - 1]), retry_after or 0.0)


def placeholders(msgid: str) -> set[str]:
    return set(PLACEHOLDER.findall(msgid))


def _can_reach(recipient: Recipient, roles: frozenset[Role], is_employee: bool) -> bool:
    if recipient.audience is Audience.OWNER:
        return is_employee
    if recipient.audience is Audience.SUPERVISOR:
        return Role.SUPERVISOR in roles
    return recipient.role in roles
