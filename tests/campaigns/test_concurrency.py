"""A confirmation and the deadline at the same instant: one of them holds, and it is in the trail once; on PostgreSQL and on SQLite."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.campaigns.models import Campaign, Participation
from app.campaigns.services import confirm_data, keep_deadlines, read_guide, tell
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.db import session
from tests.factories.campaigns import campaign_in, fill_contact, part_of
from tests.factories.city import make_city
from tests.proposals.test_concurrency import at_once


@pytest.mark.manual("B7")
def test_two_confirmations_and_two_deadlines_leave_one_outcome(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        fill_contact(city)
        campaign = campaign_in(city, nips=city.person("owner").nip)
        owner, version, last = city.actor("owner"), city.person("owner").version, campaign.data_closes_on
        pk = part_of(city, campaign).id
        read_guide(owner, pk)
    confirm = partial(_at, datetime.combine(last, time(23, 59, 59), clock.zone()), partial(_confirm, owner, pk, version))
    late = partial(_at, datetime.combine(last + timedelta(days=1), time(), clock.zone()), keep_deadlines)
    at_once(app, confirm, late, confirm, late)
    with app.app_context():
        part = session().get_one(Participation, pk)
        told = (
            session().scalars(select(AuditEntry.event).where(AuditEntry.event.in_(("participation.confirm", "participation.deem")))).all()
        )
        assert list(told) == [{"person": "participation.confirm", "deadline": "participation.deem"}[str(part.data_by)]]


def test_inviting_twice_at_once_invites_everybody_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        campaign_id = campaign_in(city).id
    at_once(app, tell, tell)
    with app.app_context():
        people = session().scalar(select(func.count()).select_from(Participation).where(Participation.campaign_id == campaign_id))
        told = session().scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "participation.invite"))
        assert told == people
        assert session().get_one(Campaign, campaign_id).state == "open"


def _at(moment: datetime, act: Any) -> Any:
    with clock.at(moment):
        return act()


def _confirm(owner: Actor, pk: int, version: int) -> str:
    return str(confirm_data(owner, pk, agreed=True, version=version).data_by)
