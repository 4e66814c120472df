"""Training history out of a spreadsheet: courses and certifications of earlier years, by NIP, without their proof."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from app.credentials.models import Certification, Course
from app.credentials.services import certification_columns, check_room, course_columns
from app.kernel.importing import Column, Import, Row, register_import
from app.kernel.importing.values import day, number, whole
from app.kernel.roles import Role
from app.ledger.services import Line
from app.organisation.models import Employee
from app.reference.rules import CodeList
from app.verification.importing import INTRO, NIP, BroughtTarget

HUNDREDTH = Decimal("0.01")
"""As exact as JP are kept: what was written must be what is read again."""
ORGANISER = Column(
    "organiser", _("Organising institution"), "Penyelenggara|Institusi Penyelenggara|Instansi Penyelenggara|Lembaga", required=True
)
CLASSIFICATION = Column(
    "classification", _("Classification"), "Klasifikasi|Klasifikasi Kursus|Klasifikasi Sertifikasi|Rumpun|Rumpun Jabatan", required=True
)
COURSE_COLUMNS = (
    Column("name", _("Course name"), "Nama Kursus|Nama Diklat|Nama Pelatihan|Nama Kegiatan|Kursus|Diklat|Pelatihan|Judul", required=True),
    Column("course_form", _("Course type"), "Jenis Kursus|Jenis Diklat|Jenis Pelatihan|Bentuk|Jenis", required=True),
    CLASSIFICATION,
    ORGANISER,
    Column(
        "number", _("Course certificate number"), "Nomor Sertifikat|No Sertifikat|Nomor Sertifikat Kursus|Nomor STTPP|Nomor", required=True
    ),
    Column("begins_on", _("Start date"), "Tanggal Mulai|Tgl Mulai|Mulai|Tanggal", day, required=True),
    Column("ends_on", _("End date"), "Tanggal Selesai|Tanggal Berakhir|Tgl Selesai|Selesai|Berakhir", day, required=True),
    Column("jp", _("Duration (hours)"), "JP|Jumlah JP|Durasi|Jumlah Jam|Jam Pelajaran|Lama (JP)", number, required=True),
    Column("year", _("Course year"), "Tahun|Tahun Kursus|Tahun Diklat", whole),
)
CERTIFICATION_COLUMNS = (
    Column("name", _("Certification name"), "Nama Sertifikasi|Sertifikasi|Nama Sertifikat|Judul", required=True),
    CLASSIFICATION,
    Column("organiser", _("Certifying body"), "Lembaga Sertifikasi|Lembaga Penyelenggara|Lembaga|Penyelenggara", required=True),
    Column("number", _("Certificate number"), "Nomor Sertifikat|No Sertifikat|Nomor", required=True),
    Column("certified_on", _("Date of the certificate"), "Tanggal Sertifikat|Tgl Sertifikat|Tanggal", day, required=True),
    Column("valid_from", _("Validity begins"), "Masa Berlaku Mulai|Berlaku Mulai|Berlaku Dari|Mulai Berlaku", day),
    Column(
        "valid_until",
        _("Validity ends"),
        "Masa Berlaku Selesai|Berlaku Sampai|Berlaku Sampai Dengan|Masa Berlaku|Akhir Berlaku",
        day,
        required=True,
    ),
    Column("front_title", _("Front title of the certification"), "Gelar Depan|Gelar Depan Sertifikasi"),
    Column("back_title", _("Back title of the certification"), "Gelar Belakang|Gelar Belakang Sertifikasi"),
)


class CourseTarget(BroughtTarget):
    """The day's limit of JP holds over what stands in the book and over earlier rows of the same file."""

    model, fields, identity = Course, COURSE_COLUMNS, ("name", "begins_on")
    lists = {"course_form": CodeList.COURSE_FORM, "classification": CodeList.JOB_FAMILY}
    optional = frozenset({"year"})

    def __init__(self, actor: Any) -> None:
        super().__init__(actor)
        self._planned: dict[int, dict[int, Line]] = {}

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        super().meet(rows, lock=lock)
        if lock:
            # What earlier rows brought stands in the book by now.
            self._planned.clear()

    def checked(self, person: Employee, typed: dict[str, Any]) -> dict[str, Any]:
        values = course_columns(typed | {"course_kind": None, "year": typed["year"] or typed["ends_on"].year})
        return values | {"jp": values["jp"].quantize(HUNDREDTH)}

    def place(self, row: Row, person: Employee, values: Mapping[str, Any]) -> None:
        check_room(person.id, values, more=tuple(self._planned.get(person.id, {}).values()))
        days = (values["begins_on"], values["ends_on"], values["jp"])
        self._planned.setdefault(person.id, {})[row.number] = Line(person.id, *days, True, Course.__tablename__, 0, values["name"])


class CertificationTarget(BroughtTarget):
    """Without a beginning, its validity begins on the day of the certificate."""

    model, fields, identity = Certification, CERTIFICATION_COLUMNS, ("name", "certified_on")
    lists = {"classification": CodeList.JOB_FAMILY}
    optional = frozenset({"valid_from", "front_title", "back_title"})

    def checked(self, person: Employee, typed: dict[str, Any]) -> dict[str, Any]:
        return certification_columns(typed | {"valid_from": typed["valid_from"] or typed["certified_on"]})


COURSES = register_import(
    Import(
        "courses",
        _("Courses"),
        (NIP, *COURSE_COLUMNS),
        key=("nip", "name", "begins_on"),
        roles=(Role.BKPSDM_ADMIN,),
        target=CourseTarget,
        intro=INTRO,
    )
)
CERTIFICATIONS = register_import(
    Import(
        "certifications",
        _("Certifications"),
        (NIP, *CERTIFICATION_COLUMNS),
        key=("nip", "name", "certified_on"),
        roles=(Role.BKPSDM_ADMIN,),
        target=CertificationTarget,
        intro=INTRO,
    )
)
