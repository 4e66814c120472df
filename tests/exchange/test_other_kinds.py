"""Units, supervisors, heads, competence tests, the catalogue and proposals: the same importer, the same rules as their screens."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db import session
from app.kernel.errors import Denied
from app.kernel.importing.models import ImportBatch, ImportRow, Outcome
from app.kernel.importing.table import imports_of
from app.organisation.models import CompetenceTest, Employee, Posting, Unit
from app.organisation.queries import find_employee, head_of
from app.proposals.models import Proposal
from app.reference.queries import find_training
from tests.exchange.files import applied, checked, sent, spaced, undone, workbook
from tests.factories.city import City
from tests.factories.organisation import make_agency, make_test_result, make_unit
from tests.factories.proposals import proposal_in


def faults(batch: ImportBatch) -> dict[int, set[str]]:
    rows = session().scalars(select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.FAULTY))
    return {row.number: set(row.errors or {}) for row in rows}


class TestUnits:
    HEADERS = ("Kode", "Nama Unit", "Jenis", "Induk")

    def tree(self) -> list[dict[str, str | None]]:
        """Children before their parents; kinds only where the name does not say them."""
        return [
            {"Kode": "9.01.01", "Nama Unit": "Subbagian Umum", "Induk": "9.01"},
            {"Kode": "9.01", "Nama Unit": "Sekretariat", "Induk": "Dinas Perikanan"},
            {"Kode": "9", "Nama Unit": "Dinas Perikanan", "Jenis": "OPD"},
            {"Kode": "9.02", "Nama Unit": "Balai Benih", "Jenis": "UPTD", "Induk": "9"},
        ]

    def test_a_tree_in_any_order_stands_as_it_should(self, city: City):
        assert checked("units", workbook(self.tree(), self.HEADERS)).count(Outcome.NEW) == 4
        batch = applied("units", workbook(self.tree(), self.HEADERS))
        assert (batch.count(Outcome.NEW), batch.count(Outcome.FAULTY)) == (4, 0)
        found = {unit.code: unit for unit in session().scalars(select(Unit).where(Unit.code.startswith("9")))}
        assert [found[code].kind for code in ("9", "9.01", "9.01.01", "9.02")] == ["perangkat_daerah", "sekretariat", "subbagian", "uptd"]
        assert found["9.01.01"].path == f"{found['9.01'].path}{found['9.01.01'].id}/"
        assert found["9.01.01"].opd_id == found["9"].id
        again = applied("units", workbook(self.tree(), self.HEADERS))
        assert (again.count(Outcome.UNCHANGED), again.count(Outcome.CHANGED)) == (4, 0)
        assert undone(batch).counts["undone"] == 4
        assert session().scalar(select(func.count()).select_from(Unit).where(Unit.code.startswith("9"))) == 0

    def test_an_empty_portal_begins_with_the_agency(self, ctx: Flask):
        rows = [*self.tree(), {"Kode": "00", "Nama Unit": "Pemerintah Kota Contoh", "Jenis": "Instansi"}]
        batch = applied("units", workbook(rows, self.HEADERS))
        assert faults(batch) == {}
        assert session().scalar(select(Unit.kind).where(Unit.code == "00")) == "instansi"

    def test_wrong_rows_are_named_and_a_changed_name_is_taken_back(self, city: City):
        rows = [
            {"Kode": city.opd.code, "Nama Unit": "Dinas Pendidikan dan Kebudayaan"},
            {"Kode": "8", "Nama Unit": "Bidang Tanpa Induk", "Jenis": "Bidang"},
            {"Kode": "8.1", "Nama Unit": "Seksi X", "Induk": "Tidak Ada"},
            {"Kode": None, "Nama Unit": "Tanpa Kode"},
        ]
        batch = applied("units", workbook(rows, self.HEADERS))
        assert faults(batch) == {6: {"parent"}, 7: {"parent"}, 8: {"code"}}
        assert city.opd.name == "Dinas Pendidikan dan Kebudayaan"
        undone(batch)
        assert city.opd.name == "Dinas Pendidikan"


class TestSupervisors:
    HEADERS = ("NIP", "NIP Atasan Langsung")

    def test_a_circle_is_refused_where_it_would_close_also_inside_one_file(self, city: City):
        nips = [city.person(name).nip for name in ("owner", "colleague", "supervisor")]
        rows = [
            {"NIP": nips[2], "NIP Atasan Langsung": nips[1]},
            {"NIP": nips[1], "NIP Atasan Langsung": spaced(nips[0])},
            {"NIP": nips[0], "NIP Atasan Langsung": nips[0]},
            {"NIP": "199001012015031999", "NIP Atasan Langsung": nips[0]},
        ]
        wanted = {6: {"supervisor"}, 7: {"supervisor"}, 8: {"nip"}}
        assert faults(checked("supervisors", workbook(rows, self.HEADERS))) == wanted
        batch = applied("supervisors", workbook(rows, self.HEADERS))
        assert faults(batch) == wanted
        assert city.person("supervisor").supervisor_id == city.ids["colleague"]
        assert undone(batch).counts == {"changed": 1, "faulty": 3, "undone": 1, "kept": 0}
        assert city.person("supervisor").supervisor_id is None


def test_heads(city: City) -> None:
    headers = ("Kode Unit", "NIP Kepala")
    rows = [{"Kode Unit": city.opd.code, "NIP Kepala": city.person("opd_admin").nip}, {"Kode Unit": "Tidak Ada", "NIP Kepala": "1"}]
    batch = applied("heads", workbook(rows, headers))
    assert faults(batch) == {6: {"unit"}}
    assert head_of(city.opd_id).id == city.ids["opd_admin"]  # type: ignore[union-attr]
    assert applied("heads", workbook(rows, headers)).count(Outcome.UNCHANGED) == 1
    undone(batch)
    assert head_of(city.opd_id) is None


def test_a_move_by_a_file_is_kept_with_its_day_as_one_by_the_screen(city: City) -> None:
    owner = city.person("owner")
    pk, target = owner.id, make_unit(city.opd, name="Bidang Baru")
    applied("employees", workbook([{"NIP": owner.nip, "Nama": owner.name, "Unit Kerja": "Bidang Baru"}], ("NIP", "Nama", "Unit Kerja")))
    standing = session().scalars(select(Posting).where(Posting.employee_id == pk, Posting.until.is_(None))).one()
    assert (standing.unit_id, session().get_one(Employee, pk).unit_id) == (target.id, target.id)


class TestCompetenceTests:
    HEADERS = ("NIP", "Tanggal Tes", "Nilai JPM", "Kotak", "Rekomendasi")

    def test_results_are_entered_corrected_and_taken_back(self, city: City):
        day = clock.today() - timedelta(days=1)
        owner, colleague = city.person("owner"), city.person("colleague")
        make_test_result(owner, day)
        rows = [
            {"NIP": spaced(owner.nip), "Tanggal Tes": f"{day:%d/%m/%Y}", "Nilai JPM": "90,25", "Kotak": 9},
            {"NIP": colleague.nip, "Tanggal Tes": f"{day:%Y-%m-%d}", "Nilai JPM": 77.5, "Rekomendasi": "DIGITAL SKILL"},
            {"NIP": colleague.nip, "Tanggal Tes": "31-12-2099", "Nilai JPM": 900},
        ]
        batch = applied("competence-tests", workbook(rows, self.HEADERS))
        assert faults(batch) == {7: {"taken_on", "score"}}
        found = {test.employee_id: test for test in session().scalars(select(CompetenceTest))}
        assert (found[owner.id].score, found[owner.id].box, found[owner.id].recommendation) == (Decimal("90.25"), 9, "VISIONARY LEADERSHIP")
        assert (found[colleague.id].score, found[colleague.id].recommendation) == (Decimal("77.50"), "DIGITAL SKILL")
        assert undone(batch).counts["undone"] == 2
        left = session().scalars(select(CompetenceTest)).one()
        assert (left.score, left.box) == (Decimal("82.50"), 8)

    @pytest.mark.parametrize("name", ["auditor", "superuser", "opd_admin"])
    def test_results_are_confidential(self, city: City, name: str):
        with pytest.raises(Denied):
            sent("competence-tests", workbook([], self.HEADERS), city.actor(name))


def test_the_catalogue(ctx: Flask) -> None:
    make_agency()
    headers = ("Nama Diklat", "Jenis Kompetensi")
    rows = [
        {"Nama Diklat": "Pelatihan  Kapal Nelayan (PKN-X)", "Jenis Kompetensi": "teknis"},
        {"Nama Diklat": "pelatihan kapal nelayan", "Jenis Kompetensi": "Teknis"},
        {"Nama Diklat": "Pelatihan Tata Naskah Dinas", "Jenis Kompetensi": "Khayal"},
        {"Nama Diklat": "Pelatihan Tanpa Jenis"},
    ]
    batch = applied("trainings", workbook(rows, headers))
    assert faults(batch) == {6: {"title"}, 7: {"competence_kind"}, 8: {"competence_kind"}}
    assert find_training("PELATIHAN KAPAL NELAYAN")
    undone(batch)
    assert find_training("PELATIHAN KAPAL NELAYAN") is None


class TestProposals:
    HEADERS = ("NIP", "Tanggal Usulan", "Usulan Diklat")

    def test_they_enter_as_submitted_once_per_period_and_go_again(self, city: City):
        admin, today = city.actor("bkpsdm_admin"), f"{clock.today():%d-%m-%Y}"
        proposal_in(city, "forwarded", "colleague")
        title = "Pelatihan Tata Naskah Dinas"
        rows = [
            {"NIP": city.person("owner").nip, "Tanggal Usulan": today, "Usulan Diklat": title.upper()},
            {"NIP": city.person("stranger").nip, "Tanggal Usulan": today, "Usulan Diklat": "Diklat Perahu"},
            {"NIP": city.person("colleague").nip, "Tanggal Usulan": "05-01-2026", "Usulan Diklat": "Diklat Kedua"},
            {"NIP": city.person("supervisor").nip, "Tanggal Usulan": "31-12-2099", "Usulan Diklat": "Diklat Nanti"},
        ]
        batch = applied("proposals", workbook(rows, self.HEADERS), admin)
        assert faults(batch) == {7: {"proposed_on"}, 8: {"proposed_on"}}
        made = session().scalars(select(Proposal).where(Proposal.employee_id == city.ids["owner"])).one()
        assert (made.training.title if made.training else None, made.state, made.source) == (title, "submitted", "catalogue")
        assert applied("proposals", workbook(rows[:2], self.HEADERS), admin).count(Outcome.UNCHANGED) == 2
        assert undone(batch, admin).counts["undone"] == 2
        states = session().scalars(select(Proposal.state).order_by(Proposal.id)).all()
        assert states == ["forwarded", "deleted", "deleted"]


def test_everybody_may_import_what_he_may_write_on_screen(city: City) -> None:
    offered = {name: {each.name for each in imports_of(city.actor(name))} for name in ("bkpsdm_admin", "superuser", "opd_admin", "auditor")}
    assert offered["bkpsdm_admin"] == {
        "units",
        "employees",
        "supervisors",
        "heads",
        "competence-tests",
        "trainings",
        "proposals",
        "courses",
        "certifications",
        "awards",
    }
    assert offered["superuser"] == {"units", "trainings"}
    assert offered["opd_admin"] == offered["auditor"] == set()
    assert find_employee("0") is None
