"""The tree out of a spreadsheet, by code: a unit may stand above the one it belongs to, the importer puts parents first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Column, Import, Row, RowTarget, Written
from app.kernel.importing.values import day, one_of, plain_key
from app.organisation.imports.places import Places
from app.organisation.models import Unit
from app.organisation.rules import UnitKind, fits_below
from app.organisation.services.units import COLUMNS as KEPT
from app.organisation.services.units import EDITORS, add_unit, change_unit, delete_unit
from app.reference.rules import check_period

KINDS = {
    UnitKind.AGENCY.value: ("Instansi", "Pemerintah Kota", "Pemerintah Kabupaten", "Pemerintah Provinsi", "Pemerintah Daerah", "Agency"),
    UnitKind.OPD.value: (
        "Perangkat daerah (OPD)",
        "OPD",
        "Perangkat Daerah",
        "SKPD",
        "Dinas",
        "Badan",
        "Kecamatan",
        "Inspektorat",
        "Satuan",
    ),
    UnitKind.SECRETARIAT.value: ("Sekretariat", "Secretariat"),
    UnitKind.DIVISION.value: ("Bidang", "Division"),
    UnitKind.SECTION.value: ("Bagian", "Section"),
    UnitKind.SUBSECTION.value: ("Subbagian", "Sub Bagian", "Subbag", "Seksi", "Subsection"),
    UnitKind.UPTD.value: ("UPTD", "UPT"),
    UnitKind.PUSKESMAS.value: ("Puskesmas",),
    UnitKind.KELURAHAN.value: ("Kelurahan",),
    UnitKind.SCHOOL.value: ("Sekolah", "School", "SD", "SDN", "SMP", "SMPN", "TK"),
    UnitKind.OTHER.value: ("Lainnya", "Unit lain", "Other unit"),
}
BY_FIRST_WORD = {plain_key(word): UnitKind(kind) for kind, words in KINDS.items() for word in words if kind != UnitKind.AGENCY}

COLUMNS = (
    Column("code", _("Unit code"), "Kode|Kode Unit|Kode Unor|Kode Unit Kerja|ID Unor|code", required=True),
    Column("name", _("Unit name"), "Nama|Nama Unit|Nama Unit Kerja|Unit Kerja|Nama Unor|Nama OPD|name", required=True),
    Column("kind", _("Kind of unit"), "Jenis|Jenis Unit|Jenis Unor|Tipe|kind", one_of(KINDS)),
    Column(
        "parent",
        _("Stands below"),
        "Induk|Kode Induk|Unit Induk|Atasan|Kode Atasan|Induk Unit|parent|Di Bawah",
        fields=("parent_id",),
        help=_("Code or name of the unit above; empty for the agency and, below it, for OPDs."),
    ),
    Column("valid_from", _("Valid from"), "Berlaku Mulai|Berlaku Sejak|Mulai Berlaku|TMT", day),
    Column("valid_to", _("Valid to"), "Berlaku Sampai|Berakhir|Sampai", day),
)


class UnitTarget(RowTarget):
    """Through the services of the screen, one after the other."""

    model = Unit

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self._planned: dict[str, UnitKind] = {}
        """Units of the file that a dry run has judged and not written, by code and by name."""
        self._codes: set[str] = set()

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        self._places = Places()
        codes = [row.values["code"] for row in rows if "code" in row.values]
        self._present = {unit.code: unit for unit in session().scalars(select(Unit).where(Unit.code.in_(codes)))}
        self._agency = next((pk for pk, kind in self._places.kind_of.items() if kind is UnitKind.AGENCY), None)

    def judge(self, row: Row) -> Change:
        values = row.values
        code, unit = values["code"], self._present.get(values["code"])
        self._codes.add(code)
        wrong: dict[str, Any] = {}
        for name, longest in (("code", 32), ("name", 200)):
            if len(values.get(name) or "") > longest:
                wrong[name] = gettext("At most %(count)s characters.", count=longest)
        if unit is None and "name" not in values:
            wrong["name"] = gettext("The name is needed.")
        after: dict[str, Any] = {name: values[name] for name in ("code", "name", "valid_from", "valid_to") if name in values}
        after |= self._place(values, unit, wrong)
        if wrong:
            raise Invalid(fields=wrong)
        check_period(
            after.get("valid_from") or (unit.valid_from if unit else date.min), after.get("valid_to") or (unit.valid_to if unit else None)
        )
        if "name" in after:
            after["name"] = " ".join(after["name"].split())
        if unit is None:
            return Change(row, code, None, {}, after)
        differing = {name: value for name, value in after.items() if value != getattr(unit, name)}
        return Change(row, code, unit.id, {name: getattr(unit, name) for name in differing}, differing)

    def _place(self, values: dict[str, Any], unit: Unit | None, wrong: dict[str, Any]) -> dict[str, Any]:
        """Kind and parent, as said or as they follow from each other; a parent that only the file has yet is no id."""
        parent_id, parent_kind = (unit.parent_id, None) if unit is not None else (None, None)
        if "parent" in values:
            planned = self._planned.get(plain_key(values["parent"]))
            try:
                parent_id = self._places.find(values["parent"], "parent")
            except Invalid as refusal:
                if planned is None:
                    wrong.update(refusal.fields)
                    return {}
                parent_kind = planned
        said = values.get("kind") or (unit.kind if unit is not None else None)
        kind = UnitKind(said) if said else self._guessed(values, parent_id, parent_kind)
        if "parent" not in values and unit is None and kind is UnitKind.OPD:
            parent_id, parent_kind = self._agency, self._agency_planned()
        parent_kind = parent_kind or (self._places.kind_of[parent_id] if parent_id is not None else None)
        if not fits_below(kind, parent_kind):
            wrong["parent"] = gettext("The agency is the root, an OPD stands directly below it, every other unit below an OPD.")
        for spelling in (values["code"], values.get("name") or ""):
            self._planned.setdefault(plain_key(spelling), kind)
        return {"kind": kind.value, "parent_id": parent_id}

    def _agency_planned(self) -> UnitKind | None:
        return next((kind for kind in self._planned.values() if kind is UnitKind.AGENCY), None)

    def _guessed(self, values: dict[str, Any], parent_id: int | None, parent_kind: UnitKind | None) -> UnitKind:
        """Below the agency stands an OPD, below an OPD what the first word of the name says."""
        above = parent_kind or (self._places.kind_of[parent_id] if parent_id is not None else None)
        if above is UnitKind.AGENCY or above is None:
            return UnitKind.OPD if above or self._agency or self._agency_planned() else UnitKind.AGENCY
        found = BY_FIRST_WORD.get(plain_key((values.get("name") or "").partition(" ")[0]), UnitKind.OTHER)
        return UnitKind.OTHER if found is UnitKind.OPD else found

    def save(self, change: Change) -> Unit:
        after = change.after
        if change.pk is not None:
            return change_unit(self.actor, change.pk, after, session().get_one(Unit, change.pk).version)
        unit = add_unit(
            self.actor,
            code=after["code"],
            name=after["name"],
            kind=UnitKind(after["kind"]),
            parent_id=after["parent_id"],
            valid_from=after.get("valid_from"),
        )
        if after.get("valid_to"):
            unit = change_unit(self.actor, unit.id, {"valid_to": after["valid_to"]}, unit.version)
        change.after = dict.fromkeys(KEPT)
        return unit

    def missing(self) -> Any:
        """Units still open that the file does not hold."""
        query = select(Unit.code, Unit.name).where(Unit.valid_to.is_(None), Unit.kind != UnitKind.AGENCY.value).order_by(Unit.path)
        return ((row.code, row.name) for row in session().execute(query).all() if row.code not in self._codes)

    def put_back(self, found: Written) -> None:
        before = {
            name: date.fromisoformat(value) if value and name in ("valid_from", "valid_to") else value
            for name, value in (found.before or {}).items()
        }
        change_unit(self.actor, found.pk, before, session().get_one(Unit, found.pk).version)

    def take_out(self, found: Written) -> None:
        delete_unit(self.actor, found.pk)


def parents_first(rows: list[Row]) -> list[Row]:
    """The rows in an order in which every unit of the file stands behind the one it belongs to; rows of a circle come last and are refused there."""
    names = {plain_key(row.values[key]): row.number for key in ("name", "code") for row in rows if key in row.values}
    # The agency before all: an OPD does not name it as its parent.
    agency_first = sorted(rows, key=lambda row: row.values.get("kind") != UnitKind.AGENCY)
    waiting = {row.number: row for row in agency_first}
    ordered: list[Row] = []
    while waiting:
        free = [
            row
            for row in waiting.values()
            if names.get(plain_key(row.values.get("parent") or ""), row.number) not in waiting.keys() - {row.number}
        ]
        for row in free or list(waiting.values()):
            ordered.append(waiting.pop(row.number))
    return ordered


UNITS = Import(
    "units",
    _("Units"),
    COLUMNS,
    key=("code",),
    roles=EDITORS,
    target=UnitTarget,
    arrange=parents_first,
    intro=_("One row a unit, known by its code. Begin with the agency itself, unless it is there already."),
)
