"""Small secrets that the portal must be able to read again: encrypted under a key derived from SECRET_KEY, so that a stolen database alone opens nothing.

>>> APP_KEYS = Seal("portal: keys of authenticator apps")
>>> APP_KEYS.open(APP_KEYS.close("JBSWY3DP"))
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


@dataclass(frozen=True)
class Seal:
    """One seal for each `purpose`: what was sealed for one opens nothing in the place of another."""

    purpose: str

    def close(self, text: str) -> str:
        """The text, readable by this portal only."""
        return self._keys().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text behind `sealed`; None if it was sealed under a key that the portal no longer has (see SECRET_KEY_PREVIOUS)."""
        try:
            return self._keys().decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None

    def _keys(self) -> MultiFernet:
        config = current_app.config
        return MultiFernet([self._fernet(key) for key in (config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"])])

    def _fernet(self, secret: str) -> Fernet:
        return Fernet(urlsafe_b64encode(_derived(self.purpose, secret)))


def key_for(purpose: str) -> bytes:
    """A key for signs that live for seconds, such as rotating codes: derived from today's SECRET_KEY, another one for each purpose."""
    return _derived(purpose, current_app.config["SECRET_KEY"])


def _derived(purpose: str, secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
