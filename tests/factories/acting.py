"""Acting officers made through the portal's own service."""

from datetime import timedelta
from typing import Any

from app.accounts.models import ActingOfficer
from app.accounts.queries import load_actor
from app.accounts.services import appoint_deputy
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.roles import Role
from tests.factories.city import City


def lending(city: City, deputy: str = "colleague", role: Role = Role.SUPERVISOR, **changes: Any) -> dict[str, Any]:
    """What is chosen in the form: from today, for seven days."""
    today = clock.today()
    return {
        "kind": "plh",
        "role": role.value,
        "deputy_id": city.ids[deputy],
        "begins_on": today,
        "ends_on": today + timedelta(days=6),
        "letter_number": "800/123/2026",
    } | changes


def lend(city: City, officer: str = "supervisor", deputy: str = "colleague", role: Role = Role.SUPERVISOR, **changes: Any) -> ActingOfficer:
    """`officer` lends his decisions himself. The city must have accounts."""
    return appoint_deputy(real(city, officer), lending(city, deputy, role, **changes))


def real(city: City, name: str) -> Actor:
    """The person with the roles of this moment, as a request would find him."""
    user_id = city.person(name).user_id
    actor = load_actor(user_id) if user_id is not None else None
    assert actor is not None, f"{name} has no account"
    return actor
