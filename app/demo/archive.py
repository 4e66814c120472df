"""Digital archives of the demo agency: some people have uploaded much, some little; the employee of the first page has documents in every state, and one is missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.archive.forms import ARCHIVE_FILE
from app.archive.models import ArchiveDocument
from app.archive.services import add_document
from app.demo.credentials import RecordPlan
from app.demo.plan import CITY, Agency, PersonPlan
from app.demo.ways import ZONE
from app.documents.services import keep_made
from app.kernel.actor import Actor
from app.organisation.rules import EmployeeStatus

SHARE = 0.12
"""How many of the people have uploaded anything."""
KNOWN_DAYS, WAITING_DAYS = 90, 12
CAST: tuple[tuple[str, str], ...] = (
    ("sk_cpns", "approve"),
    ("sk_pangkat", "approve"),
    ("sk_jabatan", "approve"),
    ("ijazah", "return"),
    ("realisasi_skp", "reject"),
    ("sk_pns", ""),
)
"""What the employee of the first page has; D2NP is missing, as in the manual's own picture (S6)."""
OF_STATUS: dict[EmployeeStatus, tuple[str, ...]] = {
    EmployeeStatus.PNS: ("sk_cpns", "d2np", "sk_pangkat", "sk_jabatan", "ijazah", "sk_pns"),
    EmployeeStatus.CPNS: ("sk_cpns", "d2np", "sk_jabatan", "ijazah"),
}
OTHERS = ("d2np", "sk_jabatan", "ijazah")
WAYS: tuple[tuple[str, int], ...] = (("approve", 80), ("return", 9), ("reject", 5), ("approve cancel", 2))
REASONS = {
    "return": (
        "Hasil pindai terpotong pada bagian tanda tangan.",
        "Nomor pada isian tidak sama dengan nomor pada dokumen. Mohon diperbaiki.",
    ),
    "reject": ("Dokumen yang diunggah bukan dokumen yang diminta.", "Dokumen atas nama orang lain."),
    "cancel": ("Dokumen ini telah diganti dengan keputusan yang baru.",),
}
TITLES = {
    "sk_cpns": "Keputusan Pengangkatan Calon Pegawai Negeri Sipil",
    "d2np": "Data Dasar Nomor Identitas Pegawai",
    "sk_pangkat": "Keputusan Kenaikan Pangkat",
    "sk_jabatan": "Keputusan Pengangkatan dalam Jabatan",
    "ijazah": "Ijazah",
    "sk_pns": "Keputusan Pengangkatan Pegawai Negeri Sipil",
    "realisasi_skp": "Realisasi Sasaran Kinerja Pegawai",
}


def draw_archives(seed: int, plan: Agency, today: date) -> tuple[RecordPlan, ...]:
    """The documents of some of the plan's people, in any order."""
    rng = Random(seed + 3)
    active = [person for person in plan.people if person.legal_position == "01"]
    cast = next(person for person in active if person.nip == plan.cast.employee)
    found = [_document(rng, plan, cast, key, today, way) for key, way in CAST]
    others = [person for person in active if person is not cast]
    for person in rng.sample(others, int(len(others) * SHARE)):
        types = OF_STATUS.get(person.status, OTHERS)
        found += [_document(rng, plan, person, key, today, None) for key in rng.sample(types, rng.randint(2, len(types)))]
    return tuple(found)


def send_document(actor: Actor, record: RecordPlan) -> int:
    """Upload it, as `happenings` asks."""
    kept = keep_made(actor, ARCHIVE_FILE, _pdf(record, actor.name), "dokumen.pdf")
    return add_document(actor, record.values | {"file_id": kept.id}).id


def _document(rng: Random, plan: Agency, person: PersonPlan, key: str, today: date, way: str | None) -> RecordPlan:
    issued = _issued(rng, person, key, today)
    last = today - timedelta(days=1)
    waits = way == "" or (way is None and rng.random() < 0.12)
    first = max(person.arrives + timedelta(days=1), today - timedelta(days=WAITING_DAYS if waits else KNOWN_DAYS))
    sent = min(first + timedelta(days=rng.randint(0, 8 if waits else 60)), last)
    if way is None:
        way = "" if waits else rng.choices([each for each, _weight in WAYS], [weight for _each, weight in WAYS])[0]
    detail = {"sk_jabatan": person.job_title, "ijazah": "Pendidikan terakhir"}.get(key)
    values = {"document_type": key, "detail": detail, "number": f"{rng.choice((800, 821, 823))}/{rng.randint(11, 999):03d}/{issued.year}"}
    sent_at = at = _instant(rng, sent)
    acts = []
    for act in way.split():
        at = max(_instant(rng, min(at.date() + timedelta(days=rng.randint(1, 6)), last)), at + timedelta(minutes=5))
        by = rng.choice([nip for nip in plan.bkpsdm_admins if nip != person.nip])
        acts.append((act, by, at, rng.choice(REASONS[act]) if act in REASONS else None))
    return RecordPlan(person, ArchiveDocument, values | {"issued_on": issued}, sent_at, tuple(acts))


def _issued(rng: Random, person: PersonPlan, key: str, today: date) -> date:
    """A day that fits the person's number: the year in which he came stands in it."""
    came = date(int(person.nip[8:12]), 3, 1)
    day = {
        "ijazah": date(person.birth_date.year + rng.randint(19, 23), 8, 15),
        "sk_cpns": came,
        "d2np": came,
        "sk_pns": came.replace(year=came.year + 1),
        "realisasi_skp": date(today.year - 1, 12, 31),
    }.get(key, came + timedelta(days=rng.randint(30, 3000)))
    return min(day, person.arrives)


def _instant(rng: Random, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=ZONE) + timedelta(microseconds=rng.randrange(8 * 3600 * 1_000_000))


def _pdf(record: RecordPlan, name: str) -> bytes:
    """One page that says what the record says."""
    values, made = record.values, BytesIO()
    width, height = A4
    canvas = Canvas(made, pagesize=A4, invariant=1)
    canvas.rect(42, 42, width - 84, height - 84)
    for size, text, top in _lines(values, name):
        canvas.setFont("Helvetica", size)
        canvas.drawCentredString(width / 2, height - top, text)
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(width / 2, 54, "Dokumen contoh dari data demo; semua nama direka.")
    canvas.save()
    return made.getvalue()


def _lines(values: dict[str, object], name: str) -> Iterator[tuple[int, str, int]]:
    yield 14, f"PEMERINTAH {CITY.upper()}", 110
    yield 12, TITLES[str(values["document_type"])], 150
    yield 11, f"Nomor {values['number']}", 172
    yield 16, name, 250
    yield 11, str(values["detail"] or ""), 275
    yield 10, f"Ditetapkan pada {values['issued_on']:%d-%m-%Y}", 330
