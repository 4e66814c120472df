"""What may be written about a team work, without a database: its lists of choices, its activity codes, and which addresses may prove it (S29 to S35)."""

import re
from datetime import date
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid

FIRST_YEAR = 1970
LONGEST_NAME, LONGEST_URL, LONGEST_HOST = 300, 1000, 253
CODE = re.compile(r"TK-(?P<year>[0-9]{4})-(?P<number>[0-9]{5,8})")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
INNER = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "invalid"})
"""Last parts of host names that lead nowhere outside an office."""


class Validity(StrEnum):
    """ "Keterangan SK": a letter issued long ago may still hold, one made may have ended (S30)."""

    IN_FORCE = "BERLAKU"
    ENDED = "TIDAK_BERLAKU"

    @property
    def label(self) -> LazyString:
        return VALIDITIES[self]


class Coverage(StrEnum):
    """ "Ruang Lingkup" (S33)."""

    ACROSS = "LINTAS"
    WITHIN = "INTERNAL"

    @property
    def label(self) -> LazyString:
        return COVERAGES[self][0]

    @property
    def short(self) -> LazyString:
        """As the lists write it."""
        return COVERAGES[self][1]


class Seat(StrEnum):
    """ "Kedudukan" (S34)."""

    CHAIR = "KETUA"
    MEMBER = "ANGGOTA"

    @property
    def label(self) -> LazyString:
        return SEATS[self]


class LinkState(StrEnum):
    """What the portal found when it followed the address of the proof; an officer's own browser may see more."""

    OPEN = "open"
    SIGN_IN = "sign_in"
    UNREACHABLE = "unreachable"

    @property
    def label(self) -> LazyString:
        return LINK_STATES[self]


VALIDITIES = {Validity.IN_FORCE: _("In force"), Validity.ENDED: _("No longer in force")}
COVERAGES = {
    Coverage.ACROSS: (_("Across OPDs"), _("Across")),
    Coverage.WITHIN: (_("Within the OPD"), _("Within")),
}
SEATS = {Seat.CHAIR: _("Chair"), Seat.MEMBER: _("Member")}
LINK_STATES = {
    LinkState.OPEN: _("opens"),
    LinkState.SIGN_IN: _("asks for a sign-in"),
    LinkState.UNREACHABLE: _("cannot be reached"),
}


SIGN_IN_HOSTS = frozenset({"accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.windows.net"})
SIGN_IN_WORDS = frozenset({"login", "signin", "sign-in", "servicelogin", "oauth", "oauth2", "sso", "masuk"})
RETRY_MINUTES = (10, 60, 360, 1440)
"""How long after a failed look the next one comes; after the last the link counts as unreachable for good, until it is saved again."""


def judge_answer(status: int) -> LinkState:
    """What an answer that is no redirect says."""
    if 200 <= status < 300:
        return LinkState.OPEN
    return LinkState.SIGN_IN if status in (401, 403) else LinkState.UNREACHABLE


def is_sign_in(url: str) -> bool:
    """Whether a redirect to `url` means that the page is not for everyone who has the link."""
    parts = urlsplit(url)
    return (parts.hostname or "") in SIGN_IN_HOSTS or bool(SIGN_IN_WORDS & set(parts.path.lower().split("/")))


def write_code(year: int, number: int) -> str:
    """The activity code of the year's `number`: "TK-2026-00017"."""
    return f"TK-{year}-{number:05d}"


def read_code(code: str) -> tuple[int, int] | None:
    """(year, number) of an activity code; None for anything the portal would not write."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    year, number = int(found["year"]), int(found["number"])
    return (year, number) if write_code(year, number) == code else None


def check_letter_day(day: date, today: date) -> None:
    """Raises Invalid (field "letter_on") for a day on which no letter can have been signed."""
    if day > today:
        raise Invalid(fields={"letter_on": _("The date of the letter cannot lie in the future.")})
    if day.year < FIRST_YEAR:
        raise Invalid(fields={"letter_on": _("Please check the year.")})


def check_url(typed: str) -> str:
    """The address as it is kept. Raises Invalid (field "proof_url") unless it is http or https, without user name, at a host that can be public (S35)."""
    text = typed.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _wrong() from None
    if len(text) > LONGEST_URL:
        raise Invalid(fields={"proof_url": _("The link is too long.")})
    if any(ord(sign) < 33 or ord(sign) == 127 or sign == "\\" for sign in text) or parts.scheme not in ("http", "https") or port == 0:
        raise _wrong()
    if "@" in parts.netloc:
        raise Invalid(fields={"proof_url": _("The link must not hold a user name or password.")})
    if not _is_public(_host(parts)):
        raise Invalid(
            fields={"proof_url": _("This link leads to no public address. Paste the link that the cloud storage gives for sharing.")}
        )
    return text


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").removesuffix(".")
    try:
        return host if ":" in host else host.encode("idna").decode()
    except UnicodeError:
        raise _wrong() from None


def _is_public(host: str) -> bool:
    """Whether the host could be reached from outside by how it is written; where it really leads, only whoever follows it learns."""
    try:
        return ip_address(host).is_global
    except ValueError:
        pass
    labels = host.split(".")
    if len(labels) < 2 or len(host) > LONGEST_HOST or labels[-1] in INNER:
        return False
    # 127.1, 0x7f.1 and 2130706433 are addresses too, to a browser.
    return all(LABEL.fullmatch(label) for label in labels) and not labels[-1][0].isdecimal()


def _wrong() -> Invalid:
    return Invalid(fields={"proof_url": _("Paste a whole link that begins with https:// or http://.")})
