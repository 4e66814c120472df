"""Writing the book: whoever keeps records with JP puts a line for each inside his own transaction, and asks before whether its days can hold it.

>>> with transaction():
...     check_days(employee_id, begins_on, ends_on, jp, besides=("course", course.id))
...     put_line(actor, Line(employee_id, begins_on, ends_on, jp, False, "course", course.id, course.name, LineKind.TECHNICAL))

When the record is approved its line is put again with `counted=True`; when it is returned with `returned=True`, which takes it out of every sum and frees its
days until it is sent again; when it is rejected or deleted the line is taken. Who may do so has been decided by the step that calls.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, select

from app.kernel.actor import Actor
from app.kernel.approval import content
from app.kernel.db import in_transaction, insert_into, session, transaction
from app.kernel.errors import Invalid
from app.kernel.events import Event, publish
from app.kernel.formats import format_number, format_period
from app.ledger.models import JpLine, JpYear
from app.ledger.parameters import changes, most_on
from app.ledger.rules import Line, LineKind, Stretch, faults, most_of, overfull, per_day, rounded
from app.organisation.models import Employee

__all__ = ["Line", "LineKind", "check_days", "lock_book", "put_line", "take_line"]

MOST_TOLD = 3
"""More days than these are only counted."""
LONGEST_TITLE = 300
HUNDREDTH = Decimal("0.01")
COLUMNS = ("employee_id", "begins_on", "ends_on", "jp", "counted", "returned", "title", "kind")


def put_line(actor: Actor, line: Line) -> JpLine:
    """Write the line of its record, or bring the one that stands there up to date; the same line again changes nothing. Raises Invalid for impossible days.

    It does not judge the days: see `check_days`.
    """
    if wrong := faults(line.begins_on, line.ends_on, line.jp):
        raise Invalid(fields=wrong)
    with transaction() as current:
        lock_book(line.employee_id)
        row = _standing(line.subject_type, line.subject_id)
        before = content(row) if row is not None else None
        touched = {(row.employee_id, row.ends_on.year)} if row is not None else set()
        if row is None:
            row = JpLine(subject_type=line.subject_type, subject_id=line.subject_id)
            current.add(row)
        values = {name: getattr(line, name) for name in COLUMNS} | {
            "jp": line.jp.quantize(HUNDREDTH),
            "title": line.title[:LONGEST_TITLE],
            "kind": line.kind.value,
        }
        for name, value in values.items():
            setattr(row, name, value)
        current.flush()
        after = content(row)
        if before != after:
            _sum_up(touched | {(line.employee_id, line.ends_on.year)})
            publish(Event("jp_line.change" if before else "jp_line.add", actor, row, {"before": before, "after": after}))
        return row


def take_line(actor: Actor, subject_type: str, subject_id: int) -> bool:
    """Remove the line of a record; False if there is none."""
    owner = select(JpLine.employee_id).where(JpLine.subject_type == subject_type, JpLine.subject_id == subject_id)
    with transaction() as current:
        # The book before its line, as everybody who writes one: two that take each other's turn would wait for ever.
        found = current.scalar(owner)
        if found is None:
            return False
        lock_book(found)
        row = _standing(subject_type, subject_id)
        if row is None:
            return False
        publish(Event("jp_line.delete", actor, row, {"before": content(row)}))
        current.delete(row)
        current.flush()
        _sum_up({(row.employee_id, row.ends_on.year)})
        return True


def check_days(
    employee_id: int,
    begins_on: date,
    ends_on: date,
    jp: Decimal,
    besides: tuple[str, int] | None = None,
    strict: bool = True,
    more: Sequence[Line] = (),
) -> list[str]:
    """Whether the person's days can hold `jp` more, evenly spread (S19): over all his approved and pending lines but that of the record `besides`, and over `more`.

    Raises Invalid with the fields `begins_on`, `ends_on` and `jp`; with `strict=False` (conversions of nonklasikal forms) what stands in the way is
    answered as warnings instead. Inside a transaction the person stays locked to its end, so that two records sent at once cannot both find room.
    """
    if wrong := faults(begins_on, ends_on, jp):
        raise Invalid(fields=wrong)
    if in_transaction():
        lock_book(employee_id)
    changed = changes(begins_on, ends_on)
    wanted = Line(employee_id, begins_on, ends_on, jp, False, "", 0, "")
    here = (JpLine.employee_id == employee_id, JpLine.begins_on <= ends_on, JpLine.ends_on >= begins_on)
    query = select(JpLine).where(*here, JpLine.returned.is_(False))
    if besides is not None:
        query = query.where((JpLine.subject_type != besides[0]) | (JpLine.subject_id != besides[1]))
    others = session().scalars(query.order_by(JpLine.begins_on, JpLine.id).execution_options(populate_existing=True)).all()
    lowest = min(most_on(day) for day in (begins_on, *changed))
    found = _too_much(wanted, lowest) or _sentences(wanted, overfull(wanted, [*others, *more], most_on, changed))
    if found and strict:
        raise Invalid(fields={"jp": " ".join(found)})
    return found


def lock_book(employee_id: int) -> None:
    """Nobody else writes this person's book until the transaction ends; records that only refer to the person need not wait."""
    session().execute(select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True))


def _standing(subject_type: str, subject_id: int) -> JpLine | None:
    query = select(JpLine).where(JpLine.subject_type == subject_type, JpLine.subject_id == subject_id)
    return session().scalar(query.with_for_update().execution_options(populate_existing=True))


def _sum_up(pairs: set[tuple[int, int]]) -> None:
    """Write the sums of these people's years from their lines."""
    current = session()
    for employee_id, year in sorted(pairs):
        days = JpLine.ends_on.between(date(year, 1, 1), date(year, 12, 31))
        here = (JpLine.employee_id == employee_id, days, JpLine.returned.is_(False))
        found = current.execute(select(JpLine.counted, func.sum(JpLine.jp)).where(*here).group_by(JpLine.counted))
        sums = {bool(counted): jp for counted, jp in found}
        if not sums:
            current.execute(delete(JpYear).where(JpYear.employee_id == employee_id, JpYear.year == year))
            continue
        values = {"counted": sums.get(True, Decimal()), "pending": sums.get(False, Decimal())}
        statement = insert_into(JpYear).values(employee_id=employee_id, year=year, **values)
        current.execute(statement.on_conflict_do_update(index_elements=["year", "employee_id"], set_=values))


def _too_much(wanted: Line, most: Decimal) -> list[str]:
    """The record alone is more than its days can hold."""
    days = (wanted.ends_on - wanted.begins_on).days + 1
    if wanted.jp <= most_of(wanted.begins_on, wanted.ends_on, most):
        return []
    period = format_period(wanted.begins_on, wanted.ends_on)
    text = ngettext(
        "%(period)s is %(num)s day: at most %(most)s JP (%(daily)s JP per day), not %(jp)s JP.",
        "%(period)s are %(num)s days: at most %(most)s JP (%(daily)s JP per day), not %(jp)s JP.",
        days,
        period=period,
        most=format_number(most * days),
        daily=format_number(most),
        jp=format_number(wanted.jp),
    )
    return [text]


def _sentences(wanted: Line, full: list[Stretch]) -> list[str]:
    """The days that are too full, and what stands there already."""
    mine = per_day(wanted)
    found = []
    for each in full[:MOST_TOLD]:
        names = ", ".join(_("“%(title)s” %(jp)s JP", title=line.title, jp=format_number(rounded(per_day(line)))) for line in each.lines)
        text = _(
            "%(period)s: %(names)s already; with %(jp)s JP more it would be %(total)s JP on one day, and at most %(most)s JP are possible.",
            period=format_period(each.first, each.last),
            names=names,
            jp=format_number(rounded(mine)),
            total=format_number(rounded(each.total)),
            most=format_number(most_on(each.first)),
        )
        found.append(text)
    more = len(full) - MOST_TOLD
    if more > 0:
        found.append(ngettext("%(num)s more period is too full as well.", "%(num)s more periods are too full as well.", more))
    return found
