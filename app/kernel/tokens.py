"""What the database knows of secrets and people without holding them: enough to find a row again, and no more."""

import hmac
from hashlib import sha256

from flask import current_app


def fingerprint(token: str) -> str:
    """What is stored of a random token; it has 128 bits and more, so that its plain hash tells nothing."""
    return sha256(token.encode()).hexdigest()


def disguise(text: str) -> str:
    """The same for what could be guessed (a NIP, an address): only who has the portal's secret key could try them all."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), text.encode(), sha256).hexdigest()
