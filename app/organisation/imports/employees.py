"""People out of a spreadsheet, by NIP: new ones are added, present ones changed where the file says something else; an empty cell changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Import, Row, Target, Written, used_elsewhere
from app.kernel.importing.values import day, not_one_of, plain_key, text
from app.organisation.imports.names import split_name
from app.organisation.imports.people_columns import COLUMNS
from app.organisation.imports.places import Places
from app.organisation.models import Employee, Unit
from app.organisation.queries import active
from app.organisation.rules import EmployeeStatus, NipKind, full_name, parse_nip
from app.organisation.services.bulk import NOBODY, People, as_stored
from app.organisation.services.people import WHOLE_AGENCY
from app.reference import queries as reference
from app.reference.rules import CodeList

CODED = {"religion": CodeList.RELIGION, "legal_position": CodeList.LEGAL_POSITION, "job_level": CodeList.JOB_LEVEL}


class EmployeeTarget(Target):
    """Every write in bulk, by the rules of the screens."""

    model = Employee

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._people, self._places = People(actor), Places()
        self._codes = {name: _spellings(code_list) for name, code_list in CODED.items()}
        self._ranks = {kind: _ranks(code_list) for kind, code_list in RANKS.items()}
        self._nips: set[str] = set()
        self._units: set[int] = set()

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        self._people.read(nips=[row.values["nip"] for row in rows if "nip" in row.values], lock=lock)

    def judge(self, row: Row) -> Change:
        nip = row.values["nip"]
        self._nips.add(nip)
        present = self._people.by_nip.get(nip, NOBODY)
        differing = self._people.judge(present, self._columns(row.values, present))
        self._units.add(differing.get("unit_id") or present["unit_id"])
        return Change(row, nip, present["id"], {name: present[name] for name in differing}, differing)

    def write(self, changes: Sequence[Change]) -> None:
        self._people.change({change.pk: change.after for change in changes if change.pk is not None})
        new = [change for change in changes if change.pk is None]
        ids = self._people.add([change.after for change in new]) if new else {}
        for change in new:
            change.pk = ids[change.after["nip"]]

    def missing(self) -> Iterator[tuple[str, str]]:
        """Active people of the OPDs in the file who are not in it: a list of one OPD says nothing of the others."""
        opds = self._places.opds_of(self._units)
        columns = (Employee.nip, Employee.front_title, Employee.name, Employee.back_title, Unit.name.label("unit"))
        there = Unit.opd_id.in_(opds) | Employee.unit_id.in_(self._units) if opds else Employee.unit_id.in_(self._units)
        query = select(*columns).join(Unit, Unit.id == Employee.unit_id).where(there, active()).order_by(Unit.name, Employee.name)
        for row in session().execute(query.execution_options(yield_per=1000)):
            if row.nip not in self._nips:
                yield row.nip, f"{full_name(row.front_title, row.name, row.back_title)} · {row.unit}"

    def restore(self, found: Sequence[Written]) -> dict[int, str]:
        self._people.read(pks=[each.pk for each in found], lock=True)
        refused, changes = dict[int, str](), dict[int, dict[str, Any]]()
        for each in found:
            before = as_stored(each.before or {})
            try:
                self._people.judge(self._people.by_id[each.pk], before)
            except Invalid as refusal:
                refused[each.pk] = " ".join(str(message) for message in refusal.fields.values())
            else:
                changes[each.pk] = before
        self._people.change(changes)
        return refused

    def remove(self, found: Sequence[Written]) -> dict[int, str]:
        used = used_elsewhere(Employee, [each.pk for each in found])
        self._people.remove([each.pk for each in found if each.pk not in used])
        return used

    def _columns(self, values: dict[str, Any], present: Any) -> dict[str, Any]:
        """The row's values as columns of a person; raises Invalid with every value that is not in its list."""
        changes = {name: value for name, value in values.items() if name not in ("birth", "opd", "unit", *self._codes, "rank_code")}
        wrong: dict[str, Any] = {}
        if "name" in changes and not {"front_title", "back_title"} & values.keys():
            front, changes["name"], back = split_name(changes["name"])
            changes |= {key: titles for key, titles in (("front_title", front), ("back_title", back)) if titles}
        if "birth" in values:
            _catch(wrong, lambda: changes.update(_birth(values["birth"])))
        _catch(wrong, lambda: changes.update(self._unit(values)))
        for name, known in self._codes.items():
            if name in values:
                _catch(wrong, lambda name=name, known=known: changes.update({name: _code(name, values[name], known)}))
        if present["id"] is None:
            changes.setdefault("legal_position", "01")
            if "employee_status" not in changes:
                changes["employee_status"] = _status(values["nip"], self._people.today)
        if "rank_code" in values:
            status = changes.get("employee_status") or present["employee_status"]
            ranks = self._ranks["PPPK" if str(status).startswith("pppk") else "PNS"]
            _catch(wrong, lambda: changes.update({"rank_code": _rank(values["rank_code"], ranks)}))
        if wrong:
            # Whatever else is wrong with the row is told together with it.
            try:
                self._people.judge(present, changes)
            except Invalid as refusal:
                follows = {"birth_place", "birth_date"} if "birth" in wrong else set()
                wrong = {name: message for name, message in refusal.fields.items() if name not in follows} | wrong
            raise Invalid(fields=wrong)
        return changes

    def _unit(self, values: dict[str, Any]) -> dict[str, int]:
        opd = self._places.find(values["opd"], "opd") if "opd" in values else None
        if "unit" in values:
            return {"unit_id": self._places.find(values["unit"], "unit", opd)}
        return {"unit_id": opd} if opd is not None else {}


RANKS = {"PNS": CodeList.GOLONGAN_PNS, "PPPK": CodeList.GOLONGAN_PPPK}


def _catch(wrong: dict[str, Any], act: Any) -> None:
    try:
        act()
    except Invalid as refusal:
        wrong.update(refusal.fields)


def _spellings(code_list: CodeList) -> dict[str, str]:
    """Labels and codes of a list, spelt anyhow -> the code."""
    return {plain_key(spelling): row.code for row in reversed(reference.codes(code_list)) for spelling in (row.code, row.label)}


def _ranks(code_list: CodeList) -> dict[str, str]:
    """ "III/c", "Penata (III/c)", "Penata, III/c", "Penata" and the code itself -> the code."""
    known: dict[str, str] = {}
    for row in reference.codes(code_list):
        rank = str(row.data.get("pangkat", ""))
        spellings = (row.code, row.label, *((rank, f"{rank} {row.label}", f"{row.label} {rank}") if rank else (f"Golongan {row.label}",)))
        known |= {plain_key(spelling): row.code for spelling in spellings}
    return known


def _code(name: str, words: str, known: dict[str, str]) -> str:
    if (found := known.get(plain_key(words))) is None:
        refusal = not_one_of(words, [reference.label(CODED[name], code) for code in dict.fromkeys(known.values())])
        raise Invalid(fields={name: refusal.message})
    return found


def _rank(words: str, known: dict[str, str]) -> str:
    if (found := known.get(plain_key(words))) is None:
        raise Invalid(
            fields={
                "rank_code": gettext(
                    "“%(text)s” is not a rank of this employment status. Write it like III/c, or IX for PPPK.", text=words[:40]
                )
            }
        )
    return found


def _birth(words: str) -> dict[str, Any]:
    """ "Jayapura, 29-02-2000", "Jayapura;29-2-2000" or "Jayapura/29 Februari 2000"."""
    digit = next((place for place, sign in enumerate(words) if sign.isdecimal()), len(words))
    if digit == len(words) and any(sign in words for sign in ",;/"):
        digit = max(words.rfind(sign) for sign in ",;/") + 1
    place, written = words[:digit].strip(" ,;/"), words[digit:]
    try:
        born: date | None = day(written)
    except Invalid as refusal:
        raise Invalid(fields={"birth": refusal.message}) from None
    return {name: value for name, value in (("birth_place", text(place)), ("birth_date", born)) if value}


def _status(nip: str, today: date) -> str:
    """What the number says, where the file does not: PNS or PPPK. A wrong number has one fault, not two."""
    try:
        kind = parse_nip(nip, today).kind
    except Invalid:
        return EmployeeStatus.PNS.value
    return (EmployeeStatus.PNS if kind is NipKind.PNS else EmployeeStatus.PPPK).value


EMPLOYEES = Import(
    "employees",
    _("Employees"),
    COLUMNS,
    key=("nip",),
    roles=WHOLE_AGENCY,
    target=EmployeeTarget,
    batch=1000,
    intro=_(
        "One row a person, known by NIP. Units must be there already; supervisors come from their own import, out of the same file if it holds them."
    ),
)
