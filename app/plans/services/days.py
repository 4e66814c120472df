"""The most JP of a day over all that a person plans and has in his book (standards 3): refused for what is taught in class, told for converted hours."""

from flask_babel import gettext as _

from app.kernel.errors import Conflict, Invalid
from app.ledger.services import check_days, lock_book
from app.plans.day_queries import planned_lines
from app.plans.models import PlanRow
from app.plans.rules import Path


def what_is_full(row: PlanRow) -> list[str]:
    """The days that cannot hold a klasikal row beside the others and the book, in sentences; inside a transaction nobody else finds the same room until it ends.

    Hours of other forms stand for a whole activity: they are told of on the pages, and neither refused nor do they take room from a training.
    Raises Invalid by field for days or hours that no book could hold.
    """
    if row.development_path != Path.CLASSICAL.value or not row.jp:
        return []
    lock_book(row.employee_id)
    others = (PlanRow.id.is_distinct_from(row.id), PlanRow.development_path == Path.CLASSICAL.value)
    more = planned_lines(row.employee_id, *others)
    return check_days(row.employee_id, row.begins_on, row.ends_on, row.jp, strict=False, more=more)


def check_room(row: PlanRow) -> None:
    """Raises Invalid at `jp` where a row has been written on days that cannot hold it."""
    if found := what_is_full(row):
        raise Invalid(fields={"jp": " ".join(found)})


def check_room_to_send(row: PlanRow) -> None:
    """The same when it is sent: the book, the parameter or another row may have changed since it was written. Raises Conflict that names it."""
    try:
        check_room(row)
    except Invalid as refusal:
        reasons = " ".join(map(str, refusal.fields.values()))
        raise Conflict(_("“%(subject)s”: %(reasons)s", subject=row.subject, reasons=reasons)) from refusal
