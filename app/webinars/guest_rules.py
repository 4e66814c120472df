"""Pure decisions about guests of other agencies: what they type, and the sealed request that only the reader of their mail can confirm."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.kernel.errors import Invalid
from app.webinars.rules import read_email

LINK_LIFE = timedelta(days=2)
NIP_DIGITS = 18
LONGEST = {"name": 150, "front_title": 60, "back_title": 100, "unit_name": 200, "job_title": 200}
NEEDED = ("name", "unit_name", "job_title")


@dataclass(frozen=True)
class GuestRequest:
    """What somebody from outside asked for. Nothing of it is kept before he has confirmed his address: it travels, sealed, in the link of the mail."""

    webinar_id: int
    name: str
    front_title: str | None
    back_title: str | None
    nip: str
    unit_name: str
    job_title: str
    email: str
    consented_at: datetime

    def written(self) -> str:
        """As text, to be sealed."""
        return json.dumps(asdict(self) | {"consented_at": self.consented_at.isoformat()}, ensure_ascii=False)

    def holds(self, now: datetime) -> bool:
        """For two days."""
        return timedelta(0) <= now - self.consented_at <= LINK_LIFE

    def columns(self) -> dict[str, Any]:
        """As the registration keeps it."""
        return asdict(self)


def read_request(text: str | None) -> GuestRequest | None:
    """What `written` wrote; None for anything else."""
    try:
        values = json.loads(text or "")
        return GuestRequest(**values | {"consented_at": datetime.fromisoformat(values["consented_at"])})
    except (ValueError, TypeError, KeyError):
        return None


def read_guest(webinar_id: int, values: Mapping[str, Any], now: datetime) -> GuestRequest:
    """What was typed, tidied. Raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = {}
    kept: dict[str, Any] = {name: " ".join(str(values.get(name) or "").split()) or None for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(kept[name] or "") > longest:
            wrong[name] = _("At most %(count)s characters.", count=longest)
        elif name in NEEDED and not kept[name]:
            wrong[name] = _("This field is required.")
    kept["nip"] = "".join(str(values.get("nip") or "").split())
    if kept["nip"] and not (kept["nip"].isascii() and kept["nip"].isdecimal() and len(kept["nip"]) == NIP_DIGITS):
        wrong["nip"] = _("A NIP has 18 digits; leave it empty if you have none.")
    try:
        kept["email"] = read_email(str(values.get("email") or "")).lower()
    except Invalid as refusal:
        wrong |= refusal.fields
    if not values.get("consent"):
        wrong["consent"] = _("Without your consent the portal may not keep your data.")
    if wrong:
        raise Invalid(fields=wrong)
    return GuestRequest(webinar_id=webinar_id, consented_at=now, **kept)
