"""From what somebody does to the receiver, through listener, queue and worker."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import transaction
from app.proposals.models import Proposal
from app.webhooks.tasks import send_waiting, sweep_deliveries
from tests.factories.city import City
from tests.factories.proposals import proposal_in
from tests.servers.receiver import Receiver
from tests.webhooks.conftest import HookFor, deliveries, told


def test_a_step_is_at_the_receiver_a_moment_later(city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    proposal = proposal_in(city, "submitted")
    take_step(city.actor("opd_admin"), Proposal, proposal.id, "forward")
    assert [told(taken)["type"] for taken in receiver.taken] == ["proposal.create", "proposal.forward"]


def test_a_dead_receiver_stops_no_step(city: City, hook_for: HookFor) -> None:
    with Receiver() as gone:
        url = gone.url
    hook_for(url)
    proposal = proposal_in(city, "forwarded")
    assert proposal.state == "forwarded"
    assert [row.progress for row in deliveries()] == ["waiting", "waiting"]


def test_the_periodic_round_finds_what_failed_before(
    city: City, hook_for: HookFor, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.webhooks.tasks.run_soon", lambda *arguments: None)
    hook_for(receiver.url)
    proposal_in(city, "submitted")
    assert receiver.taken == []
    send_waiting()
    assert [row.progress for row in deliveries()] == ["sent"]


def test_the_sweep_lets_go_of_what_is_old(ctx: Flask, city: City, hook_for: HookFor, receiver: Receiver) -> None:
    hook_for(receiver.url)
    proposal_in(city, "submitted")
    with transaction():
        deliveries()[0].created_at = clock.now() - timedelta(days=400)
    sweep_deliveries()
    assert deliveries() == []
