"""Proposals made through the portal's own services and brought into any state by its own steps."""

from app.kernel import clock
from app.kernel.approval import take_step
from app.proposals.models import Proposal
from app.proposals.rules import Source
from app.proposals.services import Wish, propose
from tests.factories.city import City

REASON = "<p>Mohon disesuaikan.</p>"
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "submitted": (),
    "forwarded": (("opd_admin", "forward"),),
    "revised": (("opd_admin", "revise"),),
    "rejected": (("opd_admin", "reject"),),
    "approved": (("opd_admin", "forward"), ("bkpsdm_admin", "approve")),
}


def wish(title: str = "Pelatihan Arsip Digital", **changes: object) -> Wish:
    """A hand-typed wish of today."""
    values = {"source": Source.MANUAL, "training_id": None, "manual_title": title, "proposed_on": clock.today()} | changes
    return Wish(**values)  # type: ignore[arg-type]


def proposal_in(city: City, state: str, owner: str = "owner", **changes: object) -> Proposal:
    """A proposal of `owner`, brought to `state` by the people whose steps lead there."""
    proposal = propose(city.actor(owner), city.person(owner).id, wish(**changes))  # type: ignore[arg-type]
    for person, act in PATHS[state]:
        take_step(city.actor(person), Proposal, proposal.id, act, REASON if act in ("revise", "reject") else None)
    return proposal
