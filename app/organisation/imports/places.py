"""Finding the people and the unit that cells mean: a unit by its code, or by its name where one unit alone has it (inside the OPD, if that is said)."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing.values import plain_key
from app.organisation.models import Employee, Unit
from app.organisation.rules import UnitKind


def ids_by_nip(nips: Iterable[str]) -> dict[str, int]:
    """The ids of the employees who have these numbers."""
    rows = session().execute(select(Employee.nip, Employee.id).where(Employee.nip.in_(list(nips))))
    return {row.nip: row.id for row in rows}


class Places:
    """The tree of this moment, by code and by name."""

    def __init__(self) -> None:
        self.by_code: dict[str, int] = {}
        self.opd_of: dict[int, int | None] = {}
        self.kind_of: dict[int, UnitKind] = {}
        self._by_name: dict[str, list[int]] = {}
        columns = (Unit.id, Unit.code, Unit.name, Unit.opd_id, Unit.kind)
        for row in session().execute(select(*columns).order_by(Unit.id)):
            self.by_code[plain_key(row.code)] = row.id
            self._by_name.setdefault(plain_key(row.name), []).append(row.id)
            self.opd_of[row.id], self.kind_of[row.id] = row.opd_id, UnitKind(row.kind)

    def find(self, words: str, field: str, opd_id: int | None = None) -> int:
        """The unit's id; raises Invalid under `field` for one that is not there or cannot be told from another."""
        key = plain_key(words)
        if (found := self.by_code.get(key)) is not None:
            return found
        named = [pk for pk in self._by_name.get(key, ()) if opd_id is None or self.opd_of[pk] == opd_id]
        if len(named) == 1:
            return named[0]
        if named:
            raise Invalid(
                fields={field: _("Several units are called “%(name)s”: write the code of the unit, or its OPD beside it.", name=words)}
            )
        raise Invalid(fields={field: _("There is no unit “%(name)s”.", name=words)})

    def opds_of(self, pks: Iterable[int]) -> set[int]:
        """The OPDs these units belong to."""
        return {opd for pk in pks if (opd := self.opd_of.get(pk)) is not None}
