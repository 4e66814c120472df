"""What a good password is, how a sign-in name is read, and who may give which role: pure decisions, no database."""

import re
import secrets
from datetime import date
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _

from app.kernel.errors import Invalid
from app.kernel.roles import Role

SHORTEST, LONGEST = 10, 128
FEWEST_DIFFERENT = 5
FAILURES_ALLOWED = 10
LOCKED_MINUTES = 15
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 3, 4

GIVERS: dict[Role, frozenset[Role]] = {
    Role.SUPERUSER: frozenset({Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER}),
    Role.SYSTEM: frozenset({Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER}),
    Role.BKPSDM_ADMIN: frozenset({Role.OPD_ADMIN}),
}
"""Who gives and ends which roles. Nobody touches the account of a holder of a role he may not give: a new password would be that role."""


def givable(roles: frozenset[Role]) -> frozenset[Role]:
    """The roles that a holder of `roles` may give to others."""
    return frozenset[Role]().union(*(GIVERS[role] for role in roles & GIVERS.keys()))


def read_login(text: str) -> str:
    """The sign-in name as stored: a NIP without its spaces and dots, anything else in lower case."""
    digits = re.sub(r"[\s.]", "", text)
    return digits if digits.isdecimal() else text.strip().lower()


def make_password() -> str:
    """A random password of three groups that can be read from paper and typed: no letters or digits that look alike (59 bits)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _letter in range(GROUP_LENGTH)) for _group in range(GROUPS))


def check_password(password: str, nip: str | None = None, birth_date: date | None = None, name: str = "") -> None:
    """Raises Invalid (field "password") if the password can be guessed from the person, from a list, or by trying (BSSN 4/2021)."""
    plain = re.sub(r"[\W_]", "", password.lower())
    if len(password) < SHORTEST:
        raise Invalid(fields={"password": _("At least %(count)s characters.", count=SHORTEST)})
    if len(password) > LONGEST:
        raise Invalid(fields={"password": _("At most %(count)s characters.", count=LONGEST)})
    if nip and (nip in plain or plain in nip):
        raise Invalid(fields={"password": _("The password must not be the NIP.")})
    if birth_date and any(spelling in plain for spelling in _spellings(birth_date)):
        raise Invalid(fields={"password": _("The password must not hold the date of birth.")})
    if name and not _without_names(plain, name):
        raise Invalid(fields={"password": _("The password must not be made of the name.")})
    if len(set(plain)) < FEWEST_DIFFERENT or plain in _common() or plain.rstrip("0123456789") in _common():
        raise Invalid(fields={"password": _("This password is one of the first that strangers try. Choose another one.")})


def _spellings(day: date) -> tuple[str, ...]:
    return tuple(day.strftime(pattern) for pattern in ("%Y%m%d", "%d%m%Y", "%d%m%y", "%y%m%d"))


def _without_names(plain: str, name: str) -> str:
    """What is left of the password when the person's names and all digits are taken out."""
    for word in sorted(re.findall(r"\w+", name.lower()), key=len, reverse=True):
        plain = plain.replace(word, "")
    return re.sub(r"\d", "", plain)


@cache
def _common() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
