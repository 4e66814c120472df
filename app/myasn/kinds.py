"""The record types that go to MyASN, one row each: the fields of its form in their order (S12, S15, S26), and those of the national web service (standards 10).

A further type joins by a row here: a verified record whose proof is called by `file_name`.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from app.awards.models import Award
from app.credentials.models import Certification, Course
from app.kernel.errors import Text
from app.myasn.rules import CardField, Format, NationalField, Value, in_indonesian
from app.reference.queries import code
from app.reference.rules import CodeList


@dataclass(frozen=True)
class RecordKind:
    """`model` is a Verified record; `place` is the way to its form in MyASN, `resource` the address of the web service it is saved at.

    `number` and `day` say where the record keeps the number of its certificate and the day by which its file is called.
    """

    model: type[Any]
    label: Text
    place: Text
    document: Text
    resource: str
    card: tuple[CardField, ...]
    fields: tuple[NationalField, ...]
    number: str = "number"
    day: str = "proof_day"

    @property
    def key(self) -> str:
        name: str = self.model.__tablename__
        return name


def _siasn_id(code_list: CodeList, name: str) -> Value:
    """The id that an agency has noted at the record's code; nothing while it has not."""

    def find(record: Any) -> Any:
        row = code(code_list, getattr(record, name))
        return row.data.get("siasn") if row else None

    return find


def _letter(record: Any) -> Any:
    row = code(CodeList.COURSE_FORM, record.course_form)
    return row.data.get("huruf") if row else None


def _always(text: Text) -> Value:
    return lambda record: in_indonesian(text)


def _title_places(record: Any) -> str:
    places = {"front": _("Title before the name (certification)"), "back": _("Title behind the name (certification)")}
    return ", ".join(in_indonesian(places[place]) for place in record.title_places)


GIVEN_BY_SIASN = _("Given by SIASN; empty for what it does not have yet.")
NOT_KNOWN_HERE = _("SIASN’s own key, which the portal does not know.")
NOTED_AT_THE_CODE = _("As noted at the entry of the code list; empty until it is.")
CERTIFICATION_HISTORY = _("Update Data > Certification history > Add Data")
AWARD_HISTORY = _("Update > Award history > Add to the history")

PERSON = (
    NationalField("nipBaru", _("NIP"), "employee.nip", note=_("Named as in what SIASN answers; it says whose record this is.")),
    NationalField("pnsOrangId", _("Person in SIASN"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
    NationalField("id", _("Entry in SIASN"), format=Format.UNKNOWN, note=GIVEN_BY_SIASN),
)
FILES = NationalField("path", _("Document"), format=Format.FILES, note=_("Filled in by SIASN when the PDF is uploaded there."))

COURSE = RecordKind(
    Course,
    _("Course"),
    CERTIFICATION_HISTORY,
    _("Course certificate document"),
    "/kursus/save",
    card=(
        CardField(_("Certification type"), _always(_("Course"))),
        CardField(_("Course type"), "course_form_label"),
        CardField(_("Course classification"), "classification_label"),
        CardField(_("Course name"), "name"),
        CardField(_("Organising institution"), "organiser"),
        CardField(_("Course certificate number"), "number"),
        CardField(_("Course year"), "year"),
        CardField(_("Start date"), "begins_on"),
        CardField(_("End date"), "ends_on"),
        CardField(_("Duration (hours)"), "jp"),
    ),
    fields=(
        *PERSON,
        NationalField("instansiId", _("Agency in SIASN"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
        NationalField("institusiPenyelenggara", _("Organising institution"), "organiser"),
        NationalField("jenisDiklatId", _("Course type"), "course_form", Format.CODE),
        NationalField(
            "jenisKursus", _("Course as SIASN names it"), _siasn_id(CodeList.COURSE_KIND, "course_kind"), Format.CODE, NOTED_AT_THE_CODE
        ),
        NationalField("jenisKursusSertipikat", _("Letter of SIASN: F, P or T"), _letter, Format.CODE),
        NationalField("jumlahJam", _("Duration (hours)"), "jp", Format.INTEGER, _("Whole learning hours (JP); fractions are left out.")),
        NationalField("lokasiId", _("Place in SIASN"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
        NationalField("namaKursus", _("Course name"), "name"),
        NationalField("nomorSertipikat", _("Course certificate number"), "number"),
        FILES,
        NationalField("tahunKursus", _("Course year"), "year", Format.INTEGER),
        NationalField("tanggalKursus", _("Start date"), "begins_on", Format.DATE),
        NationalField("tanggalSelesaiKursus", _("End date"), "ends_on", Format.DATE),
    ),
)
CERTIFICATION = RecordKind(
    Certification,
    _("Certification"),
    CERTIFICATION_HISTORY,
    _("Certification certificate document"),
    "/sertifikasi/save",
    card=(
        CardField(_("Certification type"), _always(_("Certification"))),
        CardField(_("Certification classification"), "classification_label"),
        CardField(_("Certification name"), "name"),
        CardField(_("Certificate number"), "number"),
        CardField(_("Date of the certificate"), "certified_on"),
        CardField(_("Validity begins"), "valid_from"),
        CardField(_("Validity ends"), "valid_until"),
        CardField(_("Place of the title"), _title_places),
        CardField(_("Front title of the certification"), "front_title"),
        CardField(_("Back title of the certification"), "back_title"),
        CardField(_("Certifying body"), "organiser"),
    ),
    fields=(
        *PERSON,
        NationalField("gelarDepanSert", _("Front title of the certification"), "front_title"),
        NationalField("gelarBelakangSert", _("Back title of the certification"), "back_title"),
        NationalField("lembagaSertifikasiId", _("Certifying body in SIASN"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
        NationalField("lembagaSertifikasiNama", _("Certifying body"), "organiser"),
        NationalField("masaBerlakuSertMulai", _("Validity begins"), "valid_from", Format.DATE),
        NationalField("masaBerlakuSertSelasai", _("Validity ends"), "valid_until", Format.DATE, _("Spelt so by SIASN.")),
        NationalField("namaSertifikasi", _("Certification name"), "name"),
        NationalField("nomorSertifikat", _("Certificate number"), "number"),
        FILES,
        NationalField(
            "rumpunJabatanId",
            _("Certification classification"),
            _siasn_id(CodeList.JOB_FAMILY, "classification"),
            Format.CODE,
            NOTED_AT_THE_CODE,
        ),
        NationalField("tanggalSertifikat", _("Date of the certificate"), "certified_on", Format.DATE),
    ),
)

AWARD = RecordKind(
    Award,
    _("Award"),
    AWARD_HISTORY,
    _("Award certificate document"),
    "/penghargaan/save",
    card=(
        CardField(_("Scale of the award"), "scale_label"),
        CardField(_("Group of the award"), "award_group_label"),
        CardField(_("Kind of award"), "award_kind_label"),
        CardField(_("Year of the award"), "year"),
        CardField(_("Decree number"), "number"),
        CardField(_("Date of the decree"), "decree_on"),
    ),
    fields=(
        *PERSON,
        NationalField("hargaId", _("Kind of award"), _siasn_id(CodeList.AWARD_KIND, "award_kind"), Format.CODE, NOTED_AT_THE_CODE),
        FILES,
        NationalField("skDate", _("Date of the decree"), "decree_on", Format.DATE),
        NationalField("skNomor", _("Decree number"), "number"),
        NationalField("tahun", _("Year of the award"), "year", Format.INTEGER),
    ),
    day="decree_on",
)

KINDS: dict[str, RecordKind] = {kind.key: kind for kind in (COURSE, CERTIFICATION, AWARD)}
"""By the name of the table, in the order in which screens offer them."""
