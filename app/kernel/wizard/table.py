"""The table of a wizard's steps; it checks itself when built."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.errors import Text
from app.kernel.forms import PortalForm

SUMMARY = "summary"
SUMMARY_TITLE = _("Summary")
DECLARATION = _("I declare that the data I have entered is correct")
QUESTION, MORE, SEND = _("Are you sure?"), _("The data will be sent."), _("Send")


@dataclass(frozen=True)
class WizardStep:
    """One step: its key in the address, its title in the progress bar, and the part of the form it asks for."""

    key: str
    title: Text
    form: type[PortalForm]


@dataclass(frozen=True)
class Wizard:
    """The steps in their order; the summary with the declaration follows by itself. `kind` names the drafts. Raises ValueError for a table that cannot be.

    `send` is the button below the declaration, for a wizard whose record is sent by a step of its own afterwards.
    With `asks_at_each_step` the question is put before every step is left for the next one, as the manual draws it (S11); without JavaScript one just goes on.
    """

    kind: str
    steps: tuple[WizardStep, ...]
    summary_title: Text = SUMMARY_TITLE
    declaration: Text = DECLARATION
    question: Text = QUESTION
    more: Text = MORE
    send: Text = SEND
    asks_at_each_step: bool = True
    form: type[PortalForm] = field(init=False)

    def __post_init__(self) -> None:
        keys = [step.key for step in self.steps]
        names = [name for step in self.steps for name in _field_names(step.form)]
        if not keys or SUMMARY in keys or len(keys) != len(set(keys)):
            raise ValueError(f"wizard {self.kind}: every step needs a key of its own, and {SUMMARY} is taken")
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"wizard {self.kind}: {', '.join(sorted(twice))} is asked for in two steps")
        object.__setattr__(self, "form", type(f"{self.kind.title()}Form", tuple(step.form for step in self.steps), {}))

    @property
    def keys(self) -> tuple[str, ...]:
        """The addresses of all pages, the summary's last."""
        return (*(step.key for step in self.steps), SUMMARY)

    def step(self, key: str) -> WizardStep | None:
        """The step called `key`; None for the summary and for what is none."""
        return next((step for step in self.steps if step.key == key), None)

    def title_of(self, key: str) -> Text:
        step = self.step(key)
        return step.title if step else self.summary_title


def _field_names(form: type[Any]) -> set[str]:
    """The fields a form adds to those every form has."""
    shared = set(dir(PortalForm))
    return {name for name in dir(form) if name not in shared and hasattr(getattr(form, name), "_formfield")}
