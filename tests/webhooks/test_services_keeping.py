"""Making, changing, ending webhooks; their secrets at rest; deliveries by hand."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.audit.models import AuditEntry
from app.kernel import clock
from app.kernel.actor import Actor, Assignment
from app.kernel.db import session, transaction
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.outbox import Progress
from app.kernel.roles import Role
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.rules import TEST
from app.webhooks.services import (
    add_webhook,
    change_webhook,
    forget_deliveries,
    remove_webhook,
    renew_secret,
    send_again,
    send_test,
)
from app.webhooks.services.telling import delivery_row, write_rows
from tests.webhooks.conftest import HookFor, deliveries

pytestmark = pytest.mark.usefixtures("quiet", "loopback")
NOWHERE = "http://127.0.0.1:9/kunci-rahasia"


def typed(**changes: Any) -> dict[str, Any]:
    return {"name": "Dasbor kota", "url": NOWHERE, "events": ["unit.change"], "active": True} | changes


def a_delivery(pk: int, event: str = "unit.change", key: str = "k1", **values: Any) -> WebhookDelivery:
    with transaction() as current:
        write_rows([delivery_row(pk, event, key, "{}")])
        row = current.query(WebhookDelivery).filter_by(key=key).one()
        for name, value in values.items():
            setattr(row, name, value)
        return row


def test_the_secret_is_answered_once_and_kept_sealed(maker: Actor) -> None:
    made = add_webhook(maker, typed(), "page-1")
    assert made.secret
    assert made.secret not in str(vars(made.webhook))
    again = add_webhook(maker, typed(), "page-1")
    assert (again.webhook.id, again.secret) == (made.webhook.id, None)
    assert session().query(Webhook).count() == 1


@pytest.mark.gate("G9")
def test_the_trail_has_neither_secret_nor_the_receivers_key(maker: Actor) -> None:
    made = add_webhook(maker, typed())
    new = renew_secret(maker, made.webhook.id)
    change_webhook(maker, made.webhook.id, typed(name="Lain"), "1")
    remove_webhook(maker, made.webhook.id)
    kept = [entry for entry in session().query(AuditEntry).order_by(AuditEntry.position) if entry.event.startswith("webhook.")]
    assert [entry.event for entry in kept] == ["webhook.add", "webhook.secret", "webhook.change", "webhook.delete"]
    assert kept[0].data["after"] == {"name": "Dasbor kota", "url": "http://127.0.0.1", "events": ["unit.change"], "active": True}
    everything = str([entry.data for entry in kept])
    assert not [text for text in (made.secret, new.secret, "kunci-rahasia", "sealed") if str(text) in everything]


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1/", "https://169.254.169.254/", "http://8.8.8.8/", "ftp://8.8.8.8/", "bukan alamat", "https://me:pw@8.8.8.8/"]
)
def test_an_address_that_would_not_be_called_is_refused_beside_its_field(maker: Actor, url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add_webhook(maker, typed(url=url))
    assert list(refusal.value.fields) == ["url"]
    assert session().query(Webhook).count() == 0


def test_the_intranet_is_open_where_the_agency_says_so(ctx: Flask, maker: Actor) -> None:
    ctx.config["WEBHOOK_ALLOW_PRIVATE"] = True
    try:
        assert add_webhook(maker, typed(url="https://10.0.0.1/")).secret
        with pytest.raises(Invalid):
            add_webhook(maker, typed(name="Lain", url="https://169.254.169.254/"))
    finally:
        ctx.config["WEBHOOK_ALLOW_PRIVATE"] = False


def test_a_name_is_taken_once(maker: Actor) -> None:
    first = add_webhook(maker, typed()).webhook
    second = add_webhook(maker, typed(name="Lain")).webhook
    with pytest.raises(Invalid) as refusal:
        change_webhook(maker, second.id, typed(), "1")
    assert list(refusal.value.fields) == ["name"]
    assert change_webhook(maker, first.id, typed(), "1").version == 2


def test_who_comes_second_is_told(maker: Actor, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    change_webhook(maker, hook.pk, typed(name="Baru"), "1")
    with pytest.raises(Conflict):
        change_webhook(maker, hook.pk, typed(name="Lain"), "1")


def test_switching_on_again_forgets_why_it_was_off(maker: Actor, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    with transaction():
        row = hook.row
        row.active, row.stopped, row.failing_since, row.next_at = False, "HTTP 410", clock.now(), clock.now()
    change_webhook(maker, hook.pk, typed(), "1")
    assert (hook.row.active, hook.row.stopped, hook.row.failing_since, hook.row.next_at) == (True, "", None, None)


def test_it_goes_with_its_deliveries(maker: Actor, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    a_delivery(hook.pk)
    remove_webhook(maker, hook.pk)
    assert (session().query(Webhook).count(), deliveries()) == (0, [])


@pytest.mark.parametrize("progress", [Progress.SENT, Progress.STUCK, Progress.GIVEN_UP, Progress.WAITING])
def test_sent_again_it_starts_over_under_its_old_id(maker: Actor, hook_for: HookFor, progress: Progress) -> None:
    hook = hook_for(NOWHERE)
    row = a_delivery(hook.pk, progress=progress.value, attempts=9, reason="HTTP 500", due_at=clock.now() + timedelta(hours=5))
    send_again(maker, row.id)
    row = deliveries()[0]
    assert (row.key, row.progress, row.attempts, row.reason) == ("k1", "waiting", 0, "")
    assert row.due_at <= clock.now()


def test_what_is_being_sent_or_leads_nowhere_is_not_sent_again(maker: Actor, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    held = a_delivery(hook.pk, progress="sending", lease="x", leased_until=clock.now())
    off = hook_for(NOWHERE, name="Aus", active=False)
    dead = a_delivery(off.pk, key="k2", progress="given_up")
    for row in (held, dead):
        with pytest.raises(Conflict):
            send_again(maker, row.id)
    send_again(maker, a_delivery(off.pk, TEST, "k3", progress="stuck").id)


def test_a_test_says_nothing_but_that_it_is_one(maker: Actor, hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    send_test(maker, hook.pk)
    assert deliveries()[0].event == TEST
    assert '"data":{"subject":null}' in deliveries()[0].body


def test_what_came_to_an_end_long_ago_is_forgotten(hook_for: HookFor) -> None:
    hook = hook_for(NOWHERE)
    old = clock.now() - timedelta(days=31)
    for progress in (Progress.SENT, Progress.STUCK, Progress.GIVEN_UP, Progress.WAITING):
        a_delivery(hook.pk, key=f"old-{progress}", progress=progress.value, created_at=old)
    a_delivery(hook.pk, key="new", progress="sent")
    assert forget_deliveries() == 3
    assert [row.key for row in deliveries()] == ["old-waiting", "new"]


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.SUPERVISOR, Role.OPD_ADMIN, Role.AUDITOR])
def test_for_everybody_else_there_is_no_webhook(maker: Actor, hook_for: HookFor, role: Role) -> None:
    hook = hook_for(NOWHERE)
    row = a_delivery(hook.pk)
    other = Actor(maker.user_id, "Orang lain", None, (Assignment(role),))
    for act in (
        lambda: change_webhook(other, hook.pk, typed(), "1"),
        lambda: remove_webhook(other, hook.pk),
        lambda: renew_secret(other, hook.pk),
    ):
        with pytest.raises(Missing):
            act()
    for act in (lambda: send_test(other, hook.pk), lambda: send_again(other, row.id)):
        with pytest.raises(Missing):
            act()
