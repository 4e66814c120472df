"""What people do to activities: start one on an accepted plan (T24), change it, write its reports (T35). The last report closes it and makes the training history."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.credentials.forms import COURSE_CERTIFICATE
from app.credentials.models import Course
from app.credentials.services import add_course
from app.documents.services import keep_made
from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.agency import letterhead
from app.kernel.approval import content, edit, editing, once, start, take_step
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.export import render_letter
from app.kernel.formats import format_long_date, format_period
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.plans.models import PlanRow
from app.plans.rules import Path
from app.plans.workflow import ACCEPTED
from app.realisations.models import ActivityReport, Realisation
from app.realisations.parameters import GRACE
from app.realisations.queries import DUE, OVERDUE, reports_of, standing, to_remind
from app.realisations.rules import MOST_SLOTS, Frequency, Slot, report_slots
from app.realisations.workflow import RUNNING

AT_ONCE = 500
LONGEST_NAME = 200
NO_NUMBER = "-"
"""What stands for the number where there is no certificate."""


def start_activity(actor: Actor, values: Mapping[str, Any], submission: str | None = None) -> Realisation:
    """Start the activity of an accepted row of the actor's own plan ("Mulai", T24); one stands for each row, also under two clicks. Raises Denied, Invalid."""

    def make() -> Realisation:
        row = _startable(actor, values["plan_row_id"])
        checked, slots = _checked(row, values)
        record = start(actor, Realisation(plan_row_id=row.id, **Realisation.owned_by(actor), **checked, slots=len(slots)))
        _write_slots(record, slots)
        return record

    return once(actor, submission, Realisation, make)


def change_activity(actor: Actor, pk: int, values: Mapping[str, Any], version: int) -> Realisation:
    """Write other days, place or cost while it is under way; reports that are there stay. Raises Missing, Conflict, Denied, Invalid."""
    with transaction():
        before: Realisation = fetch(Realisation, actor, pk, lock=True)
        editing(actor, before)
        checked, slots = _checked(before.plan_row, values)
        _check_filed(before, checked, slots)
        changed: Realisation = edit(actor, Realisation, pk, checked | {"slots": len(slots)}, version)
        _write_slots(changed, slots)
        return changed


def file_report(actor: Actor, pk: int, values: Mapping[str, Any], version: int) -> ActivityReport:
    """Write a report, or correct it while the activity is under way; the last one that was missing closes it.

    That one also names `course_form` and `classification` of the training history. Raises Missing, Denied, Invalid, and Conflict when report or activity have moved on.
    """
    with transaction() as current:
        seen: ActivityReport = fetch(ActivityReport, actor, pk)
        activity: Realisation = fetch(Realisation, actor, seen.realisation_id, lock=True)
        report: ActivityReport = fetch(ActivityReport, actor, pk, lock=True)
        check_filing(actor, report)
        if report.version != version:
            raise Conflict
        before, is_new = content(report), report.filed_at is None
        closing = closes(report)
        if closing:
            check_over(activity)
        for name, value in _report_columns(values).items():
            setattr(report, name, value)
        report.filed_at, report.version = report.filed_at or clock.now(), report.version + 1
        current.flush()
        _sum_up(activity)
        after = content(report)
        changed = [name for name in after if before[name] != after[name]]
        data = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
        publish(Event("activity_report.file" if is_new else "activity_report.change", actor, report, data))
        if closing:
            _close(actor, activity, values)
        return report


def check_filing(actor: Actor, report: ActivityReport) -> None:
    """Raises Denied for whoever does not own the report; Conflict once its activity is over, and before its period has begun."""
    activity = report.realisation
    if not actor.has(Role.EMPLOYEE) or report.employee_id != actor.employee_id:
        raise Denied
    if activity.state != RUNNING.key:
        raise Conflict(
            _("Its reports can no longer be written: the status of the activity is now “%(state)s”.", state=activity.state_now.label)
        )
    if clock.today() < report.begins_on:
        raise Conflict(_("This report can be written from %(day)s on.", day=format_long_date(report.begins_on)))


def check_over(activity: Realisation) -> None:
    """Raises Invalid while the activity lasts: its last report comes when it is over."""
    if clock.today() < activity.ends_on:
        day = format_long_date(activity.ends_on)
        raise Invalid(
            _(
                "This is the last report and closes the activity; it can be sent from %(day)s on. If the activity ended earlier, first change its end date.",
                day=day,
            )
        )


def closes(report: ActivityReport) -> bool:
    """Whether this is the one report that is missing, so that writing it closes the activity."""
    return report.filed_at is None and not any(each.filed_at is None for each in reports_of(report.realisation_id) if each.id != report.id)


def makes_history(activity: Realisation) -> bool:
    """Whether its last report makes a record of the training history: a study assignment ends with a diploma, not with learning hours."""
    return activity.plan_row.development_path != Path.STUDY.value


def remind_of_reports() -> int:
    """Tell owners once that a report waits and once that it is late; of several reports of one activity that come together, of the first.

    Returns how many were told.
    """
    told = 0
    for mark, key in ((OVERDUE, "activity_report.overdue"), (DUE, "activity_report.due")):
        with transaction():
            known: set[int] = set()
            for report in to_remind(mark, AT_ONCE):
                report.reminded = mark
                if report.realisation_id not in known:
                    known.add(report.realisation_id)
                    publish(Event(key, system_actor(), report, {"day": format_long_date(report.due_on)}))
                    told += 1
    return told


def _startable(actor: Actor, plan_row_id: int) -> PlanRow:
    """The row, locked: who comes second finds it started."""
    try:
        row: PlanRow = fetch(PlanRow, actor, plan_row_id, lock=True)
    except Missing:
        raise Invalid(fields={"plan_row_id": _("Choose a planned training from the list.")}) from None
    if not actor.has(Role.EMPLOYEE) or row.employee_id != actor.employee_id:
        raise Denied
    if row.state != ACCEPTED.key:
        state = row.state_now.label
        raise Invalid(fields={"plan_row_id": _("Only an accepted plan can be started; this one has the status “%(state)s”.", state=state)})
    if standing(row.id) is not None:
        raise Invalid(fields={"plan_row_id": _("This activity has been started already; you find it in the list of reports.")})
    return row


def _checked(row: PlanRow, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Slot]]:
    """What was typed as column values, and the reports it asks for. Raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = {}
    begins, ends = values["begins_on"], values["ends_on"]
    frequency = Frequency(values["frequency"])
    slots: list[Slot] = []
    if ends < begins:
        wrong["ends_on"] = _("The end comes before the beginning.")
    else:
        slots = report_slots(frequency, begins, ends, settings.get(GRACE))
        if len(slots) > MOST_SLOTS:
            wrong["frequency"] = _("That would be more than %(most)s reports; choose a longer time between them.", most=MOST_SLOTS)
    if begins.year < row.plan_year.year:
        wrong["begins_on"] = _("The plan is that of %(year)s: the activity begins in that year at the earliest.", year=row.plan_year.year)
    if wrong:
        raise Invalid(fields=wrong)
    taken = {"begins_on": begins, "ends_on": ends, "frequency": frequency.value, "cost": values.get("cost") or Decimal(0)}
    return taken | {"material": str(values["material"]).strip(), "place": " ".join(str(values["place"]).split())}, slots


def _check_filed(before: Realisation, checked: Mapping[str, Any], slots: list[Slot]) -> None:
    """Reports that are there keep their place: the beginning and the frequency stand, and at least one report is still to come."""
    filed = {each.number for each in reports_of(before.id) if each.filed_at is not None}
    if not filed:
        return
    wrong = {
        name: _("This stays as it is, because a report has been written already.")
        for name in ("begins_on", "frequency")
        if checked[name] != getattr(before, name)
    }
    if not wrong and (max(filed) > len(slots) or len(filed) == len(slots)):
        last = next(each for each in reports_of(before.id) if each.number == max(filed))
        day = format_long_date(last.ends_on)
        wrong["ends_on"] = _(
            "A report up to %(day)s has been written already, and the last report is still to come: choose a later day.", day=day
        )
    if wrong:
        raise Invalid(fields=wrong)


def _write_slots(activity: Realisation, slots: list[Slot]) -> None:
    """Bring the rows of the reports in line with `slots`; who is moved is reminded anew."""
    current = session()
    known = {each.number: each for each in reports_of(activity.id)}
    for number in known.keys() - {slot.number for slot in slots}:
        current.delete(known[number])
    for slot in slots:
        days = {"begins_on": slot.begins_on, "ends_on": slot.ends_on, "due_on": slot.due_on}
        report = known.get(slot.number)
        if report is None:
            owner = {"employee_id": activity.employee_id, "unit_id": activity.unit_id}
            current.add(ActivityReport(realisation_id=activity.id, number=slot.number, **owner, **days))
        elif any(getattr(report, name) != day for name, day in days.items()):
            for name, day in days.items():
                setattr(report, name, day)
            report.reminded, report.version = 0, report.version + 1
    current.flush()
    _sum_up(activity)


def _sum_up(activity: Realisation) -> None:
    reports = reports_of(activity.id)
    filed = [each for each in reports if each.filed_at is not None]
    activity.filed, activity.jp = len(filed), sum((each.jp or Decimal(0) for each in filed), Decimal(0))
    activity.next_due_on = min((each.due_on for each in reports if each.filed_at is None), default=None)
    session().flush()


def _report_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Invalid with every field that is wrong; without the tick what stands beside it does not count."""
    wrong: dict[str, Any] = {}
    ticked = bool(values.get("with_certificate"))
    number = " ".join(str(values.get("certificate_number") or "").split()) if ticked else ""
    certificate_id = values.get("certificate_id") if ticked else None
    jp, description = values.get("jp"), str(values.get("description") or "").strip()
    if jp is None or not 0 <= jp <= 9999 or jp != jp.quantize(Decimal("0.01")):
        wrong["jp"] = _("Write the learning hours of this report, 0 or more, with at most two decimals.")
    if ticked and not number:
        wrong["certificate_number"] = _("Write the number of the certificate, or take the tick away.")
    if ticked and certificate_id is None:
        wrong["certificate_id"] = _("Upload the certificate, or take the tick away.")
    if not description:
        wrong["description"] = _("Describe what was done.")
    if wrong:
        raise Invalid(fields=wrong)
    taken = {"jp": jp, "with_certificate": ticked, "description": description}
    return taken | {"certificate_number": number or None, "certificate_id": certificate_id}


def _close(actor: Actor, activity: Realisation, values: Mapping[str, Any]) -> None:
    """Write the training history, then finish: both in the transaction of the last report."""
    if makes_history(activity) and activity.jp > 0:
        activity.course_id = _history(actor, activity, values).id
        session().flush()
    take_step(system_actor(), Realisation, activity.id, "close")


def _history(actor: Actor, activity: Realisation, values: Mapping[str, Any]) -> Course:
    """The course that BKPSDM verifies; its JP wait in the book of JP until then. Without a certificate the reports themselves are its proof (T35)."""
    wrong = {name: _("Choose an entry from the list.") for name in ("course_form", "classification") if not values.get(name)}
    if wrong:
        raise Invalid(fields=wrong)
    reports = reports_of(activity.id)
    certified = next((each for each in reversed(reports) if each.with_certificate), None)
    row = activity.plan_row
    columns = {
        "course_form": values["course_form"],
        "classification": values["classification"],
        "course_kind": None,
        "name": row.subject[:LONGEST_NAME],
        "organiser": row.organiser,
        "number": certified.certificate_number if certified else NO_NUMBER,
        "certificate_id": certified.certificate_id if certified else _print_reports(actor, activity),
        "year": activity.ends_on.year,
        "begins_on": activity.begins_on,
        "ends_on": activity.ends_on,
        "jp": activity.jp,
    }
    try:
        return add_course(actor, columns)
    except Invalid as refusal:
        # What is wrong with the hours stands at the hours; what has no field on the report's form stands above it.
        fields = {"certificate_number" if name == "number" else name: text for name, text in refusal.fields.items()}
        raise Invalid(refusal.message, fields=fields) from refusal


def _print_reports(actor: Actor, activity: Realisation) -> int:
    row = activity.plan_row
    title = _("Report on the activity: %(subject)s", subject=row.subject)
    context = {"title": title, "activity": activity, "reports": reports_of(activity.id), "actor": actor, "today": clock.today()}
    period = format_period(activity.begins_on, activity.ends_on)
    printed = render_letter("realisations/report_print.html", letterhead(), context | {"period": period, "row": row})
    return keep_made(actor, COURSE_CERTIFICATE, printed, f"{title}.pdf").id
