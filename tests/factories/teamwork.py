"""Team works entered through the portal's own services and brought into any state by its own steps."""

from datetime import date
from typing import Any

from app.kernel.approval import take_step
from app.teamwork.models import TeamWork
from app.teamwork.services import add_team_work, draw_code
from tests.factories.city import City

NOTE = "<p>Tautan SK tidak dapat dibuka.</p>"
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "unapproved": (),
    "approved": (("opd_admin", "approve"),),
    "withdrawn": (("opd_admin", "withdraw"),),
}
SAMPLE: dict[str, Any] = {
    "letter_on": date(2024, 1, 3),
    "validity": "BERLAKU",
    "name": "Tim Konsultasi dan Pengelolaan Pengaduan Pelayanan Publik",
    "coverage": "INTERNAL",
    "seat": "ANGGOTA",
    "proof_url": "https://s.id/sk4",
}
"""The first row of S39."""


def entry(**changes: Any) -> dict[str, Any]:
    """What is typed into the form, but for the code."""
    return SAMPLE | changes


def team_work_in(city: City, state: str = "unapproved", owner: str = "owner", **changes: Any) -> TeamWork:
    """A team work of `owner`, brought to `state` by the people whose steps lead there."""
    actor = city.actor(owner)
    record = add_team_work(actor, entry(code=draw_code(actor), **changes))
    for person, act in PATHS[state]:
        take_step(city.actor(person), TeamWork, record.id, act, NOTE if act == "withdraw" else None)
    return record
