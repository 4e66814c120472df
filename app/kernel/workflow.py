"""A flow is a table: states, the steps between them, and who may take, edit and create. Pure data that checks itself when built.

The same rows draw the buttons, guard the route, the REST call and the bulk action, name the events, and feed the tests and the diagrams of `flask flows`.
There are no callbacks: effects listen to the event `<flow>.<step>`.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _

from app.kernel.errors import Text
from app.kernel.roles import Reach, Role

NOTE_TITLE, NOTE_LABEL = _("REASON FORM"), _("Reason")
"""What a reason is asked for under, unless a flow says otherwise (P26)."""


class Tone(StrEnum):
    """The colour of a badge or button; always beside its text, never instead of it."""

    NEUTRAL = "neutral"
    INFO = "info"
    PRIMARY = "primary"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True)
class State:
    """A place where a record rests. `waits_for` is the role (and its reach) whose move it is; a `hidden` state is a soft deletion.

    An `unhurried` one is pending as well, but asks nobody for a move: it stands in no inbox, and goes with its person when he moves.
    """

    key: str
    label: Text
    tone: Tone = Tone.NEUTRAL
    waits_for: tuple[Role, Reach] | None = None
    hidden: bool = False
    unhurried: bool = False

    @property
    def pending(self) -> bool:
        """Whether the record is on its way still, so that it goes with its person."""
        return self.waits_for is not None or self.unhurried


@dataclass(frozen=True)
class Act:
    """What a person does to a record: the words of its button, question and answer. `done` is said when it worked."""

    key: str
    label: Text
    tone: Tone = Tone.PRIMARY
    icon: str = "check-lg"
    ask: Text | None = None
    ask_more: Text | None = None
    yes: Text | None = None
    no: Text | None = None
    done: Text | None = None


@dataclass(frozen=True)
class Step:
    """One row of a flow: `act` moves a record from any of `sources` to `target` when taken in `role` within `reach`; `needs` may name "note"."""

    act: Act
    sources: tuple[State, ...]
    target: State
    role: Role
    reach: Reach
    needs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.act.key

    @property
    def needs_note(self) -> bool:
        return "note" in self.needs


@dataclass(frozen=True)
class Edit:
    """`role` may change the record's content in `states`; saving moves it to `becomes` where that is given (a returned record goes back to the queue)."""

    role: Role
    reach: Reach
    states: tuple[State, ...]
    becomes: State | None = None


@dataclass(frozen=True)
class Bringing:
    """`role` may bring records over from a spreadsheet: they arrive in `arrives`, and lie in `leaves` once their batch is undone."""

    role: Role
    reach: Reach
    arrives: State
    leaves: State


class FlowError(ValueError):
    """A flow that cannot be: raised when the table is built, so that a wrong one never starts."""


@dataclass(frozen=True)
class Workflow:
    """`name` is the noun of its events; `creators` are the roles (and reaches) that may start a record, `bringing` says who else may
    bring records over.

    `note_title` and `note_label` are the words under which its steps ask for a reason.
    """

    name: str
    title: Text
    states: tuple[State, ...]
    initial: State
    creators: tuple[tuple[Role, Reach], ...]
    steps: tuple[Step, ...]
    edits: tuple[Edit, ...] = ()
    note_title: Text = NOTE_TITLE
    note_label: Text = NOTE_LABEL
    bringing: Bringing | None = None

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise FlowError(f"{self.name}: {problem}")

    def state(self, key: str) -> State:
        """The state called `key`; raises KeyError."""
        return next((state for state in self.states if state.key == key), None) or _unknown(key)

    def acts(self) -> tuple[Act, ...]:
        """Every act once, in the order of the table."""
        # By key: hashing an act would translate all its words.
        return tuple({step.key: step.act for step in self.steps}.values())

    def steps_from(self, state: str, *, act: str | None = None) -> tuple[Step, ...]:
        """The rows that leave `state`, all of them or those of one act."""
        return tuple(step for step in self.steps if any(source.key == state for source in step.sources) and act in (None, step.key))

    def edits_in(self, state: str) -> tuple[Edit, ...]:
        return tuple(edit for edit in self.edits if any(each.key == state for each in edit.states))

    @property
    def state_keys(self) -> tuple[str, ...]:
        return tuple(state.key for state in self.states)

    def _problems(self) -> Iterator[str]:
        keys = self.state_keys
        if len(set(keys)) != len(keys):
            yield "two states share a key"
        named = [*(source for step in self.steps for source in step.sources), *(step.target for step in self.steps), self.initial]
        named += [state for edit in self.edits for state in (*edit.states, *((edit.becomes,) if edit.becomes else ()))]
        named += [self.bringing.arrives, self.bringing.leaves] if self.bringing else []
        for state in named:
            if state not in self.states:
                yield f"state {state.key} is used but not listed"
        if not self.creators:
            yield "nobody may create a record"
        seen: set[tuple[str, str, Role]] = set()
        for step in self.steps:
            if not step.sources:
                yield f"step {step.key} starts nowhere"
            if unknown := set(step.needs) - {"note"}:
                yield f"step {step.key} needs the unknown {', '.join(sorted(unknown))}"
            for source in step.sources:
                if source.hidden:
                    yield f"step {step.key} leaves the hidden state {source.key}"
                if source == step.target:
                    yield f"step {step.key} stays in {source.key}"
                if (step.key, source.key, step.role) in seen:
                    yield f"step {step.key} of {step.role} from {source.key} is listed twice"
                seen.add((step.key, source.key, step.role))
        acts: dict[str, Act] = {}
        for step in self.steps:
            if acts.setdefault(step.key, step.act) != step.act:
                yield f"act {step.key} has two wordings"
        edited: set[tuple[Role, str]] = set()
        for edit in self.edits:
            for state in edit.states:
                if (edit.role, state.key) in edited:
                    yield f"editing of {state.key} by {edit.role} is listed twice"
                edited.add((edit.role, state.key))
        for state in self.states:
            if state not in self._reachable():
                yield f"state {state.key} can never be reached"

    def _reachable(self) -> set[State]:
        moves = [(source, step.target) for step in self.steps for source in step.sources]
        moves += [(state, edit.becomes) for edit in self.edits if edit.becomes for state in edit.states]
        found, queue = {self.initial}, deque([self.initial])
        while queue:
            here = queue.popleft()
            for source, target in moves:
                if source == here and target not in found:
                    found.add(target)
                    queue.append(target)
        return found


def _unknown(key: str) -> State:
    raise KeyError(key)
