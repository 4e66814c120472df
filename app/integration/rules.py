"""What a token of the API looks like and how long it holds: pure decisions, no database."""

import secrets
from datetime import timedelta

TOKEN_PREFIX = "pk_"  # noqa: S105
SHOWN = 8
"""So many signs of a token stay readable, for its owner to tell it from his others."""
LONGEST_TOKEN = 100
LONGEST_NAME = 80
DAYS = (30, 90, 180, 365)
MOST_TOKENS = 20
USED_EVERY = timedelta(minutes=5)
"""How exactly the portal knows when a token was last used."""


def make_token() -> str:
    """A new token: 256 bits behind a prefix by which leaked ones are recognised."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def could_be_token(text: str) -> bool:
    """Whether asking the database for it makes sense."""
    return text.startswith(TOKEN_PREFIX) and len(text) <= LONGEST_TOKEN
