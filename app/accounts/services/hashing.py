"""Password hashes as FAB makes them (FAB_PASSWORD_HASH_METHOD), and the check that takes as long for an account that does not exist."""

from functools import cache

from flask import current_app
from werkzeug.security import check_password_hash, generate_password_hash

METHOD, SALT_LENGTH = "scrypt", 16


def hash_password(password: str) -> str:
    """The salted hash to store."""
    return generate_password_hash(password, _method(), current_app.config.get("FAB_PASSWORD_HASH_SALT_LENGTH", SALT_LENGTH))


def password_fits(stored: str | None, password: str) -> bool:
    """Whether the password is the one behind `stored`; without one the same work is done, so that time tells nobody who has an account."""
    fits = check_password_hash(stored or _hash_of_nothing(_method()), password)
    return fits and bool(stored) and bool(password.strip("\0"))


def _method() -> str:
    method: str = current_app.config.get("FAB_PASSWORD_HASH_METHOD", METHOD)
    return method


@cache
def _hash_of_nothing(method: str) -> str:
    return generate_password_hash("", method, SALT_LENGTH)
