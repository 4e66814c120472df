"""People by the thousand: the same decision as on the screens (`checking`), out of what was read in bulk, and written in bulk.

There is no event for every person: whoever writes in bulk keeps before and after himself and publishes one event (an import's batch does).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.db import insert_many, session, unit_of_work
from app.kernel.errors import Denied, Invalid
from app.organisation.models import Employee, Unit
from app.organisation.parameters import EMAIL_DOMAINS
from app.organisation.queries import ending_positions
from app.organisation.services.checking import COLUMNS, Period, checked
from app.organisation.services.people import WHOLE_AGENCY
from app.organisation.services.postings import keep_postings
from app.reference import queries as reference
from app.reference.rules import CodeList

READ = ("id", "version", *COLUMNS)
NOBODY: Mapping[str, Any] = dict.fromkeys(READ)
TABLE = Employee.__table__


class People:
    """A part of the people held in memory: `read` those with some NIPs or ids, `judge` changes to them, `add` and `change` many at once."""

    def __init__(self, actor: Actor) -> None:
        if not actor.has(*WHOLE_AGENCY):
            raise Denied
        self.today, self.domains = clock.today(), settings.get(EMAIL_DOMAINS).split()
        self.by_nip: dict[str, Mapping[str, Any]] = {}
        self.by_id: dict[int, Mapping[str, Any]] = {}
        self._codes: dict[CodeList, frozenset[str]] = {}
        self._units: dict[int, Period] = {}
        self._ending = ending_positions()

    def read(self, *, nips: Iterable[str] = (), pks: Iterable[int] = (), lock: bool = False) -> None:
        """Forget who was read before and read these; `lock` keeps them from changing until the transaction ends."""
        wanted = Employee.nip.in_(list(nips)) | Employee.id.in_(list(pks))
        query = select(*(getattr(Employee, name) for name in READ)).where(wanted).order_by(Employee.id)
        rows = [row._asdict() for row in session().execute(query.with_for_update() if lock else query)]
        self.by_nip, self.by_id = {row["nip"]: row for row in rows}, {row["id"]: row for row in rows}
        self._units = {row.id: (row.valid_from, row.valid_to) for row in session().execute(select(Unit.id, Unit.valid_from, Unit.valid_to))}

    def judge(self, present: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """The columns that differ afterwards; all of them for NOBODY. Raises Invalid with every problem."""
        new, problems = checked(present, changes, self)
        if problems:
            raise Invalid(fields=problems)
        if present["id"] is None:
            return {name: new.get(name) for name in COLUMNS}
        return {name: value for name, value in new.items() if value != present[name]}

    def add(self, people: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """Write new people; returns their ids by NIP."""
        self.write(people)
        found = select(Employee.nip, Employee.id).where(Employee.nip.in_([person["nip"] for person in people]))
        return {row.nip: row.id for row in session().execute(found)}

    def write(self, people: Sequence[Mapping[str, Any]]) -> None:
        """Write new people whose columns (COLUMNS, all of them) have been judged, or were made up."""
        now = clock.now()
        rows = ({name: person[name] for name in COLUMNS} | {"version": 1, "created_at": now} for person in people)
        insert_many(TABLE, list(rows))
        keep_postings(Employee.nip.in_([person["nip"] for person in people]))

    def change(self, changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Write the columns that differ, by id; every version goes up by one."""
        unit_of_work()
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for pk, values in changes.items():
            by_columns.setdefault(tuple(sorted(values)), []).append({f"new_{name}": value for name, value in values.items()} | {"pk": pk})
        for names, rows in by_columns.items():
            values = {name: bindparam(f"new_{name}") for name in names}
            session().execute(update(TABLE).where(TABLE.c.id == bindparam("pk")).values(**values, version=TABLE.c.version + 1), rows)
        if moved := [pk for pk, values in changes.items() if "unit_id" in values]:
            keep_postings(Employee.id.in_(moved))

    def remove(self, pks: Iterable[int]) -> None:
        """Delete people nobody refers to."""
        unit_of_work()
        session().execute(delete(TABLE).where(TABLE.c.id.in_(list(pks))))

    # --- Facts of `checking`

    def holder(self, nip: str) -> int | None:
        found = self.by_nip.get(nip)
        return found["id"] if found is not None else None

    def in_force(self, code_list: CodeList) -> frozenset[str]:
        if code_list not in self._codes:
            self._codes[code_list] = frozenset(row.code for row in reference.codes(code_list, self.today))
        return self._codes[code_list]

    def ends_service(self, position: str) -> bool:
        return position in self._ending

    def ever(self, code_list: CodeList, code: str) -> bool:
        return reference.code(code_list, code) is not None

    def unit(self, pk: int) -> Period | None:
        return self._units.get(pk)


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a person as JSON holds them, made into what the table holds."""
    return {
        name: date.fromisoformat(value) if value is not None and name in ("birth_date", "joined", "ended_on") else value
        for name, value in values.items()
    }
