"""Who wants an event, and which events there are to want."""

from flask import Flask
from flask_babel import force_locale

from app.audit.queries import event_options
from app.kernel.actor import Actor
from app.kernel.db import transaction
from app.kernel.held import renew
from app.webhooks.queries import HELD, event_groups, event_word, wanting
from app.webhooks.rules import TEST
from tests.webhooks.conftest import HookFor


def test_every_event_of_the_portal_can_be_wanted_once(ctx: Flask) -> None:
    somebody = Actor(1, "A")
    with force_locale("id"):
        groups = event_groups(somebody)
        keys = [key for _title, events in groups for key, _name in events]
        assert sorted(keys) == sorted(key for key, _name in event_options(somebody))
    assert len(keys) == len(set(keys))
    assert {"proposal.create", "proposal.forward", "employee.add", "account.deactivate", "webhook.disable"} <= set(keys)


def test_each_flow_stands_first_under_its_own_name(ctx: Flask) -> None:
    with force_locale("id"):
        title, events = event_groups(Actor(1, "A"))[0]
    assert title not in dict(events).values()
    assert all(not name.startswith(title) for name in dict(events).values())


def test_the_test_has_no_other_name(ctx: Flask) -> None:
    assert event_word(TEST) == TEST
    assert event_word("unit.change") != "unit.change"


def test_only_active_webhooks_that_want_it_are_told(hook_for: HookFor) -> None:
    hook = hook_for("http://127.0.0.1:9/", "unit.change")
    hook_for("http://127.0.0.1:9/", "unit.change", name="Aus", active=False)
    assert wanting("unit.change") == [hook.pk]
    assert wanting("unit.add") == []
    with transaction():
        hook.row.active = False
        renew(HELD)
    assert wanting("unit.change") == []
