"""An event and its deliveries are one: both are there, or neither."""

import json

import pytest
from sqlalchemy import delete

from app.kernel.actor import system_actor
from app.kernel.approval import take_step
from app.kernel.db import transaction
from app.kernel.events import Event, publish
from app.proposals.models import Proposal
from app.webhooks.models import Webhook
from app.webhooks.queries import wanting
from app.webhooks.services import tell_webhooks
from tests.factories.city import City
from tests.factories.privacy import restricted
from tests.factories.proposals import proposal_in
from tests.webhooks.conftest import HookFor, deliveries

pytestmark = pytest.mark.usefixtures("quiet")
NOWHERE = "http://127.0.0.1:9/"


def happen(city: City) -> Event:
    event = Event("unit.change", system_actor(), city.opd)
    publish(event)
    return event


def test_a_committed_event_has_its_delivery(city: City, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    with transaction():
        event = happen(city)
    row = deliveries()[0]
    assert (row.webhook_id, row.event, row.key, row.progress, row.attempts) == (
        hook.pk,
        "unit.change",
        f"{event.id}-{hook.pk}",
        "waiting",
        0,
    )


def test_what_was_rolled_back_is_never_sent(city: City, hook_for: HookFor) -> None:
    hook_for(NOWHERE)
    with pytest.raises(ZeroDivisionError):
        happen_and_fail(city)
    assert deliveries() == []


def test_the_same_event_twice_is_one_delivery(city: City, hook_for: HookFor) -> None:
    hook_for(NOWHERE)
    with transaction():
        event = happen(city)
        assert tell_webhooks(event) == 0
    assert len(deliveries()) == 1


def test_what_nobody_wants_writes_nothing(city: City, hook_for: HookFor) -> None:
    hook_for(NOWHERE, "proposal.create")
    hook_for(NOWHERE, "unit.change", name="Aus", active=False)
    with transaction():
        happen(city)
    assert deliveries() == []


def test_a_webhook_deleted_a_moment_ago_stops_no_step(city: City, hook_for: HookFor) -> None:
    """What this process held of it is older than the database."""
    hook = hook_for(NOWHERE)
    assert wanting("unit.change") == [hook.pk]
    with transaction() as current:
        current.execute(delete(Webhook).where(Webhook.id == hook.pk).execution_options(synchronize_session=False))
        happen(city)
    assert deliveries() == []


@pytest.mark.gate("G9")
def test_a_step_tells_ids_and_states_and_nobodys_name(city: City, hook_for: HookFor) -> None:
    hook_for(NOWHERE)
    proposal = proposal_in(city, "submitted", title="Pelatihan Rahasia")
    take_step(city.actor("opd_admin"), Proposal, proposal.id, "forward")
    made, forwarded = (json.loads(row.body) for row in deliveries())
    subject = {"type": "proposal", "id": proposal.id, "url": f"http://localhost/api/v1/proposals/{proposal.id}"}
    assert made["data"] == {"subject": subject, "from": None, "to": "submitted"}
    assert forwarded["type"] == "proposal.forward"
    assert forwarded["data"] == {"subject": subject, "from": "submitted", "to": "forwarded"}
    assert set(forwarded) == {"type", "id", "timestamp", "data"}
    everything = "".join(row.body for row in deliveries())
    owner = city.person("owner")
    assert not [text for text in ("Rahasia", owner.nip, owner.full_name, city.actor("opd_admin").name) if text in everything]


def test_of_people_whose_data_are_restricted_nothing_is_sent(city: City, hook_for: HookFor) -> None:
    hook_for(NOWHERE)
    restricted(city)
    proposal_in(city, "submitted", "owner")
    assert deliveries() == []
    proposal_in(city, "submitted", "colleague")
    assert [row.event for row in deliveries()] == ["proposal.create"]


def test_what_the_api_does_not_have_has_no_address(city: City, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE, "webhook.secret")
    with transaction():
        publish(Event("webhook.secret", system_actor(), hook.row))
    assert json.loads(deliveries()[0].body)["data"]["subject"] == {"type": "webhook", "id": hook.pk, "url": None}


def happen_and_fail(city: City) -> None:
    with transaction():
        happen(city)
        raise ZeroDivisionError
