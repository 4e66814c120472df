"""What follows from changes elsewhere. A code that a person has is not deleted (G11): `reference` does not know who keeps its codes, so the keeper refuses."""

from flask_babel import ngettext
from sqlalchemy import func, select

from app.kernel.approval import Flowing
from app.kernel.db import session
from app.kernel.errors import Conflict
from app.kernel.events import Event, listens
from app.kernel.held import renew
from app.organisation.models import Employee
from app.organisation.queries import HELD
from app.organisation.services.postings import follow_reopened
from app.reference.rules import CodeList

KEPT_IN = {
    CodeList.RELIGION.value: Employee.religion,
    CodeList.LEGAL_POSITION.value: Employee.legal_position,
    CodeList.JOB_LEVEL.value: Employee.job_level,
    CodeList.GOLONGAN_PNS.value: Employee.rank_code,
    CodeList.GOLONGAN_PPPK.value: Employee.rank_code,
}


@listens("unit.*")
def renew_units(_event: Event) -> None:
    """Every process reads the OPDs anew."""
    renew(HELD)


@listens("*")
def follow_person(event: Event) -> None:
    """A decision that is undone leaves a record pending: it goes to where its person is by now."""
    if isinstance(event.subject, Flowing) and (before := event.data.get("from")):
        follow_reopened(event.subject, before)


@listens("code.delete")
def keep_used_codes(event: Event) -> None:
    """Raises Conflict when an employee has the code."""
    column = KEPT_IN.get(event.subject.code_list)
    if column is None:
        return
    people = session().scalar(select(func.count()).select_from(Employee).where(column == event.subject.code)) or 0
    if people:
        message = ngettext(
            "“%(label)s” is used by %(num)s employee. Let it end instead of deleting it.",
            "“%(label)s” is used by %(num)s employees. Let it end instead of deleting it.",
            people,
            label=event.subject.label,
        )
        raise Conflict(message)
