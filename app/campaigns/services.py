"""What people do in campaigns besides taking steps: prepare one and its questions; read, confirm and answer; and what the worker does when a day is past.

Every act on a participation holds its row, so that a confirmation and the deadline never both win.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import literal, null, select, update

from app.campaigns import queries, rules
from app.campaigns.models import Campaign, CampaignQuestion, Participation
from app.campaigns.parameters import STATEMENT
from app.campaigns.rules import DEADLINE, PERSON, Standing
from app.campaigns.workflow import CLOSE, DRAFT, OPEN
from app.kernel import clock, settings
from app.kernel.actor import Actor, system_actor
from app.kernel.approval import edit, once, start, take_step
from app.kernel.crud.plain import change_record, create_record, remove_record
from app.kernel.db import insert_into, session, transaction
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import Event, publish
from app.kernel.formats import format_long_date, format_nip
from app.kernel.questionnaire.rules import check_answers, read_question
from app.kernel.scope import fetch
from app.organisation.models import Employee
from app.photos.queries import own_photo
from app.profile.queries import Field, profile_of

AT_ONCE = 2000
FIXED = ("audience_opds", "audience_jobs", "audience_webinars", "audience_present", "audience_nips")
Values = Mapping[str, Any]


# --- Preparing --------------------------------------------------------------------------------------------------------------


def add_campaign(actor: Actor, values: Values, submission: str | None = None) -> Campaign:
    """A draft. Raises Denied, Invalid."""
    return once(actor, submission, Campaign, lambda: start(actor, Campaign(**_checked(values))))


def change_campaign(actor: Actor, pk: int, values: Values, version: int) -> Campaign:
    """Write other values; once it is open, the audience stays and a deadline that has passed does not come back. Raises Conflict, Invalid."""
    with transaction():
        before: Campaign = fetch(Campaign, actor, pk, lock=True)
        checked = _checked(values)
        if before.state == OPEN.key:
            if any(checked[name] != getattr(before, name) for name in FIXED):
                raise Invalid(fields={"opd_ids": _("The campaign is open: its audience can no longer change.")})
            if not before.takes_data and checked["data_closes_on"] != before.data_closes_on:
                raise Invalid(fields={"data_closes_on": _("This deadline has passed; what was not confirmed has been deemed valid.")})
            if checked["data_closes_on"] != before.data_closes_on or checked["survey_closes_on"] != before.survey_closes_on:
                _refuse_past(checked["data_closes_on"] if before.takes_data else None, checked["survey_closes_on"])
        changed: Campaign = edit(actor, Campaign, pk, checked, version)
        return changed


def _checked(values: Values) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    kept: dict[str, Any] = {name: values[name] for name in ("data_closes_on", "survey_closes_on")}
    kept["survey_closes_on"] = kept["survey_closes_on"] or kept["data_closes_on"]
    kept |= {name: " ".join(str(values[name]).split()) for name in ("title", "source")}
    kept["guide"] = "\n".join(" ".join(line.split()) for line in str(values["guide"]).splitlines() if line.strip())
    kept["audience_opds"], kept["audience_jobs"] = rules.pack(values.get("opd_ids") or ()), rules.pack(values.get("job_types") or ())
    kept["audience_webinars"] = rules.pack(values.get("webinar_ids") or ())
    kept |= {name: bool(values.get(name)) for name in ("audience_present", "asks_photo")}
    try:
        nips = rules.read_nips(values.get("nips") or "")
        kept["audience_nips"] = rules.pack(nips)
        if nips and (unknown := queries.unknown_nips(nips)):
            shown = ", ".join(format_nip(nip) for nip in unknown[:5])
            wrong["nips"] = _("No active employee has this NIP (%(count)s in all): %(nips)s", count=len(unknown), nips=shown)
    except Invalid as refusal:
        wrong |= refusal.fields
    try:
        kept["remind_days"] = rules.read_days(values.get("remind_days") or "")
    except Invalid as refusal:
        wrong |= refusal.fields
    if kept["survey_closes_on"] < kept["data_closes_on"]:
        wrong["survey_closes_on"] = _("The questionnaire closes on the last day for the data or later.")
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def check_opening(campaign: Campaign) -> None:
    """Raises Conflict unless there is somebody it is for and time to do it."""
    _refuse_past(campaign.data_closes_on, campaign.survey_closes_on)
    if not queries.count_meant(campaign):
        raise Conflict(_("Nobody belongs to the audience of this campaign: choose other OPDs, kinds of position or NIPs."))


def _refuse_past(*days: Any) -> None:
    for day in days:
        if day is not None and rules.is_over(day, clock.today()):
            raise Conflict(_("The deadline %(day)s has passed: move it first.", day=format_long_date(day)))


def add_question(actor: Actor, values: Values, submission: str | None = None) -> CampaignQuestion:
    """A question of a draft. Raises Conflict once it is open, Invalid."""
    with transaction():
        _hold_draft(actor, values["campaign_id"])
        return create_record(actor, CampaignQuestion, _question(values), submission)


def change_question(actor: Actor, pk: int, values: Values, version: str) -> CampaignQuestion:
    """Ask otherwise; the question stays with its campaign. Raises Conflict, Invalid."""
    with transaction():
        before: CampaignQuestion = fetch(CampaignQuestion, actor, pk)
        _hold_draft(actor, before.campaign_id)
        return change_record(actor, CampaignQuestion, pk, _question({**values, "campaign_id": before.campaign_id}), version)


def remove_question(actor: Actor, pk: int) -> None:
    with transaction():
        _hold_draft(actor, fetch(CampaignQuestion, actor, pk).campaign_id)
        remove_record(actor, CampaignQuestion, pk)


def _hold_draft(actor: Actor, campaign_id: Any) -> None:
    campaign: Campaign = fetch(Campaign, actor, campaign_id, lock=True)
    if campaign.state != DRAFT.key:
        raise Conflict(_("The campaign is no longer a draft: its questions stay as they are."))


def _question(values: Values) -> dict[str, Any]:
    return {"campaign_id": values["campaign_id"], **read_question(values)}


def invite(campaign: Campaign) -> None:
    """Put everybody the campaign is for into it, also those who have come since; whoever is in it stays. One statement."""
    columns = ("campaign_id", "employee_id", "unit_id", "standing", "created_at")
    people = select(
        literal(campaign.id),
        Employee.id,
        Employee.unit_id,
        literal(Standing.OPEN.value),
        literal(clock.now(), Participation.created_at.type),
    ).where(queries.meant(campaign))
    statement = insert_into(Participation).from_select(columns, people, include_defaults=False).on_conflict_do_nothing()
    session().execute(statement)


# --- One's own part ---------------------------------------------------------------------------------------------------------


def read_guide(actor: Actor, pk: int | str) -> Participation:
    """Say that the guide was read (B1); twice is once. Raises Denied, Missing, Conflict."""
    with transaction():
        part = _held(actor, pk)
        if part.guide_at is None:
            _refuse_late(part.campaign.takes_data, part.campaign)
            part.guide_at = clock.now()
            publish(Event("participation.guide", actor, part, {}))
        return part


def confirm_data(actor: Actor, pk: int | str, *, agreed: bool, version: int) -> Participation:
    """Confirm one's data as they stood at `version` of the personnel record (B5, B6); twice is once.

    Raises Conflict when it is too late, the guide was not read or the record has changed; Invalid while something one fills in oneself is empty.
    """
    with transaction():
        part = _held(actor, pk)
        if part.data_by == PERSON:
            return part
        _refuse_late(part.campaign.takes_data and part.data_by is None, part.campaign)
        if part.guide_at is None:
            raise Conflict(_("Read the guide first."))
        person: Employee = fetch(Employee, actor, part.employee_id, lock=True)
        if person.version != version:
            raise Conflict(_("Your data have changed since this page was opened: read them again."))
        fields = profile_of(person)
        if missing := [str(field.label) for field in fields if field.is_own and field.is_missed]:
            raise Invalid(fields={"agreed": _("Fill in first: %(names)s.", names=", ".join(missing))})
        if not agreed:
            raise Invalid(fields={"agreed": _("Tick that your data are right.")})
        if part.campaign.asks_photo and own_photo(actor) is None:
            raise Invalid(fields={"agreed": _("Upload your photo first.")})
        _settle(part, PERSON, fields, settings.get(STATEMENT))
        publish(Event("participation.confirm", actor, part, {"empty": sum(field.is_missed for field in fields)}))
        return part


def answer_questions(actor: Actor, pk: int | str, typed: Values) -> Participation:
    """Send the questionnaire, once. Raises Conflict when it is too late or was sent, Invalid with every question that is wrong."""
    with transaction():
        part = _held(actor, pk)
        questions = queries.questions_of(part.campaign_id)
        if not questions:
            raise Missing
        if part.answered_at is not None:
            raise Conflict(_("You have sent this questionnaire already."))
        _refuse_late(part.campaign.takes_answers, part.campaign)
        answers = check_answers(questions, typed)
        part.answers, part.answered_at = answers, clock.now()
        part.standing = rules.standing(part.data_by, True, True).value
        session().flush()
        publish(Event("participation.answer", actor, part, {"answered": len(answers)}))
        return part


def _held(actor: Actor, pk: int | str) -> Participation:
    part: Participation = fetch(Participation, actor, pk, lock=True)
    if part.employee_id != actor.employee_id:
        raise Denied(_("Only the person himself does this."))
    return part


def _refuse_late(in_time: bool, campaign: Campaign) -> None:
    if not in_time:
        raise Conflict(_("The deadline of “%(title)s” has passed.", title=campaign.title))


def _settle(part: Participation, by: str, fields: list[Field], statement: str) -> None:
    has_survey = bool(queries.questions_of(part.campaign_id))
    part.standing = rules.standing(by, has_survey, part.answered_at is not None).value
    part.data_by, part.data_at, part.statement = by, clock.now(), statement
    part.data = {field.key: field.value for field in fields}
    session().flush()


# --- When a day is past -----------------------------------------------------------------------------------------------------


def tell() -> int:
    """Invite whoever came since, and tell everybody who was not told; returns how many."""
    for campaign in queries.open_campaigns():
        if campaign.takes_data:
            with transaction():
                invite(campaign)
    return sum(_tell(pk) for pk in queries.to_tell(AT_ONCE))


def _tell(pk: int) -> bool:
    with transaction():
        part: Participation = fetch(Participation, system_actor(), pk, lock=True)
        if part.told_at is not None:
            return False
        part.told_at = clock.now()
        publish(Event("participation.invite", system_actor(), part, {}))
        return True


def remind() -> int:
    """Tell those who have something left, as many days before its deadline as the campaign says, each once; returns how many."""
    told, today = 0, clock.today()
    for campaign in queries.open_campaigns():
        for of_data in (True, False) if campaign.questions else (True,):
            closes_on = campaign.data_closes_on if of_data else campaign.survey_closes_on
            days = rules.reminder_due(today, closes_on, campaign.reminders)
            if days is None:
                continue
            for pk in queries.to_remind(campaign, of_data=of_data, days=days, most=AT_ONCE):
                with transaction():
                    part: Participation = fetch(Participation, system_actor(), pk, lock=True)
                    if part.reminded_for == closes_on and (part.reminded_days or 0) <= days:
                        continue
                    part.reminded_for, part.reminded_days = closes_on, days
                    publish(Event("participation.remind", system_actor(), part, {"days": (closes_on - today).days}))
                    told += 1
    return told


def keep_deadlines() -> int:
    """Deem valid what was not confirmed in time (B7), then close what is over; returns how many people. Run twice, the second finds nothing."""
    deemed = sum(_deem(pk) for pk in queries.to_deem(clock.today(), AT_ONCE))
    for pk in queries.to_close(clock.today()):
        try:
            take_step(system_actor(), Campaign, pk, CLOSE.key)
        except Conflict:
            continue  # somebody pressed the button at this moment
    return deemed


def _deem(pk: int) -> bool:
    with transaction():
        part: Participation = fetch(Participation, system_actor(), pk, lock=True)
        if part.data_by is not None or part.campaign.takes_data:
            return False
        person = session().get_one(Employee, part.employee_id)
        _settle(part, DEADLINE, profile_of(person), part.campaign.source)
        publish(Event("participation.deem", system_actor(), part, {"source": part.campaign.source}))
        return True


def end_questionnaire(campaign: Campaign) -> None:
    """At the close: who confirmed his data and never sent the questionnaire stands as such."""
    open_ones = (Participation.campaign_id == campaign.id, Participation.data_by == PERSON, Participation.answers.is_(null()))
    session().execute(
        update(Participation)
        .where(*open_ones, Participation.answered_at.is_(None), Participation.standing == Standing.OPEN.value)
        .values(standing=Standing.UNANSWERED.value)
        .execution_options(synchronize_session="fetch")
    )
