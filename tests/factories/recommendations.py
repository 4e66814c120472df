"""Requests for a recommendation made through the portal's own services, with two small PDFs, and brought into any state by their own steps."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.plans.models import PlanRow
from app.recommendations.forms import CALL, PROPOSAL
from app.recommendations.models import Recommendation
from app.recommendations.services import ask
from tests.factories.city import City
from tests.factories.credentials import make_proof
from tests.factories.plans import SUBJECT, next_year, plan_row_in

NOTE = "<p>Sesuai rencana pengembangan kompetensi.</p>"
PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "sent": ("send",),
    "accepted": ("send", "accept"),
    "rejected": ("send", "reject"),
}
ORGANISER = "Lembaga Administrasi Negara"


def asked_values(actor: Actor, row: PlanRow | None = None, **changes: Any) -> dict[str, Any]:
    """What the wizard hands over: the training as it was planned, or one that was not."""
    year = next_year()
    values: dict[str, Any] = {
        "plan_row_id": row.id if row else None,
        "form": row.form if row else "KL03",
        "subject": row.subject if row else SUBJECT,
        "organiser": row.organiser if row else ORGANISER,
        "begins_on": row.begins_on if row else date(year, 6, 8),
        "ends_on": row.ends_on if row else date(year, 6, 12),
        "cost": row.cost if row else Decimal(2_500_000),
        "funding": "pd",
    } | changes
    for name, kind in (("proposal_letter_id", PROPOSAL), ("call_letter_id", CALL)):
        if name not in values:
            values[name] = make_proof(actor, kind)
    return values


def recommendation_in(city: City, state: str = "draft", owner: str = "owner", planned: bool = False, **changes: Any) -> Recommendation:
    """A request of `owner`, brought to `state`; with `planned` it belongs to an accepted row of his plan."""
    actor = city.actor(owner)
    row = plan_row_in(city, "accepted", owner) if planned else None
    made = ask(actor, asked_values(actor, row, **changes))
    for act in PATHS[state]:
        by = actor if act == "send" else city.actor("second_bkpsdm_admin")
        take_step(by, Recommendation, made.id, act, None if act == "send" else NOTE)
    return made
