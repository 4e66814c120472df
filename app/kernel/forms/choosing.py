"""Fields that choose: out of a list, or out of thousands by typing; what comes back is fetched again inside the actor's scope."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, SelectField
from wtforms.fields.choices import Choice
from wtforms.validators import StopValidation
from wtforms.widgets import Select

from app.kernel.actor import current_actor
from app.kernel.errors import Missing
from app.kernel.scope import fetch

Search = Callable[..., Sequence[tuple[Any, str]]]
LONGEST_TYPED, MOST_FOUND = 100, 20


class ChoiceField(SelectField):
    """A select whose first, empty entry is `placeholder`; data is None when nothing is chosen. Set `choices` in the view's `prepare`."""

    def __init__(self, label: Any = None, validators: Any = None, placeholder: Any = None, **values: Any) -> None:
        super().__init__(label, validators, **({"choices": []} | values))
        self.placeholder = placeholder

    def iter_choices(self) -> Iterator[Any]:
        yield self._nothing()
        yield from super().iter_choices()

    def iter_groups(self) -> Iterator[Any]:
        yield ("", [self._nothing()])
        yield from super().iter_groups()

    def process_data(self, value: Any) -> None:
        self.data = value if value in (None, "") else self.coerce(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        super().pre_validate(form)

    def _nothing(self) -> Choice:
        return Choice("", str(self.placeholder or _("Choose…")), self.data is None, {})


class RemoteSelectField(Field):
    """One record of `model`, found by typing: `search(actor, text)` (or `(actor, text, value of the field depends names)`) lists at most twenty.

    Data is the id, `chosen` the record. What comes back is fetched again within the actor's scope: a foreign id and a made-up one are the same error at the
    field. Where no script runs, a second input of the same name takes what is typed, and saving narrows.
    """

    widget = Select()
    render_kw: dict[str, Any] | None

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        model: type[Any],
        search: Search,
        text: str = "summary",
        placeholder: Any = None,
        depends: str | None = None,
        **values: Any,
    ) -> None:
        super().__init__(label, validators, **values)
        self.model, self.search, self.text, self.placeholder, self.depends = model, search, text, placeholder, depends
        self.chosen: Any = None
        self.typed = ""
        self.narrowed: Sequence[tuple[Any, str]] = ()

    def connect(self, url: str) -> None:
        """Say where the browser asks as people type; called by the view, which knows its addresses."""
        wanted = {"data-remote": url, "data-depends": self.depends, "data-placeholder": str(self.placeholder or _("Choose…"))}
        self.render_kw = (self.render_kw or {}) | {name: value for name, value in wanted.items() if value}

    def found(self, text: str, above: str) -> Sequence[tuple[Any, str]]:
        """What the server offers for `text`, inside the actor's scope."""
        actor = current_actor()
        return self.search(actor, text, above) if self.depends else self.search(actor, text)

    def iter_choices(self) -> Iterator[tuple[Any, str, bool, dict[str, Any]]]:
        yield ("", "", self.data is None, {})
        record = self._fetched()
        if record is not None:
            yield (self.data, str(getattr(record, self.text)), True, {})
        yield from ((value, str(label), False, {}) for value, label in self.narrowed)

    def has_groups(self) -> bool:
        return False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: int | None = None
        chosen, typed = ([*valuelist, "", ""])[:2]
        self.typed = " ".join(typed.split())[:LONGEST_TYPED]
        if chosen.strip():
            if not chosen.strip().isdecimal() or len(chosen.strip()) > 12:
                raise ValueError(_("Choose an entry from the list."))
            self.data = int(chosen)

    def pre_validate(self, form: Any) -> None:
        if self.typed:
            self._narrow(form)
        if self.data is not None and self._fetched() is None:
            raise StopValidation(_("Choose an entry from the list."))

    def _narrow(self, form: Any) -> None:
        """Without JavaScript the text beside the select is what people type: what it finds is chosen, or offered if it is several."""
        above = str(form[self.depends].data or "") if self.depends else ""
        found = self.found(self.typed, above)
        if len(found) == 1:
            self.data = int(found[0][0])
            return
        self.data, self.narrowed = None, found[:MOST_FOUND]
        raise StopValidation(_("Several fit; choose one of them.") if found else _("Nothing was found for “%(text)s”.", text=self.typed))

    def _fetched(self) -> Any:
        if self.data is None:
            return None
        if self.chosen is None or self.chosen.id != self.data:
            try:
                self.chosen = fetch(self.model, current_actor(), self.data)
            except Missing:
                return None
        return self.chosen
