"""What the macros of `components/forms.html` need to know of a field, worked out here: a form asks it some twenty times."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

NOT_SAID = frozenset({"class", "rows", "rich", "style", "data-rich"})
"""Of a field's own wishes (`render_kw`) those that the macro answers itself."""
BY_TYPE = {
    "HiddenField": "hidden",
    "CSRFTokenField": "hidden",
    "DocumentField": "document",
    "RadioField": "radio",
    "ExplainedField": "radio",
    "BooleanField": "checkbox",
    "FileField": "file",
    "FileUploadField": "file",
    "ImageUploadField": "file",
    "DateField": "date",
    "TimeField": "time",
}


@dataclass(frozen=True)
class Look:
    """How a field is drawn: the kind of its input, its words, the ids that describe it, and the attributes of the input, as a dict and as HTML."""

    kind: str
    label: Any
    help: Any
    required: bool
    described: str
    attrs: dict[str, Any]
    html: Markup


def look_of(
    field: Any,
    label: Any = None,
    help_text: Any = None,
    rich: bool = False,
    readonly: bool = False,
    autofocus: bool = False,
    attrs: Mapping[str, Any] | None = None,
    **said: Any,
) -> Look:
    """How `field` is drawn; `said` are placeholder, autocomplete and inputmode as the page wants them, `attrs` more attributes."""
    own: dict[str, Any] = field.render_kw or {}
    help_text = help_text or field.description
    required = bool(field.flags.required or own.get("required"))
    described = " ".join(f"{field.id}-{part}" for part, there in (("help", help_text), ("error", field.errors)) if there)
    found = {
        "required": required,
        "readonly": bool(readonly or own.get("readonly")),
        "disabled": bool(own.get("disabled")),
        "aria-invalid": "true" if field.errors else None,
        "aria-describedby": described or None,
        **{name: said.get(name) or own.get(name) for name in ("placeholder", "autocomplete", "inputmode")},
        "maxlength": own.get("maxlength") or field.flags.max_length,
        "autofocus": bool(autofocus),
    }
    found |= {name: value for name, value in own.items() if name not in found and name not in NOT_SAID} | dict(attrs or {})
    kind = _kind(field, bool(rich or own.get("rich") or own.get("data-rich")))
    return Look(kind, label or field.label.text, help_text, required, described, found, attributes(found))


def attributes(values: Mapping[str, Any] | None) -> Markup:
    """Extra attributes of an element: None and False are left out, True stands alone."""
    said = ((name, value) for name, value in (values or {}).items() if value is not None and value is not False)
    return Markup("".join(f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"' for name, value in said))  # noqa: S704 - escaped


def select_options(choices: Iterable[Any]) -> Markup:
    """The options of a select; choices are (value, label, whether it is chosen, ...)."""
    return Markup(  # noqa: S704 - escaped
        "".join(f'<option value="{escape(each[0])}"{" selected" if each[2] else ""}>{escape(each[1])}</option>' for each in choices)
    )


def _kind(field: Any, rich: bool) -> str:
    widget, known = type(field.widget).__name__, BY_TYPE.get(field.type)
    if known == "hidden":
        return known
    if rich:
        return "rich"
    if known in ("document", "radio"):
        return known
    if widget == "ListWidget":
        return "checks"
    if known == "checkbox":
        return known
    if "AJAX" in widget:
        return "ajax"
    if hasattr(field, "iter_choices"):
        several = getattr(field.widget, "multiple", False) or "Many" in widget or "Multiple" in field.type
        return "multiple" if several else "select"
    return "textarea" if "TextArea" in widget else known or getattr(field.widget, "input_type", None) or "text"
