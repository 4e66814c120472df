"""What the people of the demo agency have carried into MyASN by hand: most of what was approved, marked month by month, the way it is done."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.demo.ways import ZONE
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.kernel.db import session
from app.myasn.models import Package
from app.myasn.workflow import ACCEPT, ACCEPTED, READY, SEND, SENT
from app.organisation.models import Employee

EVERY, OFTEN = timedelta(days=30), 6
LEFT_OUT, NOT_ACCEPTED = 3, 4
"""Of how many packages one is not sent yet, and of how many sent ones one has not been approved by BKN yet."""


def happenings(today: date, actor: Callable[[str], Actor]) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """An evening each month on which people set their marks; the last lies a few days back. `actor` knows people by NIP."""
    last = datetime(today.year, today.month, today.day, 19, tzinfo=ZONE) - timedelta(days=4)
    for number in range(OFTEN):
        yield last - number * EVERY, lambda: _mark(actor)


def _mark(actor: Callable[[str], Actor]) -> None:
    """What was sent by the last time has mostly been approved there; what was approved here since is mostly sent."""
    query = select(Package.id, Package.state, Employee.nip).join(Employee, Employee.id == Package.employee_id)
    for pk, state, nip in session().execute(query.where(Package.state != ACCEPTED.key).order_by(Package.id)).all():
        if state == READY.key and pk % LEFT_OUT:
            take_step(actor(nip), Package, pk, SEND.key)
        elif state == SENT.key and pk % NOT_ACCEPTED:
            take_step(actor(nip), Package, pk, ACCEPT.key)
