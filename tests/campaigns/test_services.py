"""Preparing, opening, confirming, answering, and what happens at the last second of the last day: through the services, in the agency's own time zone."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.campaigns.models import Campaign, CampaignQuestion, Participation
from app.campaigns.rules import Standing, Task
from app.campaigns.services import (
    add_campaign,
    add_question,
    answer_questions,
    change_campaign,
    change_question,
    confirm_data,
    read_guide,
    remove_question,
)
from app.campaigns.tasks import deem_and_close, remind_people, tell_people
from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.agency import TIME_ZONE
from app.kernel.approval import take_step
from app.kernel.crud.plain import version_of
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.notifications.models import Notification
from app.organisation.services import change_employee
from tests.factories.campaigns import NOTE, answers_for, campaign_in, confirmed, fill_contact, part_of, typed_campaign
from tests.factories.city import City
from tests.factories.organisation import make_employee
from tests.factories.photos import photo_in
from tests.factories.webinars import attendance_of, open_session_of, registration_of


def at_time(day: date, hour: int, minute: int, second: int) -> Any:
    return clock.at(datetime.combine(day, time(hour, minute, second), clock.zone()))


def people_in(campaign: Campaign) -> set[int]:
    return set(session().scalars(select(Participation.employee_id).where(Participation.campaign_id == campaign.id)))


@pytest.mark.manual("B1")
def test_opening_puts_everybody_into_it_at_once(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city, "draft")
    assert people_in(campaign) == set()
    take_step(city.actor("bkpsdm_admin"), Campaign, campaign.id, "open")
    assert people_in(campaign) >= set(city.ids.values())
    part = part_of(city, campaign)
    assert (part.standing, part.left) == ("open", (Task.GUIDE, Task.DATA, Task.SURVEY))
    assert part.unit_id == city.person("owner").unit_id


@pytest.mark.manual("B1")
def test_the_audience_of_webinars_is_who_registered_or_who_was_there(ctx: Flask, city: City) -> None:
    found = open_session_of(city)
    registration_of(city, found.webinar, "colleague")
    attendance_of(city, "owner", found)
    of_it: dict[str, Any] = {"webinar_ids": [found.webinar_id]}
    registered, present = campaign_in(city, **of_it), campaign_in(city, **of_it, audience_present=True)
    assert people_in(registered) == {city.ids["owner"], city.ids["colleague"]}
    assert people_in(present) == {city.ids["owner"]}
    with pytest.raises(Invalid):
        change_campaign(city.actor("bkpsdm_admin"), present.id, typed_campaign(**of_it), present.version)


@pytest.mark.manual("B7")
def test_a_campaign_with_a_photo_takes_no_confirmation_without_one(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city, asks_photo=True)
    fill_contact(city)
    part, owner = part_of(city, campaign), city.actor("owner")
    read_guide(owner, part.id)
    with pytest.raises(Invalid) as refusal:
        confirm_data(owner, part.id, agreed=True, version=city.person("owner").version)
    assert "foto" in str(refusal.value.fields["agreed"]).lower()
    photo_in(city, "doubted")
    with pytest.raises(Invalid):
        confirm_data(owner, part.id, agreed=True, version=city.person("owner").version)
    photo_in(city)
    assert confirm_data(owner, part.id, agreed=True, version=city.person("owner").version).confirmed


@pytest.mark.parametrize("audience", ["opd", "job", "nips"])
def test_the_audience_is_an_opd_with_all_below_or_a_job_type_or_a_list(ctx: Flask, city: City, audience: str) -> None:
    owner = city.person("owner")
    changes: dict[str, Any] = {
        "opd": {"opd_ids": [city.opd_id]},
        "job": {"job_types": [owner.job_type], "opd_ids": [city.other_opd_id]},
        "nips": {"nips": f"{owner.nip[:8]} {owner.nip[8:]}\n{city.person('stranger').nip}", "opd_ids": [city.other_opd_id]},
    }[audience]
    found = people_in(campaign_in(city, **changes))
    ids = city.ids
    expected = {
        "opd": {ids["owner"], ids["colleague"], ids["supervisor"], ids["opd_admin"]},
        "job": {ids["stranger"], ids["other_opd_admin"]},
        "nips": {ids["owner"], ids["stranger"]},
    }[audience]
    assert found == expected


def test_what_cannot_be_is_refused_beside_its_field(ctx: Flask, city: City) -> None:
    actor, today = city.actor("bkpsdm_admin"), clock.today()
    for changes, field in (
        ({"nips": "200002292022021001"}, "nips"),
        ({"nips": "Budi"}, "nips"),
        ({"remind_days": "besok"}, "remind_days"),
        ({"survey_closes_on": today}, "survey_closes_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            add_campaign(actor, typed_campaign(**changes))
        assert set(refusal.value.fields) == {field}
    assert add_campaign(actor, typed_campaign(survey_closes_on=None)).survey_closes_on == today + timedelta(days=10)
    with pytest.raises(Denied):
        add_campaign(city.actor("opd_admin"), typed_campaign())


def test_a_campaign_without_people_or_without_time_does_not_open(ctx: Flask, city: City) -> None:
    actor = city.actor("bkpsdm_admin")
    nobody = campaign_in(city, "draft", opd_ids=[city.other_opd_id], job_types=["jpt_utama"])
    yesterday = clock.today() - timedelta(days=1)
    late = campaign_in(city, "draft", data_closes_on=yesterday)
    for campaign in (nobody, late):
        with pytest.raises(Conflict):
            take_step(actor, Campaign, campaign.id, "open")
        assert session().get_one(Campaign, campaign.id).state == "draft"


def test_an_open_campaign_keeps_audience_and_questions_but_its_deadline_moves(ctx: Flask, city: City) -> None:
    actor, campaign = city.actor("bkpsdm_admin"), campaign_in(city)
    with pytest.raises(Invalid) as refusal:
        change_campaign(actor, campaign.id, typed_campaign(opd_ids=[city.opd_id]), campaign.version)
    assert set(refusal.value.fields) == {"opd_ids"}
    question = campaign.questions[0]
    values = {"campaign_id": campaign.id, "position": 4, "question": "Lain?", "kind": "teks", "must_answer": False}
    for act in (
        lambda: add_question(actor, values),
        lambda: change_question(actor, question.id, values, version_of(question)),
        lambda: remove_question(actor, question.id),
    ):
        with pytest.raises(Conflict):
            act()
    later = clock.today() + timedelta(days=20)
    change_campaign(actor, campaign.id, typed_campaign(data_closes_on=later, survey_closes_on=later), campaign.version)
    assert session().get_one(Campaign, campaign.id).data_closes_on == later


def test_questions_of_a_draft_come_go_and_change(ctx: Flask, city: City) -> None:
    actor, campaign = city.actor("bkpsdm_admin"), campaign_in(city, "draft", questions=False)
    values = {
        "campaign_id": campaign.id,
        "position": 1,
        "question": " Sudah  jelas? ",
        "kind": "pilihan",
        "choices": "Ya\nTidak",
        "must_answer": True,
    }
    question = add_question(actor, values)
    assert (question.question, question.choices) == ("Sudah jelas?", "Ya\nTidak")
    changed = change_question(actor, question.id, values | {"kind": "skala", "campaign_id": 999}, version_of(question))
    assert (changed.kind, changed.choices, changed.campaign_id) == ("skala", None, campaign.id)
    with pytest.raises(Invalid):
        change_question(actor, question.id, values | {"choices": "Ya"}, version_of(changed))
    remove_question(actor, question.id)
    assert session().scalar(select(func.count()).select_from(CampaignQuestion)) == 0


@pytest.mark.manual("B5")
@pytest.mark.manual("B6")
def test_data_are_confirmed_after_the_guide_complete_and_with_a_statement(ctx: Flask, city: City) -> None:
    owner, part = city.actor("owner"), part_of(city, campaign_in(city))
    version = city.person("owner").version
    with pytest.raises(Conflict):
        confirm_data(owner, part.id, agreed=True, version=version)
    read_guide(owner, part.id)
    with pytest.raises(Invalid) as refusal:
        confirm_data(owner, part.id, agreed=True, version=version)
    assert "agreed" in refusal.value.fields
    fill_contact(city)
    with pytest.raises(Conflict):
        confirm_data(owner, part.id, agreed=True, version=version)
    version = city.person("owner").version
    with pytest.raises(Invalid):
        confirm_data(owner, part.id, agreed=False, version=version)
    confirm_data(owner, part.id, agreed=True, version=version)
    assert (part.data_by, part.standing, part.left) == ("person", "open", (Task.SURVEY,))
    assert part.data
    assert part.data["phone"] == "081234567890"
    assert "tanggung jawab saya" in (part.statement or "")
    entry = session().scalars(select(AuditEntry).where(AuditEntry.event == "participation.confirm")).one()
    assert entry.subject_id == part.id


def test_what_was_confirmed_stays_as_it_was(ctx: Flask, city: City) -> None:
    part = confirmed(city, campaign_in(city))
    person = city.person("owner")
    before = part.data["job_title"] if part.data else ""
    change_employee(city.actor("bkpsdm_admin"), person.id, {"job_title": "Kepala Seksi"}, person.version)
    assert part.data
    assert part.data["job_title"] == before != "Kepala Seksi"


def test_each_act_counts_once_and_only_ones_own(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city)
    part = confirmed(city, campaign)
    moment, owner = part.data_at, city.actor("owner")
    confirm_data(owner, part.id, agreed=True, version=1)
    assert part.data_at == moment
    answer_questions(owner, part.id, answers_for(campaign))
    assert (part.standing, part.left) == ("done", ())
    with pytest.raises(Conflict):
        answer_questions(owner, part.id, answers_for(campaign))
    with pytest.raises(Missing):
        read_guide(city.actor("colleague"), part.id)
    for name in ("supervisor", "opd_admin", "bkpsdm_admin"):
        with pytest.raises(Denied):
            read_guide(city.actor(name), part.id)


def test_a_campaign_without_questions_is_done_with_the_data(ctx: Flask, city: City) -> None:
    part = confirmed(city, campaign_in(city, questions=False))
    assert part.standing == "done"
    with pytest.raises(Missing):
        answer_questions(city.actor("owner"), part.id, {})


@pytest.mark.manual("B7")
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura"])
def test_after_the_last_second_the_rest_is_deemed_valid_with_its_source(ctx: Flask, city: City, zone: str) -> None:
    settings.change_setting(system_actor(), TIME_ZONE, zone)
    campaign = campaign_in(city)
    mine, late = confirmed(city, campaign), part_of(city, campaign, "colleague")
    fill_contact(city, "colleague")
    colleague, version = city.actor("colleague"), city.person("colleague").version
    with at_time(campaign.data_closes_on, 23, 59, 59):
        deem_and_close()
        assert late.standing == "open"
        read_guide(colleague, late.id)
    with at_time(campaign.data_closes_on + timedelta(days=1), 0, 0, 0):
        with pytest.raises(Conflict):
            confirm_data(colleague, late.id, agreed=True, version=version)
        deem_and_close()
        deem_and_close()
        session().expire_all()
        assert (late.standing, late.data_by, late.statement) == ("deemed", "deadline", "Data kepegawaian yang dimuat BKPSDM")
        assert late.data
        assert late.data["nip"] == city.person("colleague").nip
        assert (mine.standing, mine.data_by) == ("open", "person")
        assert late.left == (Task.SURVEY,)
        answer_questions(colleague, late.id, answers_for(campaign))
        assert late.standing == "deemed"
    deemed = session().scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "participation.deem"))
    assert deemed == len(people_in(campaign)) - 1
    with at_time(campaign.survey_closes_on, 23, 59, 59):
        deem_and_close()
        assert session().get_one(Campaign, campaign.id).state == "open"
    with at_time(campaign.survey_closes_on + timedelta(days=1), 0, 0, 0):
        with pytest.raises(Conflict):
            answer_questions(city.actor("owner"), mine.id, answers_for(campaign))
        deem_and_close()
        session().expire_all()
        assert (session().get_one(Campaign, campaign.id).state, mine.standing) == ("closed", "unanswered")


@pytest.mark.manual("B7")
def test_closing_early_deems_the_rest_valid(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city)
    part = part_of(city, campaign)
    take_step(city.actor("bkpsdm_admin"), Campaign, campaign.id, "close", NOTE)
    with pytest.raises(Conflict):
        read_guide(city.actor("owner"), part.id)
    deem_and_close()
    session().expire_all()
    assert part.standing == Standing.DEEMED.value


def test_everybody_is_told_once_newcomers_too(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city)
    tell_people()
    tell_people()
    count = session().scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "participation.invite"))
    assert count == len(people_in(campaign))
    newcomer = make_employee(city.opd)
    tell_people()
    assert newcomer.id in people_in(campaign)


def test_reminders_come_on_their_days_once_to_those_who_are_not_done(ctx: Flask, city: City) -> None:
    campaign = campaign_in(city, nips="\n".join(city.person(name).nip for name in ("owner", "colleague")))
    confirmed(city, campaign)
    tell_people()

    def reminded() -> int:
        return session().scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "participation.remind")) or 0

    counts = []
    for days in (8, 7, 7, 4, 3, 1, 0):
        with at_time(campaign.data_closes_on - timedelta(days=days), 9, 0, 0):
            remind_people()
            counts.append(reminded())
    # the colleague 7, 3 and 1 days before the data's deadline; the owner, who has the questionnaire left, 7 and 3 before its own, two days later
    assert counts == [0, 1, 1, 2, 3, 5, 5]
    assert session().scalar(select(func.count()).select_from(Notification).where(Notification.title.contains("Pemutakhiran"))) is not None
