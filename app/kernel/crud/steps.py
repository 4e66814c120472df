"""The words and dialogs of steps, and a record's history as people read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from app.kernel import richtext
from app.kernel.actor import Actor
from app.kernel.approval import CREATE, EDIT, RESUBMIT, StepHistory
from app.kernel.brought import BRING, TAKE_BACK
from app.kernel.roles import Role
from app.kernel.workflow import NOTE_TITLE, Act, Step, Workflow

REASON = "step-reason"
OWN_STEPS = {
    CREATE: lazy_gettext("Created"),
    EDIT: lazy_gettext("Edited"),
    RESUBMIT: lazy_gettext("Corrected and sent again"),
    BRING: lazy_gettext("Brought over by import"),
    TAKE_BACK: lazy_gettext("Import undone"),
}


@dataclass(frozen=True)
class Asking:
    """What a person is asked before a step: the question of the act, and the reason where one is needed."""

    id: str
    act: Act
    needs_note: bool
    question: str
    more: str
    yes: str
    reason: "Reason"


@dataclass(frozen=True)
class Reason:
    """The form that asks for the reason: one for all flows that call it the same."""

    id: str
    title: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One stage in the timeline."""

    title: str
    tone: str
    person: str
    role: str
    at: datetime
    note_html: Markup | None
    in_place_of: str | None = None


def asking_for(flow: Workflow, act: Act, needs_note: bool, count: int = 0, *, many: bool = False) -> Asking:
    """The question for one record, or for several (`many`, or `count` of them)."""
    several = many or count > 0
    name = asking_id(flow, act, needs_note, many=several)
    question = _("%(act)s all chosen rows?", act=act.label) if several else str(act.ask or act.label)
    more = _("Rows that cannot take this step now are left as they are and listed with the reason.") if several else str(act.ask_more or "")
    return Asking(name, act, needs_note, question, more, str(act.yes or act.label), reason_of(flow))


def reason_of(flow: Workflow) -> Reason:
    """The reason in the flow's own words."""
    name = REASON if flow.note_title is NOTE_TITLE else f"{REASON}-{flow.name}"
    return Reason(name, str(flow.note_title), str(flow.note_label))


def asking_id(flow: Workflow, act: Act, needs_note: bool, *, many: bool = False) -> str:
    """The id of the dialog that `asking_for` describes."""
    return f"{'bulk' if many else 'step'}-{flow.name}-{act.key}{'-note' if needs_note else ''}"


def askings(flow: Workflow, actor: Actor, steps: Iterable[Step], *, bulk: bool = False) -> list[Asking]:
    """Every dialog that the open `steps` of a page need, once; with `bulk` also those of the bar above the table."""
    known = list(steps)
    found = [asking_for(flow, step.act, step.needs_note) for step in known]
    if bulk:
        found += [asking_for(flow, act, bulk_needs_note(flow, act, actor), many=True) for act in acts_of(flow, known)]
    return list({asking.id: asking for asking in found}.values())


def acts_of(flow: Workflow, steps: Iterable[Step]) -> tuple[Act, ...]:
    """The acts of `steps`, each once, in the order of the flow."""
    # By key: comparing acts would translate all their words.
    present = {step.key for step in steps}
    return tuple(act for act in flow.acts() if act.key in present)


def bulk_needs_note(flow: Workflow, act: Act, actor: Actor) -> bool:
    """Whether any row of the act that the actor's roles may take wants a reason."""
    return any(step.needs_note for step in flow.steps if step.key == act.key and actor.has(step.role))


def describe_history(flow: Workflow, rows: Sequence[StepHistory]) -> list[Entry]:
    """The stages, oldest first: what was done, by whom in which role, when and why."""
    acts = {act.key: act for act in flow.acts()}
    return [_entry(flow, acts, row) for row in rows]


def _entry(flow: Workflow, acts: dict[str, Act], row: StepHistory) -> Entry:
    state = flow.state(row.to_state)
    title = str(OWN_STEPS.get(row.step) or (acts[row.step].label if row.step in acts else row.step))
    if title != str(state.label):
        title = f"{title} · {state.label}"
    note = Markup(richtext.clean(row.note)) if row.note else None  # noqa: S704 - cleaned by the allow-list
    return Entry(title, str(state.tone), row.actor_name, str(Role(row.role).label), row.at, note, row.in_place_of)
