"""Who leads which unit: the code of the unit and the NIP of its head."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Column, Import, Row, Target, Written
from app.kernel.importing.values import number_as_text
from app.kernel.roles import Role
from app.organisation.imports.places import Places, ids_by_nip
from app.organisation.models import UnitHead
from app.organisation.services.units import set_head

COLUMNS = (
    Column("unit", _("Unit"), "Kode Unit|Kode|Kode Unor|Unit Kerja|Nama Unit|Kode Unit Kerja|unit code", required=True),
    Column("head", _("NIP of the head"), "NIP Kepala|NIP Pimpinan|Kepala|NIP Kepala Unit|NIP Pejabat|head", number_as_text, required=True),
)


class HeadTarget(Target):
    """A head has no record that people know: `pk` is the id of the unit."""

    model = UnitHead

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        self._places = Places()
        nips = [row.values["head"] for row in rows if "head" in row.values]
        self._people = ids_by_nip(nips)

    def judge(self, row: Row) -> Change:
        unit_id = self._places.find(row.values["unit"], "unit")
        before = self.held([unit_id])[unit_id]
        if "head" not in row.values:
            return Change(row, row.values["unit"], unit_id)
        if row.values["head"] not in self._people:
            raise Invalid(fields={"head": gettext("No employee has the NIP %(nip)s.", nip=row.values["head"])})
        after = {"employee_id": self._people[row.values["head"]]}
        return Change(row, row.values["unit"], unit_id, before, after if after != before else {})

    def write(self, changes: Sequence[Change]) -> None:
        for change in changes:
            set_head(self.actor, change.pk or 0, change.after["employee_id"])

    def held(self, pks: Iterable[int]) -> dict[int, dict[str, Any]]:
        wanted = list(pks)
        heads = {row.unit_id: row.employee_id for row in session().scalars(select(UnitHead).where(UnitHead.unit_id.in_(wanted)))}
        return {pk: {"employee_id": heads.get(pk)} for pk in wanted}

    def restore(self, found: Sequence[Written]) -> dict[int, str]:
        for each in found:
            set_head(self.actor, each.pk, (each.before or {})["employee_id"])
        return {}


HEADS = Import(
    "heads",
    _("Heads of units"),
    COLUMNS,
    key=("unit",),
    roles=(Role.BKPSDM_ADMIN, Role.SYSTEM),
    target=HeadTarget,
    intro=_("The code of a unit and the NIP of its head; both must be there already."),
)
