"""Who is told of which event, and in which words: tables and pure decisions.

A feature writes its rows and hands them over once, at import:

    register_notices(
        Notice("proposal.forward", (OWNER,), title=N_("Your proposal was forwarded to the SIIP-ASN admin"), opens="ProposalView.show"),
        Notice("proposal.forward", (ROLE(Role.BKPSDM_ADMIN),), title=N_("A proposal waits for your decision"), opens="ProposalView.show"),
    )

What leaves the portal (Telegram, e-mail) is `outside`, or the title, and a link: a text without placeholders, so it can hold
no NIP, no name and no reason (G9, G13). That is checked when the row is built, not when it is sent.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import N_ as N_
from app.kernel.events import Event
from app.kernel.roles import ASSIGNABLE, Role
from app.notifications.channels.message import Channel

OUTSIDE = (Channel.TELEGRAM, Channel.EMAIL)
STANDARD_NAMES = frozenset({"subject", "actor"})
NEVER_TOLD = frozenset({"note", "reason", "nip"})
MAIL_TO = "mail_to"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")

TELEGRAM_PER_SECOND = 25
CHAT_SECONDS = 1.0
PAIRING_MINUTES = 10


class Audience(StrEnum):
    """The ways to find people from a record."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    HOLDERS = "holders"
    GROUP = "group"


@dataclass(frozen=True)
class Recipient:
    """Whom a notice is for; use OWNER, SUPERVISOR, ROLE(Role.X), or GROUP for people that a feature itself finds."""

    audience: Audience
    role: Role | None = None
    name: str = ""
    find: Callable[[Any], Sequence[int]] | None = None

    def __str__(self) -> str:
        return self.name or (self.role.value if self.role else self.audience.value)

    @classmethod
    def holding(cls, role: Role) -> "Recipient":
        """Everyone to whom `role` was given; an OPD admin only if the record lies in his unit's subtree. Raises ValueError."""
        if role not in ASSIGNABLE:
            raise ValueError(f"{role} is not given to people: use OWNER or SUPERVISOR")
        return cls(Audience.HOLDERS, role)

    @classmethod
    def group(cls, name: str, find: Callable[[Any], Sequence[int]]) -> "Recipient":
        """Employees whose employee ids `find(record)` answers, under a `name` of their own."""
        return cls(Audience.GROUP, name=name, find=find)


OWNER = Recipient(Audience.OWNER)
SUPERVISOR = Recipient(Audience.SUPERVISOR)
ROLE = Recipient.holding
GROUP = Recipient.group


@dataclass(frozen=True)
class Notice:
    """One row: event, people, words, and the page it opens.

    `title` and `body` may use %(subject)s (the record's summary), %(actor)s, and the keys of event.data named in `data`. `opens` is the
    endpoint of the record's page, called with pk. `channels` are those offered beyond in-app; `chosen` what holds until he chooses.
    `link` makes, at the moment of sending, the path that a message of its own leads to, from the person's id; such a message cannot be switched off.
    `of_account` is about the keys to a person's account: told also to who did it himself, for it may have been somebody else, and never switched off.
    `when` leaves out events of the same key that say something else. `reads` are placeholders read off the record. `mail` is the text of the e-mail below its
    subject and may use placeholders, for what a person asked to be sent; `mail_to` reads the address he gave for it off the record.
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
    link: Callable[[int], str] | None = None
    of_account: bool = False
    when: Callable[[Event], bool] | None = None
    reads: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    mail: str = ""
    mail_to: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        unknown = self._placeholders - STANDARD_NAMES - set(self.data) - self.reads.keys()
        if unknown:
            raise ValueError(f"{self.kind}: unknown placeholders {sorted(unknown)}")
        if told := NEVER_TOLD & (set(self.data) | self.reads.keys()):
            raise ValueError(f"{self.kind}: {sorted(told)} is not told in a notice; the person reads it on the record")
        if placeholders(self.leaving):
            raise ValueError(f"{self.kind}: what leaves the portal has no placeholders; give `outside` a text without any")
        if not self.to or Channel.IN_APP in self.channels:
            raise ValueError(f"{self.kind}: needs people, and in-app goes without saying")

    @property
    def _placeholders(self) -> set[str]:
        return placeholders(self.title) | placeholders(self.body) | placeholders(self.mail)

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
    return [notice for notice in _notices.values() if notice.event == event.key and (notice.when is None or notice.when(event))]


def notices_offered(roles: Iterable[Role], is_employee: bool) -> Iterator[Notice]:
    """The rows that can ever reach somebody with these roles."""
    held = frozenset(roles)
    for notice in _notices.values():
        if notice.link is None and not notice.of_account and any(_can_reach(recipient, held, is_employee) for recipient in notice.to):
            yield notice


def link_maker(kind: str) -> Callable[[int], str] | None:
    """How a message of this kind makes its own link; None if it leads to the portal's notice, as nearly all do."""
    notice = _notices.get(kind)
    return notice.link if notice else None


def mail_text(kind: str) -> str:
    """The text of an e-mail of this kind below its subject; "" for the usual, which says no more than the subject."""
    notice = _notices.get(kind)
    return notice.mail if notice else ""


def tell_params(notice: Notice, event: Event) -> dict[str, str]:
    """The values of the placeholders, as text, fixed at the moment of the event."""
    used = notice._placeholders
    told = {name: str(event.data.get(name, "")) for name in notice.data}
    told |= {name: str(read(event.subject)) for name, read in notice.reads.items()}
    if notice.mail_to is not None:
        told[MAIL_TO] = notice.mail_to(event.subject)
    if "subject" in used:
        told["subject"] = str(event.subject.summary)
    if "actor" in used:
        told["actor"] = event.actor.name
    return told


def placeholders(msgid: str) -> set[str]:
    return set(PLACEHOLDER.findall(msgid))


def _can_reach(recipient: Recipient, roles: frozenset[Role], is_employee: bool) -> bool:
    if recipient.audience in (Audience.OWNER, Audience.GROUP):
        return is_employee
    if recipient.audience is Audience.SUPERVISOR:
        return Role.SUPERVISOR in roles
    return recipient.role in roles
