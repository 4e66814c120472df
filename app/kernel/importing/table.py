"""What a feature declares to have its records imported: columns as data, and a Target that finds, judges and writes the records.

The importer knows files, headers, batches and undoing; a Target knows one record type, and applies the rules that the screens apply.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.approval import json_safe
from app.kernel.crud.referring import referring
from app.kernel.db import session
from app.kernel.errors import Invalid, Missing, Text
from app.kernel.importing.values import text
from app.kernel.roles import Role

WHOLE_ROW = ""
"""The key of what is wrong with a row and with no single cell of it."""


@dataclass(frozen=True)
class Column:
    """One column a file may have: `names` are the headers people write for it besides the label, divided by |; `parse` makes a value of a cell or raises Invalid.

    `fields` are the names under which the services speak of it. A `required` column must be in the file.
    """

    key: str
    label: Text
    names: str = ""
    parse: Callable[[Any], Any] = text
    required: bool = False
    fields: tuple[str, ...] = ()
    help: Text = ""


@dataclass
class Row:
    """One row of the file: its number as the spreadsheet shows it, the values of the cells that hold one, and what is wrong, by column."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, refusal: Invalid, columns: Sequence[Column]) -> None:
        """Note each message of `refusal` at the cell it speaks of."""
        by_field = {name: column.key for column in columns for name in (column.key, *column.fields)}
        for name, message in (refusal.fields or {WHOLE_ROW: refusal.message}).items():
            key = by_field.get(name, WHOLE_ROW)
            self.errors[key] = f"{self.errors[key]} {message}" if key in self.errors else str(message)


@dataclass
class Change:
    """What a row does to its record: `pk` None makes a new one; `before` and `after` hold the columns that differ. Nothing in `after`: it is as the file says."""

    row: Row
    key: str
    pk: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    work: Any = None
    """What the Target needs to write it; nobody else looks at it."""

    @property
    def outcome(self) -> str:
        return "new" if self.pk is None else "changed" if self.after else "unchanged"


@dataclass(frozen=True)
class Written:
    """A record as a batch left it, to be taken back."""

    pk: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


class Target:
    """The records of one type during one run of the importer. A subclass says `model` and the four verbs."""

    model: type[Any]
    source = ""
    """The file and the number of its batch while rows are written, for the history of what they make."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        """Read in bulk what the rows speak of; `lock` when they are about to be written, inside the transaction."""

    def judge(self, row: Row) -> Change:
        """What the row would do; raises Invalid with its fields. Writes nothing."""
        raise TypeError(f"{type(self).__name__} judges no rows")

    def write(self, changes: Sequence[Change]) -> None:
        """Write new and changed rows inside the open transaction, give new ones their `pk` and put all they hold into `after`."""
        raise TypeError(f"{type(self).__name__} writes no rows")

    def missing(self) -> Iterator[tuple[str, str]]:
        """(key, label) of present records that a complete file would have held; asked once all rows have been judged."""
        return iter(())

    def restore(self, found: Sequence[Written]) -> dict[int, str]:
        """Give records back what they held before; returns the reason for each that could not be, by id."""
        raise TypeError(f"{type(self).__name__} restores nothing")

    def remove(self, found: Sequence[Written]) -> dict[int, str]:
        """Remove records the batch made; returns the reason for each that has to stay, by id."""
        raise TypeError(f"{type(self).__name__} removes nothing")

    def held(self, pks: Iterable[int]) -> dict[int, dict[str, Any]]:
        """What the records hold now, as JSON, by id."""
        columns = self.model.__mapper__.column_attrs
        names = [column.key for column in columns]
        query = select(*(getattr(self.model, name) for name in names)).where(self.model.id.in_(list(pks))).with_for_update(of=self.model)
        return {row.id: {name: json_safe(value) for name, value in zip(names, row, strict=True)} for row in session().execute(query)}


class RowTarget(Target):
    """Records that their own services write one by one; what a service refuses is the row's fault, or the reason why it stays."""

    def save(self, change: Change) -> Any:
        """Write one change through the service; returns the record."""
        raise TypeError(f"{type(self).__name__} saves nothing")

    def put_back(self, found: Written) -> None:
        """Give the record back what it held."""
        raise TypeError(f"{type(self).__name__} puts nothing back")

    def take_out(self, found: Written) -> None:
        """Remove the record."""
        raise TypeError(f"{type(self).__name__} takes nothing out")

    def write(self, changes: Sequence[Change]) -> None:
        for change in changes:
            record = self.save(change)
            if change.pk is None:
                change.pk = record.id
            change.after = {name: getattr(record, name) for name in change.after}

    def restore(self, found: Sequence[Written]) -> dict[int, str]:
        for each in found:
            self.put_back(each)
        return {}

    def remove(self, found: Sequence[Written]) -> dict[int, str]:
        for each in found:
            self.take_out(each)
        return {}


@dataclass(frozen=True)
class Import:
    """A record type that can be imported: the table of its columns, the columns that tell records apart, who may, and the Target.

    `batch` rows are written in one transaction; `arrange` puts all rows of a file into the order they can be written in (parents before children).
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    roles: tuple[Role, ...]
    target: Callable[[Actor], Target]
    intro: Text = ""
    batch: int = 1
    arrange: Callable[[list[Row]], list[Row]] | None = None

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def key_of(self, row: Row) -> str:
        """What tells the row's record apart, as text; "" while a part of it is missing or faulty."""
        parts = [row.values.get(name) for name in self.key]
        return " · ".join(str(json_safe(part)) for part in parts) if all(part is not None for part in parts) else ""


_declared: dict[str, Import] = {}


def register_import(declared: Import) -> Import:
    """Add a record type to those that can be imported; called by the feature that owns it."""
    if _declared.setdefault(declared.name, declared) is not declared:
        raise ValueError(f"two imports are called {declared.name}")
    return declared


def import_called(name: str) -> Import:
    """The declared import; raises Missing."""
    if name not in _declared:
        raise Missing
    return _declared[name]


def imports_of(actor: Actor) -> tuple[Import, ...]:
    """What this person may import, in the order of registration."""
    return tuple(each for each in _declared.values() if actor.has(*each.roles))


def used_elsewhere(model: type[Any], pks: Iterable[int]) -> dict[int, str]:
    """For each of `pks` that other rows refer to, the reason why it has to stay; one query per foreign key, none for rows that go with the record."""
    wanted, found = list(pks), dict[int, list[str]]()
    for key, name in referring(model):
        for pk in session().scalars(select(key.parent).where(key.parent.in_(wanted)).distinct()):
            found.setdefault(pk, []).append(name)
    return {pk: _("It is still used by %(what)s.", what=", ".join(dict.fromkeys(names))) for pk, names in found.items()}
