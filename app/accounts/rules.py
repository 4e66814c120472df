"""What a good password is, how a sign-in name is read, when an account is locked, and who may give which role: pure decisions, no database."""

import gzip
import re
import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from hmac import compare_digest
from pathlib import Path

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid
from app.kernel.roles import ASSIGNABLE, Role

NIP_LENGTH = 18
SHORTEST, LONGEST = 12, 128
FEWEST_BESIDE_NAMES, SHORTEST_NAME = 6, 3
FEWEST_DIFFERENT = 5
FAILURES_ALLOWED = 5
LOCK_MINUTES = (1, 2, 5, 15, 30, 60)
"""How long the last failure allowed locks the account, and each one after it; a success or a quiet day begins anew."""
FORGIVEN_AFTER = timedelta(days=1)
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the portal knows when a session was last used: a page costs no write, only the first one after so long does."""
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 3, 4

GIVERS: dict[Role, frozenset[Role]] = {
    Role.SUPERUSER: frozenset({Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER}),
    Role.SYSTEM: frozenset({Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER}),
    Role.BKPSDM_ADMIN: frozenset({Role.OPD_ADMIN}),
}
"""Who gives and ends which roles. Nobody touches the account of a holder of a role he may not give: a new password would be that role."""


DELEGABLE = (Role.SUPERVISOR, Role.OPD_ADMIN)
"""What an officer may lend for some days: his decisions on people. What covers the whole agency is given, never lent."""


class ActingKind(StrEnum):
    """Plt: the post is vacant; Plh: who holds it is away for a while."""

    PLH = "plh"
    PLT = "plt"

    @property
    def before_name(self) -> str:
        """As it stands before a name."""
        return f"{self.value.capitalize()}."

    @property
    def label(self) -> LazyString:
        return ACTING_LABELS[self]


ACTING_LABELS = {ActingKind.PLH: _("Plh. (the officer is away)"), ActingKind.PLT: _("Plt. (the post is vacant)")}


class ActingState(StrEnum):
    """Where today lies against the days of an acting officer."""

    COMING = "coming"
    NOW = "now"
    OVER = "over"
    ENDED = "ended"

    @property
    def label(self) -> LazyString:
        return ACTING_STATES[self]


ACTING_STATES = {
    ActingState.COMING: _("Not begun yet"),
    ActingState.NOW: _("In force now"),
    ActingState.OVER: _("Over"),
    ActingState.ENDED: _("Ended early"),
}


def acting_state(day: date, begins_on: date, ends_on: date, ended: bool) -> ActingState:
    """In force from the first moment of `begins_on` to 23:59:59 of `ends_on`, both on the agency's calendar."""
    if ended:
        return ActingState.ENDED
    if day < begins_on:
        return ActingState.COMING
    return ActingState.NOW if day <= ends_on else ActingState.OVER


def closes_circle(officer: int, deputy: int, lent: Mapping[int, Collection[int]]) -> bool:
    """Whether `deputy` standing in for `officer` would lead back to him; `lent` are the deputies of each officer in those days."""
    seen, ahead = set[int](), [deputy]
    while ahead:
        person = ahead.pop()
        if person == officer:
            return True
        if person not in seen:
            seen.add(person)
            ahead += lent.get(person, ())
    return False


class Method(StrEnum):
    """How a session was begun."""

    PASSWORD = "password"  # noqa: S105
    SSO = "sso"


CODE_SECONDS, CODE_DIGITS = 30, 6
RECOVERY_CODES, RECOVERY_HALF = 10, 5
HALF_WAY = timedelta(minutes=5)
"""How long a right password waits for the code."""
FRESH = timedelta(minutes=10)
"""How long after signing in elsewhere a person needs no password to change what he signs in with."""


class NeedsFactor(StrEnum):
    """Who must sign in with a second factor."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    EVERYONE = "everyone"


def needs_factor(rule: NeedsFactor, roles: Collection[Role]) -> bool:
    """Whether somebody who holds these roles may do nothing without a second factor. Auditors read everything, and count as administrators."""
    return rule is NeedsFactor.EVERYONE or (rule is NeedsFactor.ADMINISTRATORS and not set(ASSIGNABLE).isdisjoint(roles))


def step_of_code(code: str, expected: Callable[[int], str], moment: datetime, last_step: int) -> int | None:
    """The time step whose code this is: the present one or a neighbour, and later than the last one taken. None if it is none of these."""
    present = int(moment.timestamp()) // CODE_SECONDS
    typed = re.sub(r"\s", "", code).encode()
    fitting = [step for step in (present - 1, present, present + 1) if compare_digest(expected(step).encode(), typed)]
    return next((step for step in fitting if step > last_step), None)


def make_recovery_codes() -> list[str]:
    """Ten codes that can be read from paper and typed, 49 bits each."""
    return ["-".join(_letters(RECOVERY_HALF) for _half in range(2)) for _code in range(RECOVERY_CODES)]


def read_recovery_code(text: str) -> str:
    """What was typed, as it was printed; "" if it cannot be one."""
    plain = re.sub(r"[\W_]", "", text.lower())
    return f"{plain[:RECOVERY_HALF]}-{plain[RECOVERY_HALF:]}" if len(plain) == 2 * RECOVERY_HALF and set(plain) <= set(ALPHABET) else ""


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""Signs in a browser's description of itself, the telling ones first: everybody claims to be Safari."""


def device_of(user_agent: str) -> str:
    """Browser and system in words a person knows his devices by; "" for what is neither. The description itself is not kept."""
    found = (next((name for sign, name in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))


def lock_for(failures: int) -> timedelta | None:
    """How long an account is locked after so many failures in a row; None while there are few."""
    over = failures - FAILURES_ALLOWED
    return timedelta(minutes=LOCK_MINUTES[min(over, len(LOCK_MINUTES) - 1)]) if over >= 0 else None


def givable(roles: frozenset[Role]) -> frozenset[Role]:
    """The roles that a holder of `roles` may give to others."""
    return frozenset[Role]().union(*(GIVERS[role] for role in roles & GIVERS.keys()))


def read_login(text: str) -> str:
    """The sign-in name as stored: a NIP without its spaces and dots, anything else in lower case."""
    digits = re.sub(r"[\s.]", "", text)
    return digits if digits.isdecimal() else text.strip().lower()


def make_password() -> str:
    """A random password of three groups that can be read from paper and typed: no letters or digits that look alike (59 bits)."""
    return "-".join(_letters(GROUP_LENGTH) for _group in range(GROUPS))


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _letter in range(count))


def check_password(password: str, nip: str | None = None, birth_date: date | None = None, name: str = "") -> None:
    """Raises Invalid (field "password") if the password can be guessed from the person, from a list, or by trying (BSSN 4/2021)."""
    plain = _plain(password)
    if len(password) < SHORTEST:
        raise Invalid(fields={"password": _("At least %(count)s characters.", count=SHORTEST)})
    if len(password) > LONGEST:
        raise Invalid(fields={"password": _("At most %(count)s characters.", count=LONGEST)})
    if nip and (nip in plain or plain in nip):
        raise Invalid(fields={"password": _("The password must not hold the NIP.")})
    if birth_date and any(spelling in plain for spelling in _spellings(birth_date)):
        raise Invalid(fields={"password": _("The password must not hold the date of birth.")})
    if any(word in plain for word in _names(name)) and len(_without_names(plain, name)) < FEWEST_BESIDE_NAMES:
        raise Invalid(fields={"password": _("The password must not be made of the name.")})
    if len(set(plain)) < FEWEST_DIFFERENT or plain in _common() or plain.strip("0123456789") in _common():
        raise Invalid(fields={"password": _("This password is one of the first that strangers try. Choose another one.")})


def _plain(password: str) -> str:
    return re.sub(r"[\W_]", "", password.lower())


def _spellings(day: date) -> tuple[str, ...]:
    return tuple(day.strftime(pattern) for pattern in ("%Y%m%d", "%d%m%Y", "%d%m%y", "%y%m%d"))


def _names(name: str) -> list[str]:
    """The names a person would be guessed by, the longest first."""
    return sorted((word for word in re.findall(r"\w+", name.lower()) if len(word) >= SHORTEST_NAME), key=len, reverse=True)


def _without_names(plain: str, name: str) -> str:
    """What is left of the password when the person's names and all digits are taken out."""
    for word in _names(name):
        plain = plain.replace(word, "")
    return re.sub(r"\d", "", plain)


@cache
def _common() -> frozenset[str]:
    """Indonesian ones and those of the world, as `_plain` writes them; read when the first password is chosen."""
    here = Path(__file__)
    world = gzip.decompress(here.with_name("common_passwords.gz").read_bytes()).decode()
    return frozenset(here.with_name("common_passwords.txt").read_text().split()) | frozenset(world.split())
