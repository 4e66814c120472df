"""ExplainedField: one of a few, each with a sentence that says what it means, read while choosing.

>>> kind = ExplainedField(_("Kind"), [required()])
>>> form.kind.choices = [explained("a", "First", help="What the first one is"), ...]
"""

from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice


def explained(value: str, label: str, *, help: str = "", only_for: str = "") -> SelectChoice:
    """A choice with its sentence; `only_for` ("field=value") offers it only while that select of the form holds that value, where scripts run."""
    return SelectChoice(value, label, {"help": help, "only_for": only_for})


class ExplainedField(RadioField):
    """Radio buttons with their sentences; data is None when nothing is chosen. Set `choices` in the view's `prepare`."""

    def __init__(self, label: Any = None, validators: Any = None, **values: Any) -> None:
        super().__init__(label, validators, **({"choices": []} | values))

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0]:
            self.data: str | None = None
            return
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)
