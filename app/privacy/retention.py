"""How long which data of people are kept: the kinds that end, and the tables that stay, each with its reason (UU 27/2022 Ps. 43, 44; UU 43/2009)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.jobs import JobStatus
from app.photos.workflow import REFUSED as REFUSED_PHOTO
from app.photos.workflow import REPLACED
from app.privacy.workflow import CLOSED, REFUSED, WITHDRAWN
from app.profile.workflow import APPROVED
from app.profile.workflow import REFUSED as REFUSED_CHANGE
from app.profile.workflow import WITHDRAWN as WITHDRAWN_CHANGE
from app.webinars.request_workflow import DECLINED, GRANTED

GONE = "–"
"""What stands where a text was."""


class Ending(StrEnum):
    """What happens with rows whose time is over."""

    ANONYMISE = "anonymise"
    DELETE = "delete"

    @property
    def label(self) -> LazyString:
        return ENDINGS[self]


ENDINGS: Mapping[Ending, LazyString] = {Ending.ANONYMISE: _("Anonymise"), Ending.DELETE: _("Delete")}


@dataclass(frozen=True)
class Kind:
    """One kind of data: rows of `table`, counted from one of `since`, at rest in one of `states`.

    `blank` is what anonymising writes; a kind without it is deleted only, with its `children` (table, column), and one with `keeps` is never deleted.
    `of_leavers`: rows of people who left the service, counted from the day they did; `along` are the kinds whose rows of the same people end with them.
    """

    label: LazyString
    table: str
    since: tuple[str, ...]
    months: int
    basis: str
    blank: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    keeps: bool = False
    rests_in: tuple[str, tuple[str | bool, ...]] | None = None
    children: tuple[tuple[str, str], ...] = ()
    of_leavers: bool = False
    along: tuple[str, ...] = ()

    @property
    def endings(self) -> tuple[Ending, ...]:
        """What may happen with it, the usual first."""
        found = ((Ending.ANONYMISE,) if self.blank else ()) + (() if self.keeps else (Ending.DELETE,))
        return found


def _at_rest(*states: Any) -> tuple[str, tuple[str, ...]]:
    return "state", tuple(state.key for state in states)


KINDS: Mapping[str, Kind] = {
    "notifications": Kind(
        _("Notifications and the messages that were sent"),
        "notification",
        ("created_at", "read_at"),
        24,
        "Tidak diperlukan lagi setelah dibaca; keputusannya sendiri tersimpan dalam riwayat dan jejak audit.",
        children=(("outbox", "notification_id"),),
    ),
    "reads": Kind(
        _("Looks at sensitive data"), "sensitive_read", ("day",), 60, "Bukti pengawasan akses selama lima tahun (UU 27/2022 Ps. 37, 39)."
    ),
    "requests": Kind(
        _("Wording of requests about personal data"),
        "data_request",
        ("state_since",),
        60,
        "Jenis, waktu, dan jawaban tetap sebagai bukti; kata-kata pemohon tidak diperlukan lagi.",
        blank={"wish": GONE},
        rests_in=_at_rest(CLOSED, REFUSED, WITHDRAWN),
        keeps=True,
    ),
    "campaign_answers": Kind(
        _("Answers and confirmed data of campaigns"),
        "participation",
        ("data_at", "answered_at"),
        24,
        "Hasil kampanye telah dimanfaatkan; tanggal dan statusnya tetap.",
        blank={"answers": {}, "data": {}},
        keeps=True,
    ),
    "webinar_answers": Kind(
        _("Feedback and devices of attendance"),
        "attendance",
        ("created_at",),
        24,
        "Umpan balik telah direkap; kehadiran sendiri adalah dasar JP dan sertifikat.",
        blank={"answers": {}, "device": None},
        keeps=True,
    ),
    "webinar_guests": Kind(
        _("Guests of webinars"),
        "registration",
        ("created_at",),
        24,
        "Tamu bukan pegawai: setelah sertifikatnya terbit, nama pada pendaftaran tidak diperlukan lagi; pendaftaran pegawai tetap sebagai bukti.",
        blank={
            "name": GONE,
            "front_title": None,
            "back_title": None,
            "nip": "",
            "unit_name": GONE,
            "job_title": GONE,
            "email": GONE,
        },
        rests_in=("guest", (True,)),
        keeps=True,
    ),
    "guest_mails": Kind(
        _("E-mails to guests of webinars"), "guest_mail", ("created_at",), 6, "Pos-el telah dikirim; isinya tidak diperlukan lagi."
    ),
    "attendance_requests": Kind(
        _("Reasons of requests about attendance"),
        "attendance_request",
        ("state_since",),
        24,
        "Keputusan tetap dalam riwayat; alasan pribadi tidak diperlukan lagi.",
        blank={"reason": GONE},
        rests_in=_at_rest(GRANTED, DECLINED),
    ),
    "zoom_people": Kind(
        _("Who was seen in Zoom at webinars"),
        "zoom_person",
        ("created_at",),
        12,
        "Bukti pendamping presensi; kehadiran yang telah divalidasi tetap tersimpan.",
    ),
    "profile_changes": Kind(
        _("Changes of the profile that were decided"),
        "profile_change",
        ("state_since",),
        60,
        "Data yang berlaku ada pada pegawai; usulan lama tidak diperlukan lagi.",
        blank={"old_values": {}, "new_values": {}, "reason": GONE, "proof_id": None},
        rests_in=_at_rest(APPROVED, REFUSED_CHANGE, WITHDRAWN_CHANGE),
        keeps=True,
    ),
    "former_people": Kind(
        _("Contact data and religion of people who left the service"),
        "employee",
        ("ended_on",),
        60,
        "Tidak diperlukan lagi setelah pegawai berhenti; riwayat kepegawaian, JP, dan sertifikat tetap.",
        blank={"phone": None, "email_official": None, "office_address": None, "religion": None},
        keeps=True,
        of_leavers=True,
        along=("profile_changes",),
    ),
    "former_photos": Kind(
        _("Photos of people who left the service"),
        "photo",
        ("ended_on",),
        12,
        "Foto hanya diperlukan selama pegawai aktif (data spesifik, UU 27/2022 Ps. 4); yang telah tercetak tetap pada sertifikatnya.",
        of_leavers=True,
    ),
    "photos": Kind(
        _("Earlier and refused photos"),
        "photo",
        ("state_since",),
        12,
        "Hanya foto yang berlaku yang diperlukan (data spesifik, UU 27/2022 Ps. 4).",
        rests_in=_at_rest(REPLACED, REFUSED_PHOTO),
    ),
    "competence_tests": Kind(
        _("Recommendations of competence tests that are no longer valid"),
        "competence_test",
        ("valid_until",),
        60,
        "Hasil uji berlaku tiga tahun; setelah itu hanya nilainya yang menjadi riwayat.",
        blank={"recommendation": None},
        keeps=True,
    ),
    "telegram_pairings": Kind(
        _("Codes that paired Telegram"), "telegram_pairing", ("expires_at",), 1, "Kode sekali pakai telah kedaluwarsa."
    ),
    "telegram_links": Kind(
        _("Telegram chats that were disconnected"),
        "telegram_link",
        ("ended_at",),
        12,
        "Persetujuan telah ditarik; log persetujuan tetap sebagai bukti.",
    ),
    "password_links": Kind(_("Links for a new password"), "password_link", ("expires_at",), 1, "Tautan sekali pakai telah kedaluwarsa."),
    "api_tokens": Kind(
        _("API tokens that have ended"), "api_token", ("expires_at",), 12, "Token telah berakhir; penggunaannya ada dalam jejak audit."
    ),
    "submissions": Kind(_("Forms sent"), "submission", ("at",), 3, "Hanya mencegah kiriman ganda."),
    "jobs": Kind(
        _("Background jobs that have ended"),
        "job",
        ("finished_at",),
        12,
        "Berkas hasilnya telah dihapus setelah tujuh hari.",
        rests_in=("status", (JobStatus.DONE.value, JobStatus.FAILED.value)),
    ),
    "plan_reminders": Kind(_("Plan reminders"), "plan_reminder", ("created_at",), 24, "Pengingat telah disampaikan."),
}
"""By the key that a row of the table of retention names."""

SERVICE = "a record of service: kept until the archive schedule of the agency says otherwise (UU 43/2009, UU 20/2023)"
PROOF = "what verification and proof stand on: without it nobody can check what was issued or agreed to"
TRAIL = "the trail, each row bound to the one before it: proof of who did what (UU 27/2022 Ps. 31, 47)"
OWN = "belongs to the account and is changed or removed by its owner"
BY_ITSELF = "removed by the portal itself after the days set among the agency's settings, or with the session"
STAYS: Mapping[str, str] = {
    "ab_api_key": OWN,
    "ab_user": "the account that decisions and the trail name; closed, not removed",
    "ab_user_group": "rights of the account",
    "ab_user_role": "rights of the account",
    "account": "the account that decisions and the trail name; closed, not removed",
    "account_session": BY_ITSELF,
    "acting_officer": SERVICE,
    "activity_report": SERVICE,
    "archive_document": SERVICE,
    "archive_score": SERVICE,
    "audit_entry": TRAIL,
    "award": SERVICE,
    "breach_person": "proof that people were told of a breach (UU 27/2022 Ps. 46)",
    "certificate": PROOF,
    "certificate_correction": PROOF,
    "certification": SERVICE,
    "channel_choice": OWN,
    "consent": PROOF,
    "course": SERVICE,
    "document": "goes with the record that it proves",
    "draft": BY_ITSELF,
    "event_participant": PROOF,
    "import_batch": BY_ITSELF,
    "import_row": BY_ITSELF,
    "jp_line": SERVICE,
    "jp_year": SERVICE,
    "myasn_package": SERVICE,
    "plan": SERVICE,
    "plan_dialogue": SERVICE,
    "plan_extension": SERVICE,
    "plan_row": SERVICE,
    "posting": SERVICE,
    "proposal": SERVICE,
    "realisation": SERVICE,
    "recommendation": SERVICE,
    "recommendation_letter": PROOF,
    "recovery_code": OWN,
    "role_assignment": TRAIL,
    "saved_view": OWN,
    "second_factor": OWN,
    "specimen": "invented records of the style guide",
    "step_history": TRAIL,
    "team_work": SERVICE,
    "unit_head": SERVICE,
}
"""Tables with data of people that the nightly job never touches."""


def ended_tables() -> frozenset[str]:
    """The tables that rows may leave, or be emptied in, one day."""
    return frozenset(table for kind in KINDS.values() for table in (kind.table, *(name for name, _column in kind.children)))
