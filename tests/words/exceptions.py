"""The words that are right although no catalogue knows them, the English that stays, and the pages that are not walked; each with its reason.

`test_pages` walks the portal and asks for everything else.
"""

import re
from typing import Any

from babel.dates import get_month_names

from app.accounts.rules import ActingKind
from app.certificates.rules import PLACES
from app.kernel.questionnaire.rules import QuestionKind
from app.myasn.kinds import KINDS
from app.organisation.rules import EmployeeStatus, JobType, UnitKind
from app.photos.rules import Check
from app.plans.rules import Path as DevelopmentPath
from app.privacy.rules import Wish
from app.profile.rules import LABELS as PROFILE_LABELS
from app.proposals.rules import Source
from app.realisations.rules import Frequency
from app.recommendations.rules import Funding, Verdict
from app.teamwork.rules import Coverage, LinkState, Seat, Validity
from app.webinars.request_rules import RequestKind

STORED: tuple[Any, ...] = (
    UnitKind,
    EmployeeStatus,
    JobType,
    Source,
    Validity,
    Coverage,
    Seat,
    LinkState,
    DevelopmentPath,
    Funding,
    Verdict,
    QuestionKind,
    Frequency,
)
SAME_EVERYWHERE = {
    **dict.fromkeys(("peserta tamu", "tamu nomor", "m.kes.", "lain@tetangga.go.id"), "a guest, as the trail keeps him and as he typed it"),
    "sijanaka": "the system's name in manual S28",
    "tautan sk tidak dapat dibuka": "a note somebody typed",
    "bahasa indonesia": "a language is called by its own name",
    "english": "a language is called by its own name",
    "id": "the language code in the switch",
    **dict.fromkeys(
        ("wib", "wita", "wit", "asia/jakarta", "asia/makassar", "asia/jayapura"), "the zone's name is the same in every language"
    ),
    **dict.fromkeys((month.casefold() for month in get_month_names("wide", locale="id").values()), "dates are written by Babel"),
    **dict.fromkeys((kind.value.casefold() for kinds in STORED for kind in kinds), "a stored key in the trail"),
    **dict.fromkeys(("list.export", "proposalview", "xlsx"), "the name of a task, for whoever searches the log for it"),
    "tk": "an activity code, broken by the column of a print",
    "usul": "a proposal's number, broken by the column of a print",
    "mohon disesuaikan": "a reason somebody typed",
    "sesuai kebutuhan jabatan": "a reason somebody typed",
    **dict.fromkeys(("pembentukan", "asesor", "kompetensi", "pelatihan", "teknis"), "typed, broken by a print"),
    "admin": "a role in an older label of the trail",
    "sistem": "the name under which the portal itself acts, as the trail keeps it",
    "pppk": "part of a code list's label",
    "ya": "the value of an extra column of a code, as it is typed",
    "tidak": "the value of an extra column of a code, as it is typed",
    "http://localhost": "the portal's address",
    "csv": "the name of a format",
    "siasn": "a system's name, and a column of a code list",
    "webhooks": "a loan word",
    "https": "how an address begins",
    "hari yang lalu": "written by Babel",
    "jam yang lalu": "written by Babel",
    "menit yang lalu": "written by Babel",
    "detik yang lalu": "written by Babel",
    "sertifikat.pdf": "the name of a file",
    "sertifikat": "a word of the file somebody uploaded",
    **dict.fromkeys(("admin kedua", "kedua"), "a person's name"),
    **dict.fromkeys(("nomor sertifikat tidak terbaca", "nomor sertifikat terbaca"), "a reason somebody typed"),
    **dict.fromkeys(("uji kompetensi pengadaan barang/jasa", "uji kompetensi pengadaan barang jasa", "lkpp"), "typed, broken by a print"),
    **dict.fromkeys(("uji", "kompetensi", "pengadaan", "barang", "jasa"), "typed, broken by a print"),
    **dict.fromkeys(
        ("aparatur negara kepega waian", "kepega", "waian", "kepeg", "awaian", "aparatur", "negara"), "a code's label, broken by a print"
    ),
    **dict.fromkeys(("https://8.8.8.8/kabar", "kabar"), "an address somebody typed"),
    **dict.fromkeys(("unit.change", "portal.test"), "the key of an event, for programs"),
    **dict.fromkeys(("sangat", "cukup", "kurang", "lengkap"), "the label of a score, broken by a print"),
    **dict.fromkeys(("analis arsip", "analis", "arsip"), "typed, broken by a print"),
    **dict.fromkeys(KINDS, "a stored key in the trail"),
    **dict.fromkeys(
        (
            word.casefold()
            for kind in KINDS.values()
            for word in (*kind.resource.split("/"), *(field.name for field in kind.fields))
            if word
        ),
        "an address or a field of the national web service",
    ),
    **dict.fromkeys(("json", "excel"), "the name of a format"),
    "alt": "a key of the keyboard",
    "kb": "a unit",
    "openapi": "the name of a format",
    **dict.fromkeys(("perangkat", "komputer/laptop (disarankan)"), "system requirements somebody typed"),
    "pegawai@kota.go.id": "an e-mail address somebody typed",
    "narasumber berhalangan": "a reason somebody typed",
    "gelar belum tercantum": "a reason somebody typed",
    "rev": "how a revised certificate writes its number",
    **dict.fromkeys(("etika publik", "standar pelayanan"), "a line of an outline somebody typed"),
    **dict.fromkeys(("certificate", "learning_event"), "a stored key in the trail"),
    **dict.fromkeys(("pdf", "pdf/a"), "the name of a format"),
    **dict.fromkeys(
        ("sesuai kebutuhan jabatan", "sesuai kebutuhan", "sesuai rencana pengembangan kompetensi", "sesuai rencana pengembangan"),
        "a reason somebody typed",
    ),
    "kp": "part of a decree's number, broken by the column of a print",
    **dict.fromkeys(("kota", "kota.go", "go.id"), "part of a typed address, broken by the column of a print"),
    "seri": "the code of a series, in the trail",
    "http://localhost/w/seri": "the address of a series",
    **dict.fromkeys(PLACES, "a placeholder of a certificate's text"),
    **dict.fromkeys(("etika publik", "nips"), "an example of what is typed"),
    **dict.fromkeys(
        ("data sudah lengkap", "periksa data anda", "isi kuesioner", "sudah", "belum", "cukup jelas"), "a campaign's texts, typed"
    ),
    "sha": "the name of a method",
    **dict.fromkeys(("diklat dibatalkan penyelenggara", "perlu pelatihan teknis", "perlu"), "a reason or note somebody typed"),
    "jalan merdeka": "an address somebody typed, broken by the column of a print",
    "sesi": "the name of a session, as the trail keeps it",
    "laki-laki": "the data of a campaign as they were confirmed",
    **dict.fromkeys(("foto profil", "daftar hadir susulan", "perbaikan nama atau gelar"), "the title of a record, as the trail keeps it"),
    **dict.fromkeys(("perbaikan", "gelar", "atau gelar", "perbaikan atau gelar"), "a record's title, broken by a print"),
    "cuti melahirkan": "a reason somebody typed",
    **dict.fromkeys(("yang salah atau", "yang", "salah", "atau"), "the title of a request, as the trail keeps it, broken by a print"),
    **dict.fromkeys(("tanggal lahir saya keliru", "sudah dikerjakan", "dikerjakan"), "a request and its answer somebody typed"),
    "khusus": "an extra column of a code list",
    **dict.fromkeys(("alamat kini diperiksa dua kali", "alamat kini diperiksa dua"), "a reason somebody typed"),
    **dict.fromkeys(
        ("pagi ini pukul", "surat elektronik", "alamat"), "what happened in a breach, as somebody typed it, broken by the trail"
    ),
    **dict.fromkeys(("plt", "plh"), "an abbreviation of the institution"),
    **dict.fromkeys(("ijazah baru", "ijazah tidak terbaca", "baju tidak sesuai"), "what a person asked to have changed"),
}
"""Words outside the catalogue that are right there."""

KEPT_ENGLISH = {
    "dianggap valid": "the manual's own words (B7)",
    "individual plan": "the menu's name in manual P",
    "approval tim kerja": "the menu's name in manual S40",
    "ok": "the button of manual S45",
    "home": "the first step of every way in manual P3",
    "detail materi pengembangan": "a field of the form in manual T25",
    "{number:05d}": "a placeholder the administrator types",
    "{number:03d}": "a placeholder the administrator types",
    "{month}": "a placeholder the administrator types",
    "{number}": "a placeholder the administrator types",
    "{year}": "a placeholder the administrator types",
    **dict.fromkeys(("{count}", "{before}", "{after}", "{size}", "{percent}"), "a placeholder the script fills in"),
    **dict.fromkeys(("dan proposal", "proposal yang"), "an Indonesian word, in the indicators of a competence"),
    "edit": "the button of manual P",
    "export ke excel": "the button of manual P",
    "history usulan": "the step of the menu in manual P",
    "unggah file dokumen sertifikat": "the field of MyASN in manual L36",
    "history pengajuan": "the heading of manual P",
    "input uji kompetensi": "the button of manual P",
    "go.id": "a domain",
    "kota.go": "a domain, broken by the column of a print",
    **dict.fromkeys(
        ("kursus save", "sertifikasi save", "penghargaan save"), "an address of the national web service, as the name of a sheet"
    ),
    "community of practices": "a form of learning as the regulation calls it",
    "file": "the manual's own word for a document (S13)",
    "upload": "the manual's own word (S13)",
    "input": "the manual's own word (S19)",
    "“fields”": "a name in the answers of the API",
    "“next”": "a name in the answers of the API",
    "“sort”": "a name in the answers of the API",
    "problem details": "the name of the standard (RFC 9457)",
    "“version”": "a name in the answers of the API",
    "success selesai": "a tone of the style guide, by its name in the code",
    "warning meminta": "a tone of the style guide, by its name in the code",
    "neutral diam": "a tone of the style guide, by its name in the code",
    "list.export": "the name of a task, for whoever searches the log for it",
    "update": "the menu of MyASN in manuals S9 and S20",
    **{kind.resource: "an address of the national web service" for kind in KINDS.values()},
    "unit.change": "the key of an event, for programs",
    "portal.test": "the key of an event, for programs",
    "public speaking": "the name of a course in SIASN's list",
    **dict.fromkeys(
        ("join webinar", "“join”", "audio settings", "zoom mobile app", "raise hand", "leave meeting"),
        "a button of Zoom, as the guide names it (L14 to L19)",
    ),
    **dict.fromkeys(("show unique users", "name (original name)", "join time"), "a button and columns of Zoom's report, as it writes them"),
    **dict.fromkeys(("server", "log persetujuan"), "a loan word"),
    "detail acara": "the guide's own words (L2)",
    "visionary leadership": "a recommendation as the assessment centre writes it",
}
"""English that stays, with its reason."""

NOT_WALKED = {
    "static": "files",
    "PhotoView.picture": "a picture",
    "health": "for monitoring programs",
    "CourseView.add": "a redirect to the first step",
    "CourseView.edit": "a redirect to the first step",
    "CertificationView.add": "a redirect to the first step",
    "CertificationView.edit": "a redirect to the first step",
    "CourseView.queue": "a redirect to the oldest record",
    "CertificationView.queue": "a redirect to the oldest record",
    "ArchiveDocumentView.queue": "a redirect to the oldest record",
    "AwardView.add": "a redirect to the first step",
    "AwardView.edit": "a redirect to the first step",
    "AwardView.queue": "a redirect to the oldest record",
    "appbuilder.static": "files",
    "HubView.calendar": "a file for calendars",
    "GuestView.calendar": "a file for calendars",
    "GuestView.certificate": "a person's file",
    "WebinarView.calendar": "a file for calendars",
    "IdentityView.logo": "a picture",
    "UtilView.back": "a redirect",
    "NotificationView.open": "a redirect to the record",
    "JobView.download": "the file of a job; exports are read where they are asked for",
    "JobView.status": "numbers for the bar; its texts are on the job's page",
    "ProposalApi.info": "names of fields for programs",
    "AuthDBView.sso": "a redirect to the provider",
    "AuthDBView.sso_back": "a redirect from the provider",
    "DocumentView.download": "a person's file",
    "PackageView.of": "a redirect to the card",
    "PackageView.proof": "a person's file",
    "CertificateView.file": "a person's file",
    "OwnCertificateView.file": "a person's file",
    "CertificateTemplateView.sample": "a certificate; its paper is Indonesian",
    "RecommendationView.add": "a redirect to the first step",
    "RecommendationView.edit": "a redirect to the first step",
    "RecommendationView.file": "a person's file",
    "LetterCheckView.check": "behind a code that no list shows in words",
    "LetterCheckView.check_json": "names of fields for programs",
    "GuideView.pdf": "the words of the guide's page, drawn once for everybody",
    "VerificationView.check": "behind a code that no list shows in words",
    "VerificationView.check_json": "names of fields for programs",
    "DocumentView.preview": "a person's file",
    "ImportView.corrected": "the person's own sheet; its one word of ours is read by the importer's tests",
    "SavedViewView.open": "a redirect to the list",
    **{f"GayaView.{name}": "the style guide of the demo: nothing but samples" for name in ("chart", "index", "letter", "options", "page")},
    **{
        f"SpecimenView.{name}": "the style guide of the demo: nothing but samples"
        for name in ("add", "add_step", "delete", "edit", "edit_step", "export", "list", "print", "show")
    },
}


PAPERS = (
    "CertificateTemplateView.sample",
    "CertificateView.file",
    "OwnCertificateView.file",
    "RecommendationView.file",
    "PackageView.proof",
)
"""A certificate or letter is printed in Indonesian, whoever looks at it."""
TAKEN_APART = ("GuideView.show",)
"""Sentences of the catalogue with the portal's own words in bold between: what is left of them is no text; test_catalogue and tests/guides read them whole."""
FOR_PROGRAMMERS = ("/api/v1/docs", "/api/v1/openapi.json")
"""They name parameters and values as programs send them."""

DIGEST = re.compile(r"\b[0-9a-f]*[0-9][0-9a-f]*\b|\b[a-f]{2,}\b")
"""Pieces of a digest: a print breaks it anywhere."""
SLIP = re.compile(r"(?<!\w)[a-z0-9]{4}(?:-[a-z0-9]{4}){2}(?!\w)")
"""As the slip of a new password shows it."""
PRESENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b|http://localhost/my-attendance/add\?session_id=\d+")
"""The live screen's code, another one every fifteen seconds, and its link for the chat."""
CODES = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, PROFILE_LABELS))})(?!\w)")
"""The keys of a profile's fields, which are codes of a list."""
KEYS = re.compile(rf"(?<!\w)(?:{'|'.join((*RequestKind, *Check, *ActingKind, *Wish))})(?!\w)")
"""Stored keys in the trail that read like words."""
COMPETENCES = re.compile(r"\bSK\.")
"""How the codes of the competences begin; their numbers are pieces of a digest to a print."""
NOISE: dict[str, tuple[re.Pattern[str], ...]] = {
    "AuditView.print": (COMPETENCES, DIGEST, KEYS),
    "AuditView.export": (COMPETENCES, KEYS),
    "CodeView.print": (CODES,),
    "CodeView.export": (CODES,),
    "AccountView.reset": (SLIP,),
    "WebinarSessionView.live": (PRESENCE,),
    "WebinarSessionView.open": (PRESENCE,),
}
"""What is neither typed nor translated, and on which pages."""
