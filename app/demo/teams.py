"""Drawing team works: who sits in which team, what the officer of his OPD made of it, and what the portal found behind the link."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.demo.plan import DOMAIN, Agency, PersonPlan, SeatPlan
from app.kernel.clock import DEFAULT_ZONE
from app.teamwork.rules import Coverage, LinkState, Seat, Validity

ZONE = ZoneInfo(DEFAULT_ZONE)
SEED = 20261122
SEATS = 90
TEAMS: tuple[tuple[str, Coverage, Validity], ...] = (
    ("Tim Konsultasi dan Pengelolaan Pengaduan Pelayanan Publik", Coverage.WITHIN, Validity.IN_FORCE),
    ("Tim Pemeriksa Pelanggaran yang Diancam Hukuman Disiplin Sedang/Berat", Coverage.ACROSS, Validity.IN_FORCE),
    ("Tim Penyuluh Antikorupsi (PAKSI)", Coverage.ACROSS, Validity.IN_FORCE),
    ("Tim Pendukung Penyelenggaraan Pemilu 2024", Coverage.ACROSS, Validity.ENDED),
    ("Tim Pengelola Arsip dan Dokumentasi", Coverage.WITHIN, Validity.IN_FORCE),
    ("Tim Percepatan Penurunan Stunting", Coverage.ACROSS, Validity.IN_FORCE),
    ("Tim Penyusun Rencana Kerja dan Anggaran", Coverage.WITHIN, Validity.IN_FORCE),
    ("Tim Satuan Tugas Sistem Pengendalian Intern Pemerintah", Coverage.ACROSS, Validity.IN_FORCE),
    ("Panitia Peringatan Hari Jadi Kota", Coverage.ACROSS, Validity.ENDED),
    ("Tim Pengelola Media Sosial dan Kehumasan", Coverage.WITHIN, Validity.IN_FORCE),
)
NOTES = (
    "Tautan SK belum dibagikan untuk umum. Mohon ubah hak akses lalu simpan kembali.",
    "Tanggal SK tidak sama dengan dokumen. Mohon disesuaikan.",
    "Kedudukan pada SK adalah anggota, bukan ketua.",
)
FIRST, LAST = timedelta(days=70), timedelta(days=1)
FOR_THE_CAST = 6
"""Entries of the last days that wait for the OPD admin who signs in on the first page."""


def draw_seats(agency: Agency, today: date) -> tuple[SeatPlan, ...]:
    """Every entry with what became of it, in the order in which they were entered. The employee of the first page has one of each state."""
    rng, cast = Random(SEED), agency.cast
    active = [person for person in agency.people if person.legal_position == "01" and person.arrives < today - FIRST]
    employee = agency.person(cast.employee)
    colleagues = [person for person in active if person.opd == employee.opd and person.nip not in (cast.employee, cast.opd_admin)]
    seats = [_seat(rng, agency, employee, today, number, state) for number, state in enumerate(("approved", "withdrawn", ""))]
    for number, person in enumerate(colleagues[:FOR_THE_CAST]):
        seats.append(_seat(rng, agency, person, today, number, ""))
    others = [person for person in active if person.opd != employee.opd]
    for person in rng.sample(others, min(len(others), SEATS)):
        state = rng.choices(("approved", "withdrawn", ""), (65, 10, 25))[0]
        seats.append(_seat(rng, agency, person, today, rng.randrange(len(TEAMS)), state))
    return tuple(sorted(seats, key=lambda seat: seat.at))


def _seat(rng: Random, agency: Agency, person: PersonPlan, today: date, team: int, state: str) -> SeatPlan:
    name, coverage, validity = TEAMS[team]
    at = _instant(rng, today - (FIRST if state else timedelta(days=12)), today - timedelta(days=4))
    letter_on = date(2024, 2, 1) if validity is Validity.ENDED else at.date() - timedelta(days=rng.randint(20, 700))
    decided = _instant(rng, at.date() + timedelta(days=1), today - LAST) if state else None
    link = rng.choices((LinkState.OPEN, LinkState.SIGN_IN, LinkState.UNREACHABLE), (80, 14, 6))[0]
    return SeatPlan(
        at=at,
        owner=person.nip,
        values={
            "letter_on": letter_on,
            "validity": validity.value,
            "name": name,
            "coverage": coverage.value,
            "seat": (Seat.CHAIR if person.job_type.managerial else Seat.MEMBER).value,
            "proof_url": f"https://awan.{DOMAIN}/sk/{letter_on:%Y}/{rng.randrange(16**8):08x}.pdf",
        },
        link=(LinkState.SIGN_IN if state == "withdrawn" else link).value,
        decided_at=decided,
        by=_officer(agency.opd_admins, agency.bkpsdm_admins, person) if state else "",
        act={"approved": "approve", "withdrawn": "withdraw", "": ""}[state],
        note=rng.choice(NOTES) if state == "withdrawn" else None,
    )


def _officer(admins: Mapping[str, str], bkpsdm: Sequence[str], person: PersonPlan) -> str:
    """Nobody decides on his own entry."""
    return next(nip for nip in (admins[person.opd], *bkpsdm) if nip != person.nip)


def _instant(rng: Random, first: date, last: date) -> datetime:
    """A moment of office hours between the two days."""
    day = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
    return datetime.combine(day, time(7, 45), ZONE) + timedelta(microseconds=rng.randrange(8 * 3600 * 1_000_000))
