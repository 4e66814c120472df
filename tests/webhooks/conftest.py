"""A webhook that leads to a receiver of the test's own, on this machine."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask_appbuilder.security.sqla.models import User

from app.kernel.actor import Actor, Assignment
from app.kernel.db import session
from app.kernel.roles import Role
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.rules import sign
from app.webhooks.services import add_webhook
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.servers.receiver import Receiver, Taken

EVENTS = ("proposal.create", "proposal.forward", "unit.change")


@dataclass(frozen=True)
class Hook:
    """A webhook with what its owner knows of it."""

    pk: int
    secret: str

    @property
    def row(self) -> Webhook:
        return session().get_one(Webhook, self.pk, populate_existing=True)


HookFor = Callable[..., Hook]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def loopback(portal: Flask) -> Iterator[None]:
    """Webhooks may lead to this machine, where the test receives."""
    portal.config["WEBHOOK_ALLOW_LOOPBACK"] = True
    yield
    portal.config["WEBHOOK_ALLOW_LOOPBACK"] = False


@pytest.fixture
def quiet(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent by itself: the test is the worker."""
    monkeypatch.setattr("app.webhooks.tasks.run_soon", lambda *arguments: None)


@pytest.fixture
def maker(city: City) -> Actor:
    """A BKPSDM admin with an account."""
    username = make_account(None, Role.BKPSDM_ADMIN, name="admin.webhook")
    user = session().query(User).filter_by(username=username).one()
    return Actor(user.id, "Admin Webhook", None, (Assignment(Role.BKPSDM_ADMIN),))


@pytest.fixture
def hook_for(maker: Actor, loopback: None) -> HookFor:
    """A function that makes a webhook to `url`."""

    def make(url: str, *events: str, name: str = "Dasbor kota", active: bool = True) -> Hook:
        made = add_webhook(maker, {"name": name, "url": url, "events": list(events or EVENTS), "active": active})
        assert made.secret
        return Hook(made.webhook.id, made.secret)

    return make


def deliveries() -> list[WebhookDelivery]:
    query = session().query(WebhookDelivery).order_by(WebhookDelivery.id).populate_existing()
    return list(query)


def is_signed(taken: Taken, secret: str) -> bool:
    """What a receiver checks before it believes anything."""
    headers = taken.headers
    expected = sign(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), taken.body)
    return expected in headers["webhook-signature"].split(" ")


def told(taken: Taken) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(taken.body)
    return found
