"""Who answers to whom, by two NIPs; usually two columns of the same file as the people."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Column, Import, Row, Target, Written
from app.kernel.importing.values import number_as_text
from app.organisation.models import Employee
from app.organisation.rules import full_name
from app.organisation.services.bulk import People
from app.organisation.services.checking import circle_refused, find_circle
from app.organisation.services.people import WHOLE_AGENCY
from app.organisation.services.units import lock_tree

COLUMNS = (
    Column("nip", _("NIP"), "NIP Baru|NIP Pegawai|Nomor Induk Pegawai|NIP Bawahan|NIP/NI PPPK", number_as_text, required=True),
    Column(
        "supervisor",
        _("NIP of the direct supervisor"),
        "NIP Atasan|NIP Atasan Langsung|Atasan Langsung|Atasan|NIP Pejabat Penilai|NIP Penilai|supervisor",
        number_as_text,
        required=True,
        fields=("supervisor_id",),
    ),
)


class SupervisorTarget(Target):
    """In bulk; circles are looked for as the screen looks for them, with what the file has decided so far."""

    model = Employee

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._people = People(actor)
        self._decided: dict[int, int] = {}

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        nips = {row.values[name] for row in rows for name in ("nip", "supervisor") if name in row.values}
        if lock:
            # Two changes of the hierarchy at once could close a circle that neither sees.
            lock_tree(session())
            self._decided = {}
        self._people.read(nips=nips, lock=lock)
        self._above = _above([person["supervisor_id"] for person in self._people.by_id.values()])
        self._above |= {pk: person["supervisor_id"] for pk, person in self._people.by_id.items()}

    def judge(self, row: Row) -> Change:
        wrong = {}
        found = {name: self._people.by_nip.get(row.values.get(name, "")) for name in ("nip", "supervisor")}
        for name in found:
            if name in row.values and found[name] is None:
                wrong[name] = gettext("No employee has the NIP %(nip)s.", nip=row.values[name])
        person, supervisor = found["nip"], found["supervisor"]
        if wrong or person is None:
            raise Invalid(fields=wrong)
        if supervisor is None or supervisor["id"] == person["supervisor_id"]:
            return Change(row, person["nip"], person["id"])
        circle = find_circle(person["id"], supervisor["id"], lambda pk: self._decided.get(pk, self._above.get(pk)))
        if circle is not None:
            names = _names([person["id"], *circle])
            raise circle_refused([names[pk] for pk in (person["id"], *circle, person["id"])])
        self._decided[person["id"]] = supervisor["id"]
        return Change(row, person["nip"], person["id"], {"supervisor_id": person["supervisor_id"]}, {"supervisor_id": supervisor["id"]})

    def write(self, changes: Sequence[Change]) -> None:
        self._people.change({change.pk: change.after for change in changes if change.pk is not None})

    def restore(self, found: Sequence[Written]) -> dict[int, str]:
        lock_tree(session())
        before = {each.pk: (each.before or {})["supervisor_id"] for each in found}
        self._people.read(pks=[*before, *(pk for pk in before.values() if pk is not None)], lock=True)
        above = _above(before.values()) | {pk: person["supervisor_id"] for pk, person in self._people.by_id.items()}
        refused: dict[int, str] = {}
        for pk, supervisor_id in before.items():
            if supervisor_id is not None and supervisor_id not in self._people.by_id:
                refused[pk] = gettext("The record is not there any more.")
            elif supervisor_id is not None and find_circle(pk, supervisor_id, above.get) is not None:
                refused[pk] = gettext("The direct supervisor of before would close a circle now.")
            else:
                above[pk] = supervisor_id
        self._people.change({pk: {"supervisor_id": above[pk]} for pk in before if pk not in refused})
        return refused


def _above(pks: object) -> dict[int, int | None]:
    """The supervisors of these people, theirs, and so on to the top; one query a level."""
    found: dict[int, int | None] = {}
    waiting = {pk for pk in pks if pk is not None}  # type: ignore[attr-defined]
    while waiting:
        rows = session().execute(select(Employee.id, Employee.supervisor_id).where(Employee.id.in_(waiting))).all()
        found |= {row.id: row.supervisor_id for row in rows}
        waiting = {row.supervisor_id for row in rows if row.supervisor_id is not None} - found.keys()
    return found


def _names(pks: Sequence[int]) -> dict[int, str]:
    columns = (Employee.id, Employee.front_title, Employee.name, Employee.back_title)
    rows = session().execute(select(*columns).where(Employee.id.in_(pks)))
    return {row.id: full_name(row.front_title, row.name, row.back_title) for row in rows}


SUPERVISORS = Import(
    "supervisors",
    _("Direct supervisors"),
    COLUMNS,
    key=("nip",),
    roles=WHOLE_AGENCY,
    target=SupervisorTarget,
    batch=1000,
    intro=_("The NIP of a person and that of his supervisor; both must be there already. An empty supervisor changes nothing."),
)
