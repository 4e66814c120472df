"""Results of Uji Kompetensi out of a spreadsheet, by person and day; a second result of a day corrects the first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Column, Import, Row, RowTarget, Written
from app.kernel.importing.values import day, number, number_as_text, whole
from app.organisation.imports.places import ids_by_nip
from app.organisation.models import CompetenceTest
from app.organisation.services.competence import EDITORS, check_result, delete_competence_test, record_competence_test

RESULT = ("score", "box", "recommendation")
COLUMNS = (
    Column("nip", _("NIP"), "NIP Baru|NIP Pegawai|Nomor Induk Pegawai|NIP Peserta", number_as_text, required=True),
    Column(
        "taken_on", _("Date of the test"), "Tanggal Tes|Tanggal Uji|Tanggal Uji Kompetensi|Tgl Tes|Tanggal|test date", day, required=True
    ),
    Column("score", _("Score (JPM)"), "JPM|Nilai|Skor|Nilai JPM|Nilai Kompetensi|score", number, required=True),
    Column("box", _("Talent box"), "Kotak|Box|Kotak Talenta|Kuadran|Kotak Talent", whole),
    Column("recommendation", _("Recommendation"), "Rekomendasi|Rekomendasi Talentpool|Saran Pengembangan"),
)


class CompetenceTarget(RowTarget):
    """Through the service of the screen."""

    model = CompetenceTest

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        nips = [row.values["nip"] for row in rows if "nip" in row.values]
        self._people = ids_by_nip(nips)
        tests = session().scalars(select(CompetenceTest).where(CompetenceTest.employee_id.in_(self._people.values())))
        self._present = {(test.employee_id, test.taken_on): test for test in tests}

    def judge(self, row: Row) -> Change:
        values = row.values
        employee_id = self._people.get(values["nip"])
        test = self._present.get((employee_id or 0, values["taken_on"]))
        wrong = check_result(values["taken_on"], values.get("score", test.score if test else None), values.get("box"))
        if employee_id is None:
            wrong["nip"] = gettext("No employee has the NIP %(nip)s.", nip=values["nip"])
        if wrong:
            raise Invalid(fields=wrong)
        before: dict[str, Any] = {name: getattr(test, name) if test else None for name in RESULT}
        after = before | {name: values[name] for name in RESULT if name in values}
        after["score"] = after["score"].quantize(Decimal("0.01"))
        key = f"{values['nip']} · {values['taken_on']:%d/%m/%Y}"
        if test is None:
            return Change(row, key, None, {}, after, work=employee_id)
        differs = after != before
        return Change(row, key, test.id, before if differs else {}, after if differs else {}, work=employee_id)

    def save(self, change: Change) -> CompetenceTest:
        return record_competence_test(self.actor, change.work, taken_on=change.row.values["taken_on"], **change.after)

    def put_back(self, found: Written) -> None:
        test = session().get_one(CompetenceTest, found.pk)
        before: dict[str, Any] = dict(found.before or {})
        taken_on: date = test.taken_on
        record_competence_test(
            self.actor,
            test.employee_id,
            taken_on=taken_on,
            score=Decimal(before["score"]),
            box=before["box"],
            recommendation=before["recommendation"],
        )

    def take_out(self, found: Written) -> None:
        delete_competence_test(self.actor, found.pk)


COMPETENCE_TESTS = Import(
    "competence-tests",
    _("Competence tests"),
    COLUMNS,
    key=("nip", "taken_on"),
    roles=EDITORS,
    target=CompetenceTarget,
    intro=_("One row a result, known by NIP and day."),
)
