"""What the importer needs for verified records out of a spreadsheet: known by NIP, without a proof, verified by the officer's doing so.

A feature says which columns tell a record of a person apart, and makes values of a row; the rules are those of its form.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.brought import bring, take_back
from app.kernel.db import session
from app.kernel.errors import Invalid, Text
from app.kernel.formats import format_date, plain
from app.kernel.importing import Change, Column, Row, RowTarget, Written
from app.kernel.importing.values import not_one_of, number_as_text, plain_key
from app.organisation.models import Employee
from app.reference.queries import codes
from app.reference.rules import CodeList
from app.verification.rules import number_key
from app.verification.workflow import Stage

NIP = Column("nip", lazy_gettext("NIP"), "NIP Baru|NIP Pegawai|Nomor Induk Pegawai|NIP ASN", number_as_text, required=True)
INTRO = lazy_gettext(
    "They come in without a proof, as approved by whoever imports them, and say so wherever they are shown. A row that stands there already changes nothing."
)


class BroughtTarget(RowTarget):
    """Records of other people, never changed once they are there: a row that says otherwise is refused at the cell that differs."""

    identity: ClassVar[tuple[str, ...]]
    """The columns that tell a person's records of this type apart."""
    lists: ClassVar[Mapping[str, CodeList]] = {}
    """The columns that hold codes; a file may write the code or its label."""
    optional: ClassVar[frozenset[str]] = frozenset()
    """Columns of the file that may stay empty."""
    fields: ClassVar[tuple[Column, ...]] = ()
    """The columns of the file besides the NIP."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._codes = {name: _spellings(code_list) for name, code_list in self.lists.items()}

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        nips = [row.values["nip"] for row in rows if "nip" in row.values]
        self._people = {person.nip: person for person in session().scalars(select(Employee).where(Employee.nip.in_(nips)))}
        mine = self.model.employee_id.in_([person.id for person in self._people.values()])
        found = session().scalars(select(self.model).where(mine, self.model.state != Stage.DELETED.value)).all()
        self._present = {(each.employee_id, *self._identity(vars(each))): each for each in found}
        self._numbers = {(each.employee_id, each.number_key): each for each in found if each.number_key}

    def judge(self, row: Row) -> Change:
        person = self._people.get(row.values["nip"])
        if person is None:
            raise Invalid(fields={"nip": _("No employee has the NIP %(nip)s.", nip=row.values["nip"])})
        if person.id == self.actor.employee_id:
            raise Invalid(fields={"nip": _("Nobody decides on his own record.")})
        typed = self._typed(row)
        key = " · ".join(
            (
                person.nip,
                *(
                    str(row.values[name]) if not hasattr(row.values[name], "year") else format_date(row.values[name])
                    for name in self.identity
                ),
            )
        )
        present = self._present.get((person.id, *self._identity(typed)))
        if present is not None:
            return self._unchanged(row, key, present, typed)
        values = self.checked(person, typed)
        if (seen := self._numbers.get((person.id, number_key(values["number"] or "")))) is not None:
            raise Invalid(fields={"number": _("This number stands in another record of this person: %(record)s", record=seen.summary)})
        self.place(row, person, values)
        return Change(row, key, None, {}, {name: values[name] for name in values} | {"state": ""}, work=(person, values))

    def checked(self, person: Employee, typed: dict[str, Any]) -> dict[str, Any]:
        """The columns of a new record, by the rules of the form; raises Invalid."""
        raise TypeError(f"{type(self).__name__} checks nothing")

    def place(self, row: Row, person: Employee, values: Mapping[str, Any]) -> None:
        """Raise Invalid where the record finds no room among the person's others, earlier rows of the file among them."""

    def save(self, change: Change) -> Any:
        person, values = change.work
        return bring(self.actor, self.model(employee_id=person.id, unit_id=person.unit_id, imported=True, **values), self.source)

    def take_out(self, found: Written) -> None:
        take_back(self.actor, self.model, found.pk)

    def _typed(self, row: Row) -> dict[str, Any]:
        """Every column of the file, codes for labels; raises Invalid for what is missing or in no list."""
        wrong: dict[str, Text] = {}
        typed: dict[str, Any] = {}
        for column in self.fields:
            value = row.values.get(column.key)
            if value is None and column.key not in self.optional and column.key not in row.errors:
                wrong[column.key] = _("This is needed.")
            if value is not None and column.key in self._codes:
                known, labels = self._codes[column.key]
                if (code := known.get(plain_key(value))) is None:
                    wrong[column.key] = not_one_of(value, labels).message
                value = code
            typed[column.key] = value
        if wrong:
            raise Invalid(fields=wrong)
        return typed

    def _unchanged(self, row: Row, key: str, present: Any, typed: Mapping[str, Any]) -> Change:
        """Nothing, if the record says what the row says; approved records are corrected by their owners, after the approval was cancelled."""
        differing = {
            name: getattr(present, name) for name in row.values if name in typed and not _same(getattr(present, name), typed[name])
        }
        if differing:
            said = {name: plain(value) for name, value in differing.items()}
            raise Invalid(
                fields={
                    name: _("The portal holds “%(value)s” for this record. Correct it there, not by import.", value=value)
                    for name, value in said.items()
                }
            )
        return Change(row, key, present.id)

    def _identity(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(plain_key(value) if isinstance(value, str) else value for value in (values[name] for name in self.identity))


def _spellings(code_list: CodeList) -> tuple[dict[str, str], list[str]]:
    """What people write -> code, and the labels a refusal names."""
    rows = codes(code_list)
    return {plain_key(words): row.code for row in rows for words in (row.code, row.label)}, [row.label for row in rows]


def _same(held: Any, typed: Any) -> bool:
    return plain_key(held) == plain_key(typed) if isinstance(held, str) and isinstance(typed, str) else held == typed
