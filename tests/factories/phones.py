"""A person's authenticator app: set up as people do it, and the codes it shows.

>>> phone = phone_of(services.sign_in(nip, PASSWORD)); phone.code()
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pyotp

from app.accounts import services
from app.accounts.queries import SignedIn
from app.kernel import clock
from tests.factories.accounts import PASSWORD


@dataclass
class Phone:
    """`code()` is what the app shows now, `code(1)` what it shows in half a minute; `recovery` are the printed codes."""

    key: str
    recovery: list[str] = field(default_factory=list)

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.key).at(clock.now() + timedelta(seconds=30 * steps))


def phone_of(person: SignedIn, password: str = PASSWORD) -> Phone:
    """Switch the person's second factor on, a minute ago, so that the code of now is unused."""
    services.begin_setup(person, password)
    setup = services.setup_of(person, "Portal")
    assert setup is not None
    phone = Phone(setup.key)
    with clock.at(clock.now() - timedelta(seconds=60)):
        phone.recovery = services.confirm_setup(person, phone.code())
    return phone
