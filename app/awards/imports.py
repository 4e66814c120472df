"""Awards of earlier years out of a spreadsheet, by NIP, without their proof; the group comes from the kind, and the scale from a group that settles it."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.awards.models import Award
from app.awards.services import award_columns, forced_scales
from app.kernel.errors import Invalid
from app.kernel.importing import Column, Import, register_import
from app.kernel.importing.values import day, whole
from app.kernel.roles import Role
from app.organisation.models import Employee
from app.reference.queries import code
from app.reference.rules import CodeList
from app.verification.importing import INTRO, NIP, BroughtTarget

COLUMNS = (
    Column("award_kind", _("Kind of award"), "Jenis Penghargaan|Jenis|Penghargaan|Nama Penghargaan|Tanda Jasa", required=True),
    Column("decree_on", _("Date of the decree"), "Tanggal Surat Keputusan|Tanggal SK|Tgl SK|Tanggal Keputusan|Tanggal", day, required=True),
    Column("number", _("Decree number"), "Nomor Surat Keputusan|Nomor SK|No SK|Nomor Keppres|Nomor"),
    Column("year", _("Year of the award"), "Tahun Perolehan|Tahun", whole),
    Column("scale", _("Scale of the award"), "Skala Penghargaan|Skala|Tingkat"),
    Column("award_group", _("Group of the award"), "Kelompok Penghargaan|Kelompok"),
    Column("granted_by", _("Given by"), "Pejabat Pemberi|Pemberi|Diberikan Oleh|Pejabat"),
)


class AwardTarget(BroughtTarget):
    model, fields, identity = Award, COLUMNS, ("award_kind", "decree_on")
    lists = {"award_kind": CodeList.AWARD_KIND, "scale": CodeList.AWARD_SCALE, "award_group": CodeList.AWARD_GROUP}
    optional = frozenset({"number", "year", "scale", "award_group", "granted_by"})

    def checked(self, person: Employee, typed: dict[str, Any]) -> dict[str, Any]:
        kind = code(CodeList.AWARD_KIND, typed["award_kind"])
        group = typed["award_group"] or (kind.data.get("kelompok") if kind else None)
        scale = typed["scale"] or forced_scales().get(str(group))
        missing = {name: _("This is needed.") for name, value in (("award_group", group), ("scale", scale)) if not value}
        if missing:
            raise Invalid(fields=missing)
        return award_columns(typed | {"award_group": group, "scale": scale, "year": typed["year"] or typed["decree_on"].year})


AWARDS = register_import(
    Import(
        "awards",
        _("Awards"),
        (NIP, *COLUMNS),
        key=("nip", "award_kind", "decree_on"),
        roles=(Role.BKPSDM_ADMIN,),
        target=AwardTarget,
        intro=INTRO,
    )
)
