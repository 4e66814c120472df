"""Asking for a recommendation and changing the request; the numbered letter of a decision, its file and its history stand or fall in one transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel import agency, clock, richtext, settings, storage
from app.kernel.actor import Actor
from app.kernel.approval import edit, once, start
from app.kernel.db import after_rollback, session, transaction
from app.kernel.errors import Conflict, Invalid, Missing, Text
from app.kernel.events import Event, publish
from app.kernel.export import Letterhead, render_letter
from app.kernel.formats import format_long_date, format_money, format_nip, format_period
from app.kernel.numbering import next_number, write_number
from app.kernel.public_check import draw_code, frozen, public_address
from app.kernel.scope import fetch
from app.organisation.models import Employee, Unit
from app.plans.models import PlanRow
from app.plans.queries import form_rule
from app.plans.rules import Path as DevelopmentPath
from app.plans.workflow import ACCEPTED as PLANNED
from app.recommendations.models import Recommendation, RecommendationLetter
from app.recommendations.parameters import LEGAL_BASIS, NUMBER_PATTERN
from app.recommendations.queries import PATHS, TAKEN, form_label
from app.recommendations.rules import Funding, Verdict, Wish, check_wish, departures, not_planned
from app.recommendations.workflow import SENT
from app.reference.queries import label
from app.reference.rules import CodeList

SERIES = "recommendation_letter"
PUBLIC = "/r/"
ON_PAPER = "id"
TEMPLATE = "recommendations/letter.html"
Values = Mapping[str, Any]


def ask(actor: Actor, values: Values, submission: str | None = None) -> Recommendation:
    """Write a request as a concept of the actor's own. Raises Denied, Invalid with every field that is wrong."""

    def make() -> Recommendation:
        return start(actor, Recommendation(**Recommendation.owned_by(actor), **check_request(actor, values)))

    return once(actor, submission, Recommendation, make)


def change_request(actor: Actor, pk: int, values: Values, version: int) -> Recommendation:
    """Write other values into a concept. Raises Missing, Conflict when state or version has moved on, Denied, Invalid."""
    with transaction():
        before: Recommendation = fetch(Recommendation, actor, pk)
        changed: Recommendation = edit(actor, Recommendation, pk, check_request(actor, values, before), version)
        return changed


def check_request(actor: Actor, values: Values, before: Recommendation | None = None) -> dict[str, Any]:
    """What was typed as column values. Raises Invalid with every field that is wrong."""
    wrong: dict[str, Any] = dict(check_wish(values["begins_on"], values["ends_on"], values["cost"], values["funding"]))
    rule = form_rule(values["form"])
    if rule is None or rule.path not in PATHS:
        wrong["form"] = _("Choose a kind of training from the list.")
    if values.get("plan_row_id") is not None and (refusal := _refused_row(actor, values["plan_row_id"], before)):
        wrong["plan_row_id"] = refusal
    if wrong or rule is None:
        raise Invalid(fields=wrong)
    taken = {name: values[name] for name in ("form", "begins_on", "ends_on", "funding", "proposal_letter_id", "call_letter_id")}
    texts = {name: " ".join(str(values[name]).split()) for name in ("subject", "organiser")}
    more = {"plan_row_id": values.get("plan_row_id"), "development_path": rule.path.value, "cost": values["cost"] or Decimal(0)}
    return taken | texts | more


def remind(actor: Actor, pk: int) -> bool:
    """Remind BKPSDM of a request that still waits; once for each sending."""
    with transaction():
        request: Recommendation = fetch(Recommendation, actor, pk, lock=True)
        if request.state != SENT.key or request.reminded_on is not None:
            return False
        request.reminded_on = clock.today()
        session().flush()
        publish(
            Event("recommendation.remind", actor, request, {"days": (request.reminded_on - clock.local(request.state_since).date()).days})
        )
        return True


def doubts(request: Recommendation) -> list[Text]:
    """What should make people look twice: where the request departs from the plan, or that there is none (T29)."""
    if request.plan_row is None:
        return [not_planned()]
    asked = Wish(
        request.subject,
        label(CodeList.DEVELOPMENT_FORM, request.form),
        request.organiser,
        request.begins_on,
        request.ends_on,
        request.cost,
    )
    return departures(asked, wish_of(request.plan_row))


def wish_of(row: PlanRow) -> Wish:
    """What a planned training says, to compare a request with."""
    return Wish(row.subject, form_label(row), row.organiser, row.begins_on, row.ends_on, row.cost)


def issue_letter(actor: Actor, request: Recommendation, verdict: Verdict, reason: str | None) -> RecommendationLetter:
    """The numbered letter of a decision with its file, inside the transaction of the decision itself."""
    with transaction() as current:
        day, code = clock.today(), draw_code()
        number = write_number(settings.get(NUMBER_PATTERN), next_number(SERIES, day.year), day)
        person = _person(request.employee_id)
        with force_locale(ON_PAPER):
            head = agency.letterhead()
            data = _printed(request, person, verdict, reason) | {"number": number, "code": code, "issued_on": day.isoformat()}
            data |= {"issued_text": format_long_date(day), "lines": list(head.lines), "address": head.address}
            content = draw_letter(data, head)
        text, digest = frozen(data)
        stored = storage.put(BytesIO(content), ".pdf")
        after_rollback(lambda: storage.delete(stored.key))
        letter = RecommendationLetter(
            recommendation_id=request.id,
            employee_id=request.employee_id,
            unit_id=request.unit_id,
            number=number,
            code=code,
            verdict=verdict.value,
            printed_name=data["name"],
            nip=person.nip,
            **{name: getattr(request, name) for name in ("subject", "organiser", "begins_on", "ends_on")},
            issued_on=day,
            frozen_data=text,
            frozen_sha256=digest,
            file_key=stored.key,
            file_sha256=stored.sha256,
            file_size=stored.size,
        )
        current.add(letter)
        current.flush()
        publish(Event("recommendation_letter.issue", actor, letter, {"number": number, "verdict": verdict.value, "sha256": digest}))
        current.expire(request, ["letter"])
        return letter


def draw_letter(data: Mapping[str, Any], head: Letterhead) -> bytes:
    """The PDF of a letter's frozen `data`; its words are Indonesian, whatever language the reader speaks."""
    with force_locale(ON_PAPER):
        return render_letter(TEMPLATE, head, {"data": data, "url": letter_address(data["code"])})


def letter_address(code: str) -> str:
    """The address that is printed and stands in the QR code."""
    return public_address(f"{PUBLIC}{code}")


def file_of(letter: RecommendationLetter) -> Path:
    """The stored PDF. Raises Conflict when it is gone."""
    path = storage.path(letter.file_key)
    if not path.is_file():
        raise Conflict(_("The file is not there any more. Tell BKPSDM."))
    return path


def _printed(request: Recommendation, person: Employee, verdict: Verdict, reason: str | None) -> dict[str, Any]:
    """Everything the letter says of the person, the training and the decision, as texts."""
    row = request.plan_row
    return {
        "verdict": verdict.value,
        "name": person.full_name,
        "nip": person.nip,
        "nip_text": format_nip(person.nip),
        "rank": person.rank_label or "",
        "job_title": person.job_title,
        "unit": person.unit.name,
        "opd": person.opd.name,
        "subject": request.subject,
        "form": label(CodeList.DEVELOPMENT_FORM, request.form),
        "path": str(DevelopmentPath(request.development_path).label),
        "organiser": request.organiser,
        "begins_on": request.begins_on.isoformat(),
        "ends_on": request.ends_on.isoformat(),
        "period_text": format_period(request.begins_on, request.ends_on),
        "cost": str(request.cost),
        "cost_text": format_money(request.cost),
        "funding": str(Funding(request.funding).label),
        "plan_year": row.plan_year.year if row else None,
        "reason": richtext.plain(reason),
        "legal_basis": settings.get(LEGAL_BASIS),
        "signatory": asdict(agency.signatory()),
    }


def _person(employee_id: int) -> Employee:
    query = select(Employee).where(Employee.id == employee_id).options(joinedload(Employee.unit).joinedload(Unit.opd))
    return session().scalars(query.execution_options(populate_existing=True)).one()


def _refused_row(actor: Actor, pk: int, before: Recommendation | None) -> Text | None:
    """Why a planned training cannot be asked for; the row is locked, so that two requests at once find each other."""
    if before is not None and before.plan_row_id == pk:
        return None
    try:
        row: PlanRow = fetch(PlanRow, actor, pk, lock=True)
    except Missing:
        return _("Choose one of your accepted planned trainings.")
    if row.employee_id != actor.employee_id or row.state != PLANNED.key or row.development_path not in list(PATHS):
        return _("Choose one of your accepted planned trainings.")
    query = select(Recommendation.id).where(Recommendation.plan_row_id == pk, Recommendation.state.in_(TAKEN))
    if session().scalar(query.limit(1)) is not None:
        return _("There is a request for this planned training already; change that one.")
    return None
