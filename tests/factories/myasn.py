"""Packages for MyASN as they come to be: a record is approved or issued, then marked."""

from typing import Any

from sqlalchemy import select

from app.kernel.approval import take_step
from app.kernel.db import session
from app.myasn.models import Package
from tests.factories.awards import award_in
from tests.factories.certificates import certificate_in
from tests.factories.city import City
from tests.factories.credentials import certification_in, course_in

PATHS: dict[str, tuple[str, ...]] = {"ready": (), "sent": ("send",), "accepted": ("send", "accept")}
MAKERS = {"course": course_in, "certification": certification_in, "award": award_in}


def _record(city: City, kind: str, owner: str, changes: dict[str, Any]) -> Any:
    return certificate_in(city, owner=owner, **changes) if kind == "certificate" else MAKERS[kind](city, "approved", owner, **changes)


def package_in(city: City, state: str = "ready", owner: str = "owner", kind: str = "course", **changes: Any) -> Package:
    """The package of an approved record of `owner`, brought to `state` by BKPSDM."""
    record = _record(city, kind, owner, changes)
    made = session().scalars(select(Package).where(Package.subject_type == kind, Package.subject_id == record.id)).one()
    for act in PATHS[state]:
        take_step(city.actor("second_bkpsdm_admin"), Package, made.id, act)
    return made
