"""Recommendations of the demo: some planned, some not, asked for in the last weeks; the employee of the first page has one in every state."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.demo.plan import Agency, PersonPlan
from app.demo.ways import ZONE
from app.documents.rules import DocumentKind
from app.documents.services import keep_made
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.recommendations.forms import CALL, PROPOSAL
from app.recommendations.models import Recommendation
from app.recommendations.queries import planned_trainings
from app.recommendations.rules import Funding
from app.recommendations.services import ask

SEED = 20261124
PEOPLE = 9
ASKED, LATEST = 8, 3
"""Days before today on which the first and the last request is written."""
TRAININGS: tuple[tuple[str, str, str, int, int, Funding], ...] = (
    ("KL03", "Pelatihan analisis kebijakan publik", "Lembaga Administrasi Negara", 5, 4_500_000, Funding.OPD),
    ("KL10", "Bimbingan teknis penyusunan anggaran", "Pusat Pelatihan Keuangan Daerah", 3, 3_250_000, Funding.BKPSDM),
    ("NKL12", "Magang pengelolaan data di instansi pusat", "Badan Kepegawaian Negara", 20, 0, Funding.NONE),
    ("KL07", "Lokakarya pelayanan publik digital", "Kementerian PANRB", 2, 0, Funding.NONE),
)
WAYS: tuple[tuple[str, str], ...] = (
    ("accept", "Sesuai rencana pengembangan kompetensi dan kebutuhan jabatan."),
    ("reject", "Anggaran kontribusi tahun ini telah habis."),
    ("send", ""),
    ("", ""),
    ("return", "Surat pemanggilan peserta belum memuat tanggal pelaksanaan."),
)
"""The last step of each request, and its reason; "" stays a concept."""

Happening = tuple[datetime, Callable[[], object]]
ActorOf = Callable[[str], Actor]


def happenings(agency: Agency, today: date, actor: ActorOf) -> Iterator[Happening]:
    """Every act on a request at its moment; `actor` makes the acting person of a NIP."""
    rng = Random(SEED)
    cast = agency.person(agency.cast.employee)
    able = [
        each
        for each in agency.people
        if each.legal_position == "01" and each.nip not in agency.cast.everybody and each.arrives < today - timedelta(days=40)
    ]
    for place, (act, note) in enumerate(WAYS[:4]):
        yield from _way(cast, place, act, note, today - timedelta(days=ASKED), place, agency.cast.bkpsdm_admin, actor)
    for place, person in enumerate(rng.sample(able, min(PEOPLE, len(able)))):
        act, note = WAYS[place % len(WAYS)]
        day = today - timedelta(days=rng.randint(LATEST, ASKED))
        yield from _way(person, place, act, note, day, rng.randrange(50), agency.cast.bkpsdm_admin, actor)


def _way(person: PersonPlan, place: int, act: str, note: str, day: date, minute: int, officer: str, actor: ActorOf) -> Iterator[Happening]:
    made: list[int] = []
    yield _at(day, 8, minute), partial(_ask, made, actor, person.nip, place, day)
    if act:
        yield _at(day, 10, minute), lambda: take_step(actor(person.nip), Recommendation, made[0], "send")
    if act not in ("", "send"):
        yield _at(day + timedelta(days=1), 13, minute), lambda: take_step(actor(officer), Recommendation, made[0], act, note)


def _ask(made: list[int], actor: ActorOf, nip: str, place: int, day: date) -> None:
    """As it was planned, where an accepted plan is left; else a training that nobody planned."""
    owner = actor(nip)
    row = next(iter(planned_trainings(owner)), None)
    if row is not None:
        names = ("form", "subject", "organiser", "begins_on", "ends_on", "cost")
        values = {name: getattr(row, name) for name in names} | {"plan_row_id": row.id}
        values["funding"] = Funding.OPD.value if row.cost else Funding.NONE.value
    else:
        form, subject, organiser, days, cost, funding = TRAININGS[place % len(TRAININGS)]
        begins = day + timedelta(days=45 + place)
        values = {"plan_row_id": None, "form": form, "subject": subject, "organiser": organiser, "begins_on": begins}
        values |= {"ends_on": begins + timedelta(days=days - 1), "cost": Decimal(cost), "funding": funding.value}
    values["proposal_letter_id"] = letter(owner, PROPOSAL, "SURAT USULAN", str(values["subject"]))
    values["call_letter_id"] = letter(owner, CALL, "PEMANGGILAN PESERTA", str(values["subject"]))
    made.append(ask(owner, values).id)


def letter(owner: Actor, kind: DocumentKind, title: str, subject: str) -> int:
    """A page that says what it would be; returns the number of the document."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    for size, text, top in (
        (18, title, 120),
        (12, owner.name, 160),
        (12, subject, 185),
        (9, "Dokumen contoh dari data demo; semua nama direka.", 780),
    ):
        canvas.setFont("Helvetica", size)
        canvas.drawCentredString(A4[0] / 2, A4[1] - top, text)
    canvas.save()
    return keep_made(owner, kind, content.getvalue(), f"{title.lower().replace(' ', '-')}.pdf").id


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
