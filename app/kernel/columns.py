"""One column of a list or one line of a detail page: where its value comes from, and how a page and a file show it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from app.kernel import formats, richtext
from app.kernel.errors import Text
from app.kernel.export.sheet import ExportColumn
from app.kernel.export.sheet import Kind as ExportKind


class Kind(StrEnum):
    """How a value is shown. LINES is a sequence of texts under each other; BADGE a workflow State or (label, tone); LINK an address or (address, note)."""

    TEXT = "text"
    LINES = "lines"
    HTML = "html"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    NUMBER = "number"
    NIP = "nip"
    BADGE = "badge"
    LINK = "link"


LONGEST_LINK = 40
EXPORTED = {
    Kind.DATE: ExportKind.DATE,
    Kind.DATETIME: ExportKind.DATETIME,
    Kind.MONEY: ExportKind.MONEY,
    Kind.NUMBER: ExportKind.NUMBER,
    Kind.NIP: ExportKind.IDENTIFIER,
}


@dataclass(frozen=True)
class Badge:
    """A state as text and tone."""

    label: str
    tone: str


@dataclass(frozen=True)
class Link:
    """An address outside the portal, and what is known of it; `href` is empty for one that no browser should follow."""

    address: str
    note: str = ""

    @property
    def href(self) -> str:
        return self.address if self.address.lower().startswith(("https://", "http://")) else ""

    @property
    def text(self) -> str:
        """The address as a list has room for it: where it leads, without the scheme."""
        bare = self.address.partition("://")[2] or self.address
        return bare if len(bare) <= LONGEST_LINK else f"{bare[:LONGEST_LINK]}…"


@dataclass(frozen=True)
class Column:
    """One column of a list or one line of a detail page.

    `value` is an attribute path ("employee.full_name", the key by default) or a function of the record; `sort` the SQL expression to order by, None if it
    cannot be sorted. `primary` is the heading of the row's card on a phone and links to the record. `screen`/`export` say where it appears.
    `copy` is the attribute path of a number that people carry elsewhere: a small button copies it, named by `copy_label` (the column's label by default).
    `owner` says whose record it is: left out where every row is the reader's own, and the next one heads the card.
    `load` are the loader options for what only this column reads: a list that does not show it does not ask for it.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] | None = None
    sort: Any = None
    kind: Kind = Kind.TEXT
    primary: bool = False
    screen: bool = True
    export: bool = True
    cls: str = ""
    width: int | None = None
    copy: str = ""
    copy_label: Text = ""
    load: tuple[Any, ...] = ()
    owner: bool = False

    def raw(self, record: Any) -> Any:
        """The value itself; None where a relation on the way is empty."""
        if callable(self.value):
            return self.value(record)
        return _follow(record, self.value or self.key)

    def cell(self, record: Any) -> Any:
        """The value as a page shows it: text, Markup (cleaned), a tuple of lines, or a Badge; "" for nothing."""
        value = self.raw(record)
        if value is None:
            return ""
        match self.kind:
            case Kind.HTML:
                return Markup(richtext.clean(str(value)))  # noqa: S704 - cleaned by the allow-list
            case Kind.LINES:
                return tuple(str(line) for line in value if line)
            case Kind.BADGE:
                return as_badge(value)
            case Kind.LINK:
                return as_link(value)
            case _:
                return self._text(value)

    def copied(self, record: Any) -> tuple[str, str] | None:
        """The text that the column's button copies, and what the button is called; None where there is nothing to copy."""
        text = self.copied_text(record)
        return (text, _("Copy %(label)s %(value)s", label=self.copy_label or self.label, value=text)) if text else None

    def copied_text(self, record: Any) -> str:
        """The text that the column's button copies; "" where there is nothing to copy."""
        return str(_follow(record, self.copy) or "") if self.copy else ""

    def exported(self, record: Any) -> Any:
        """The value for a file: dates, sums and numbers stay what they are."""
        value = self.raw(record)
        if value is None:
            return None
        match self.kind:
            case Kind.HTML:
                return richtext.plain(str(value))
            case Kind.LINES:
                return "\n".join(str(line) for line in value if line)
            case Kind.BADGE:
                return as_badge(value).label
            case Kind.LINK:
                return as_link(value).address
            case _:
                return value

    @property
    def export_column(self) -> ExportColumn:
        return ExportColumn(self.key, self.label, EXPORTED.get(self.kind, ExportKind.TEXT), self.width)

    def _text(self, value: Any) -> str:
        match self.kind:
            case Kind.DATE:
                return formats.format_date(value)
            case Kind.DATETIME:
                return formats.format_datetime(value)
            case Kind.MONEY:
                return formats.format_money(value)
            case Kind.NUMBER:
                return formats.format_number(value)
            case Kind.NIP:
                return formats.format_nip(str(value))
            case _:
                return formats.plain(value)


def as_badge(value: Any) -> Badge:
    """A State or a (label, tone) pair as a Badge."""
    label, tone = value if isinstance(value, tuple) else (value.label, value.tone)
    return Badge(str(label), str(tone))


def as_link(value: Any) -> Link:
    """An address, or an (address, note) pair, as a Link."""
    return Link(*(str(part) for part in value)) if isinstance(value, tuple) else Link(str(value))


def _follow(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name) if record is not None else None
    return record
