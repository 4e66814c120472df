"""What a webhook says, how it is signed and how patiently it is tried: pure decisions, no database.

The form is that of Standard Webhooks (standardwebhooks.com), so that the receiver's side can be checked by libraries that exist.
"""

import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import N_
from app.kernel.outbox import Delivery, Outcome
from app.kernel.outgoing import Place

LONGEST_NAME, LONGEST_URL = 80, 500
SECRET_PREFIX, SECRET_BYTES = "whsec_", 32
OLD_SECRET_HOLDS = timedelta(hours=24)
"""So long both secrets sign after a change, for the receiver to take over the new one in peace."""

TEST = "portal.test"
"""The type of a test: no event, and tried once."""

WAITS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
"""Seconds after the first, second, … failed try, as Standard Webhooks advises; after the last one the delivery is stuck (about three days in all)."""

FAILING_FOR = timedelta(days=3)
"""A webhook that took nothing for so long is switched off."""

PAUSE_SECONDS = 30
"""After a failure nothing goes to this webhook for a while: one that is slow or dead does not hold up the others."""

SECONDS, MOST_BYTES = 10.0, 4096
"""How long one call may take in all, and how much is read of an answer that nobody looks at."""

LONGEST_WAIT = 86400

GONE = N_("The receiver answered that it wants nothing more (410).")
FAILED_FOR_DAYS = N_("Nothing was taken for three days.")
NO_WAY = N_("The webhook is switched off, or its secret can no longer be read.")

GROUPS: Mapping[LazyString, tuple[str, ...]] = {
    _("Employees and units"): ("employee", "unit", "competence_test"),
    _("Catalogue and code lists"): ("training", "code", "reference"),
    _("Accounts and roles"): ("account", "role", "api_token"),
    _("Documents, imports and jobs"): ("document", "import", "job"),
}
"""The events that belong to no flow, by the beginning of their key, as the form groups them."""

OTHERS = _("Other events")


def make_secret() -> str:
    """A new secret, as Standard Webhooks writes it."""
    return SECRET_PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(secret: str, key: str, seconds: int, body: bytes) -> str:
    """The signature over id, time and body: "v1," and the Base64 of HMAC-SHA256."""
    signed = f"{key}.{seconds}.".encode() + body
    return "v1," + b64encode(hmac.new(b64decode(secret.removeprefix(SECRET_PREFIX)), signed, sha256).digest()).decode()


def headers_of(secrets_held: Sequence[str], key: str, seconds: int, body: bytes) -> dict[str, str]:
    """What goes with the body; one signature for each secret that holds now."""
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(sign(each, key, seconds, body) for each in secrets_held),
    }


def body_of(event: str, event_id: str, at: datetime, data: Mapping[str, Any]) -> str:
    """The body: what happened, when and to which record. Ids only: who wants to know more asks the API, as somebody who may (G9)."""
    return json.dumps({"type": event, "id": event_id, "timestamp": at.isoformat(), "data": data}, separators=(",", ":"))


def subject_of(subject_type: str | None, subject_id: int | None, url: str | None, moved: tuple[str | None, str] | None) -> dict[str, Any]:
    """The `data` of an event: type, id and address of the record, and from where to where it moved."""
    subject = {"type": subject_type, "id": subject_id, "url": url} if subject_type else None
    return {"subject": subject} | ({"from": moved[0], "to": moved[1]} if moved else {})


def judge(status: int, headers: Mapping[str, str]) -> Delivery:
    """What an answer means: 2xx has it, 410 wants no more, anything else is tried again; redirects too, because they are not followed."""
    if 200 <= status < 300:
        return Delivery(Outcome.SENT, status=status)
    if status == 410:
        return Delivery(Outcome.CLOSED, GONE, status=status)
    asked = headers.get("retry-after", "")
    wait = min(float(asked), LONGEST_WAIT) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
    return Delivery(Outcome.LATER, f"HTTP {status}", wait, status)


def places(private: bool, loopback: bool) -> Collection[Place]:
    """Where webhooks may lead besides the world, as the agency has set it."""
    return {*([Place.PRIVATE] if private else []), *([Place.LOOPBACK] if loopback else [])}
