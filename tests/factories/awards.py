"""Awards made through the portal's own services, with a proof, and brought into any state by their own steps."""

from datetime import date
from itertools import count
from typing import Any

from app.awards.forms import AWARD_CERTIFICATE
from app.awards.models import Award
from app.awards.services import add_award
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from tests.factories.city import City
from tests.factories.credentials import NEED_REASON, PATHS, REASON, make_proof

_numbers = count(1)
LONG_SERVICE = {"scale": "4", "award_group": "satya_lencana"}
"""What every Satya Lencana is filed under."""


def award_values(actor: Actor, **changes: Any) -> dict[str, Any]:
    """What the wizard hands over: ASN Berprestasi of the city, given this year."""
    values = {
        "scale": "2",
        "award_group": "lainnya",
        "award_kind": "berprestasi",
        "year": 2026,
        "number": f"004.{next(_numbers)}/KP.00/IV/2026",
        "decree_on": date(2026, 4, 27),
        "granted_by": "Wali Kota Contoh",
    } | changes
    if "certificate_id" not in values:
        values["certificate_id"] = make_proof(actor, AWARD_CERTIFICATE)
    return values


def award_in(city: City, state: str = "waiting", owner: str = "owner", **changes: Any) -> Award:
    """An award of `owner`, brought to `state` by the officer."""
    actor = city.actor(owner)
    made = add_award(actor, award_values(actor, **changes))
    for act in PATHS[state]:
        take_step(city.actor("second_bkpsdm_admin"), Award, made.id, act, REASON if act in NEED_REASON else None)
    return made
