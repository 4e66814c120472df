"""Reading credentials: certifications whose end is near."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app.credentials.models import Certification
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.roles import Reach, Role
from app.kernel.scope import within
from app.verification.workflow import Stage


def ending_soon(actor: Actor, today: date, days: int) -> Sequence[Certification]:
    """The person's own verified certifications that end within so many days, the nearest first."""
    own = within(Certification, actor, Role.EMPLOYEE, Reach.OWN)
    soon = Certification.valid_until.between(today, today + timedelta(days=days))
    query = select(Certification).where(own, Certification.state == Stage.APPROVED.value, soon)
    return session().scalars(query.order_by(Certification.valid_until, Certification.id)).all()
