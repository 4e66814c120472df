"""Changes of personal data asked for through the portal's own service, with a small PDF as proof, and brought into any state by their own steps."""

from typing import Any

from app.kernel.approval import take_step
from app.profile.forms import PROFILE_PROOF
from app.profile.models import ProfileChange
from app.profile.services import ask_change
from tests.factories.city import City
from tests.factories.credentials import make_proof

NOTE = "<p>Ijazah tidak terbaca.</p>"
REASON = "Ijazah baru"
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "approved": (("approve", "opd_admin"),),
    "refused": (("refuse", "opd_admin"),),
    "withdrawn": (("withdraw", "owner"),),
    "waiting": (),
}
"""What waits comes last: a person has one open request."""
TITLES = {"approved": "S.E.", "refused": "M.M.", "withdrawn": "M.T.", "waiting": "S.E., M.Si."}


def change_in(city: City, state: str = "waiting", owner: str = "owner", **typed: Any) -> ProfileChange:
    """A request of `owner` for other titles, or for what is `typed`, brought to `state`."""
    actor = city.actor(owner)
    values = typed or {"back_title": TITLES[state]}
    made = ask_change(actor, values, REASON, make_proof(actor, PROFILE_PROOF))
    for act, by in PATHS[state]:
        take_step(city.actor(owner if by == "owner" else by), ProfileChange, made.id, act, NOTE if act == "refuse" else None)
    return made
