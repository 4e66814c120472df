"""The record types that go to MyASN, one row each: the fields of its form in their order (S12, S15, S26, L35), and those of the national web service (standards 10).

A further type joins by a row here: an owned record that says by `counts` whether it stands, and by `file_name` how its document is called.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from flask_babel import lazy_gettext as _

from app.awards.models import Award
from app.certificates.models import Certificate
from app.certificates.queries import problems_of, successor_of
from app.certificates.services import file_for
from app.credentials.models import Certification, Course
from app.kernel import settings, storage
from app.kernel.actor import Actor
from app.kernel.errors import Text
from app.kernel.workflow import Workflow
from app.myasn.parameters import AGENCY_ID
from app.myasn.rules import CardField, Format, NationalField, Value, in_indonesian
from app.reference.queries import code
from app.reference.rules import CodeList
from app.reference.rules.structural import structural_step


class Entered(Protocol):
    """What a record must offer to go to MyASN."""

    __workflow__: Workflow
    id: int
    employee_id: int
    unit_id: int

    @property
    def counts(self) -> bool:
        """Whether it stands today; only then has it an open package."""

    @property
    def file_name(self) -> str:
        """How its document is called (S16)."""


@dataclass(frozen=True)
class Paper:
    """The document of a record as it is stored; `size` in bytes, `media_type` what it is."""

    size: int
    media_type: str
    path: Callable[[Actor], Path]
    """Asks first whether this person may have it now; raises Conflict with the reason."""


def uploaded(record: Any) -> Paper | None:
    """The proof of a verified record."""
    document = next(iter(record.proofs), None)
    return Paper(document.size, document.media_type, lambda actor: storage.path(document.key)) if document is not None else None


def issued(record: Certificate) -> Paper:
    """The file of a certificate, to be had while every condition of it holds (G1)."""
    return Paper(record.file_size, "application/pdf", lambda actor: file_for(actor, record))


def nothing_against(records: Sequence[Any]) -> Mapping[int, str]:
    """What was verified stands until that is cancelled."""
    return {}


def no_other(record: Any) -> int | None:
    """No other record replaces this one."""
    return None


@dataclass(frozen=True)
class Service:
    """An address of the web service at which some records of a type are saved, with fields of its own: those whose type of course is one of `forms`."""

    resource: str
    label: Text
    forms: frozenset[str]
    fields: tuple[NationalField, ...]


@dataclass(frozen=True)
class RecordKind:
    """`model` is an Entered record; `place` is the way to its form in MyASN, `resource` the address of the web service it is saved at.

    `others` are the addresses of those that are not saved there.

    `number`, `day` and `title` say where the record keeps the number of its certificate, the day by which its file is called, and its name. `paper` is its document,
    `problems` why records that are approved do not hold for now (by id), `successor` the id of the record that replaced it, `guide` the way through MyASN step by step.
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
    title: str = "summary"
    paper: Callable[[Any], Paper | None] = uploaded
    problems: Callable[[Sequence[Any]], Mapping[int, str]] = nothing_against
    successor: Callable[[Any], int | None] = no_other
    guide: tuple[Text, ...] = ()
    others: tuple[Service, ...] = ()

    @property
    def key(self) -> str:
        name: str = self.model.__tablename__
        return name

    @property
    def services(self) -> tuple[Service, ...]:
        """Where its records are saved; the first takes what no other does."""
        return (Service(self.resource, self.label, frozenset(), self.fields), *self.others)

    def service_of(self, record: Any) -> Service:
        """Where this one is saved."""
        first, *others = self.services
        return next((each for each in others if record.course_form in each.forms), first)

    def service_at(self, name: str) -> Service | None:
        """The service of that name ("diklat" of "/diklat/save"); the first without one, None where there is none such."""
        return next((each for each in self.services if name in ("", service_name(each))), None)


def service_name(service: Service) -> str:
    """As an address and a file name say it."""
    return service.resource.strip("/").partition("/")[0]


def _siasn_id(code_list: CodeList, name: str) -> Value:
    """The id that an agency has noted at the record's code; nothing while it has not."""

    def find(record: Any) -> Any:
        row = code(code_list, getattr(record, name))
        return row.data.get("siasn") if row else None

    return find


def _ladder(record: Any) -> str:
    return structural_step(record.name).value


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
PERSON_KEY = _(
    "SIASN’s own key of the person: it answers it for the NIP at /pns/data-utama. The portal keeps none, so the NIP stands beside it."
)
AGENCY_KEY = _("SIASN’s own key of the agency, as the agency’s settings say; empty until it is noted there.")
NOTED_AT_THE_CODE = _("As noted at the entry of the code list; empty until it is.")
CERTIFICATION_HISTORY = _("Update Data > Certification history > Add Data")
TRAINING_HISTORY = _("Home > Training/course history > Add new")
AWARD_HISTORY = _("Update > Award history > Add to the history")

PERSON = (
    NationalField("nipBaru", _("NIP"), "employee.nip", note=_("Named as in what SIASN answers; it says whose record this is.")),
    NationalField("pnsOrangId", _("Person in SIASN"), format=Format.UNKNOWN, note=PERSON_KEY),
    NationalField("id", _("Entry in SIASN"), format=Format.UNKNOWN, note=GIVEN_BY_SIASN),
)
AGENCY = NationalField("instansiId", _("Agency in SIASN"), lambda record: settings.get(AGENCY_ID), note=AGENCY_KEY)
FILES = NationalField("path", _("Document"), format=Format.FILES, note=_("Filled in by SIASN when the PDF is uploaded there."))
STRUCTURAL = Service(
    "/diklat/save",
    _("Structural training"),
    frozenset({"1"}),
    (
        *PERSON,
        NationalField("bobot", _("Weight"), format=Format.UNKNOWN, note=GIVEN_BY_SIASN),
        NationalField("institusiPenyelenggara", _("Organising institution"), "organiser"),
        NationalField("jenisKompetensi", _("Kind of competence"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
        NationalField("jumlahJam", _("Duration (hours)"), "jp", Format.INTEGER, _("Whole learning hours (JP); fractions are left out.")),
        NationalField(
            "latihanStrukturalId", _("Step of the structural ladder"), _ladder, Format.CODE, _("Read from the name of the training.")
        ),
        NationalField("nomor", _("Course certificate number"), "number"),
        FILES,
        NationalField("tahun", _("Course year"), "year", Format.INTEGER),
        NationalField("tanggal", _("Start date"), "begins_on", Format.DATE),
        NationalField("tanggalSelesai", _("End date"), "ends_on", Format.DATE),
    ),
)
"""Courses of the form "Diklat Struktural" are saved at an address of their own (standards 10)."""

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
        AGENCY,
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
    others=(STRUCTURAL,),
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


def _replaced_by(record: Certificate) -> int | None:
    found = successor_of(record)
    return found.id if found else None


CERTIFICATE = RecordKind(
    Certificate,
    _("Certificate of a webinar or event"),
    TRAINING_HISTORY,
    _("Certificate document"),
    "/kursus/save",
    card=(
        CardField(_("Name of the training or course"), "title"),
        CardField(_("Organiser"), "organiser"),
        CardField(_("Held on (begins)"), "begins_on"),
        CardField(_("Held on (ends)"), "ends_on"),
        CardField(_("Length of the training (JP)"), "jp"),
        CardField(_("Certificate number"), "number"),
        CardField(_("Location"), "place"),
        CardField(_("Training type"), "course_form_label"),
    ),
    fields=(
        *PERSON,
        AGENCY,
        NationalField("institusiPenyelenggara", _("Organiser"), "organiser"),
        NationalField("jenisDiklatId", _("Training type"), "course_form", Format.CODE, _("As the agency’s settings say.")),
        NationalField("jenisKursus", _("Course as SIASN names it"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
        NationalField("jenisKursusSertipikat", _("Letter of SIASN: F, P or T"), _letter, Format.CODE),
        NationalField("jumlahJam", _("Length of the training (JP)"), "jp", Format.INTEGER),
        NationalField("lokasiId", _("Place in SIASN"), format=Format.UNKNOWN, note=NOT_KNOWN_HERE),
        NationalField("namaKursus", _("Name of the training or course"), "title"),
        NationalField("nomorSertipikat", _("Certificate number"), "number"),
        FILES,
        NationalField("tahunKursus", _("Course year"), "year", Format.INTEGER),
        NationalField("tanggalKursus", _("Held on (begins)"), "begins_on", Format.DATE),
        NationalField("tanggalSelesaiKursus", _("Held on (ends)"), "ends_on", Format.DATE),
    ),
    day="begins_on",
    title="title",
    paper=issued,
    problems=problems_of,
    successor=_replaced_by,
    guide=(
        _(
            "Sign in to MyASN with the same user name and password as e-Kinerja BKN; who has lost them asks the personnel officer of his unit."
        ),
        _("Open Home > Riwayat Diklat/Kursus. If the record is not on the list yet, press the button that adds one."),
        _("Copy the fields above one by one, then press “Lanjutkan”."),
        _("Upload the PDF under “Unggah File Dokumen Sertifikat” (at most 1 MB), look at the preview, press “Unggah”, then “Lanjutkan”."),
        _("Compare everything once more, tick the declaration, and press “Kirim” or “Selesai”."),
        _("Come back here and mark it as sent; mark it as approved once “Lihat History Pengajuan” in MyASN says so."),
    ),
)
"""What the portal issued goes to MyASN without a second entry (L32 to L39)."""

KINDS: dict[str, RecordKind] = {kind.key: kind for kind in (CERTIFICATE, COURSE, CERTIFICATION, AWARD)}
"""By the name of the table, in the order in which screens offer them."""
