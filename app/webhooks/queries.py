"""Reading webhooks: who wants an event, and which events there are to want."""

from collections.abc import Sequence

from sqlalchemy import select

from app.audit.queries import event_name, event_options
from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.held import held
from app.kernel.inbox import flow_models
from app.webhooks.models import Webhook
from app.webhooks.rules import GROUPS, OTHERS, TEST

HELD = "webhooks"
"""What every event asks and hardly anybody changes."""


def wanting(event: str) -> list[int]:
    """The active webhooks that want this event, as this process knows them."""
    return [pk for pk, events in held(HELD, _load) if event in events]


def event_word(key: str) -> str:
    """The event as people call it; the test has a name of its own."""
    return key if key == TEST else event_name(key)


def event_groups(actor: Actor) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """(group, its events as (key, name)): each flow first, then what belongs together, then the rest."""
    titles = {model.__workflow__.name: str(model.__workflow__.title) for model in flow_models()}
    others = {prefix: str(title) for title, prefixes in GROUPS.items() for prefix in prefixes}
    found: dict[str, list[tuple[str, str]]] = {title: [] for title in (*titles.values(), *map(str, GROUPS), str(OTHERS))}
    for key, name in event_options(actor):
        prefix = key.partition(".")[0]
        title = titles.get(prefix)
        # Below the name of its flow an event needs only the name of the act.
        found[title or others.get(prefix, str(OTHERS))].append((key, name.removeprefix(f"{title}: ").capitalize() if title else name))
    return [(title, events) for title, events in found.items() if events]


def _load() -> list[tuple[int, frozenset[str]]]:
    return [(pk, frozenset(events)) for pk, events in session().execute(select(Webhook.id, Webhook.events).where(Webhook.active))]
