"""`make bench-certificates`: certificates for an event of 10,000, issued by a worker that is killed twice; how long, how large, how many, and whether each can be read.

PEOPLE=500 is a short run. What is drawn alone (PDF with QR code, no database) is measured beside the whole of an issue.
"""

import argparse
import json
import re
import resource
import signal
import subprocess
import sys
import time
from io import BytesIO
from typing import Any

import cv2
import numpy
import pikepdf
from flask import current_app
from pypdf import PdfReader
from sqlalchemy import func, select

from app import create_app
from app.certificates.models import Certificate, LearningEvent, Participant
from app.certificates.occasions import occasion_of
from app.certificates.press import press_for
from app.certificates.services import add_event, add_participants, file_for, public_address
from app.certificates.signing import Signer, self_signed
from app.certificates.tasks import ISSUE
from app.kernel import clock, storage
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.jobs import Job, rescue_jobs, run_job, start_job
from app.organisation.models import Employee
from bench.crowd import officer
from bench.databases import ROOT, databases

KILLED_AT = (0.2, 0.6)
"""Parts of the work after which the worker is killed."""
READ, ALONE, SIGNED, FETCHED = 50, 1000, 100, 50
KIND = LearningEvent.__tablename__
QR_POINTS = 4


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.certificates")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--server", default="", help="a PostgreSQL server; SQLite without one")
    parser.add_argument("--inside", action="store_true", help="the portal stands: its DATA_DIR and DATABASE_URL are set")
    parser.add_argument("--work", type=int, help="be the worker of this job")
    chosen = parser.parse_args()
    if chosen.inside:
        with create_app().app_context():
            event = _event(chosen.people)
            _issue(event, chosen.people)
            _count(event, chosen.people)
            _read(event)
            _alone(event)
        return
    if chosen.work:
        with create_app().app_context():
            run_job(chosen.work)
            used = resource.getrusage(resource.RUSAGE_SELF)
            print(f"{used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss / 1024:.0f}")
        return
    with databases(chosen.server, chosen.people + 500) as found:
        command = [sys.executable, "-m", "bench.certificates", "--inside", "--people", str(chosen.people)]
        subprocess.run(command, cwd=ROOT, env=found.environment | {"SIGNING_TRIAL": "0"}, check=True)


def _event(count: int) -> int:
    """An event of yesterday with this many people, validated."""
    admin, day = officer(), clock.today()
    values = {
        "title": "Bimbingan Teknis Pelayanan Publik bagi Seluruh Pegawai",
        "organiser": "BKPSDM Kota Contoh",
        "place": "Aula Balai Kota",
    }
    event = add_event(
        admin, values | {"begins_on": day, "ends_on": day, "jp": 4, "outline": "Etika publik | 2\nPraktik | 2", "template_id": None}
    )
    nips = session().scalars(select(Employee.nip).where(Employee.user_id.is_(None)).order_by(Employee.id.desc()).limit(count)).all()
    add_participants(admin, event.id, "\n".join(nips))
    take_step(admin, LearningEvent, event.id, "validate")
    return event.id


def _issue(event: int, count: int) -> None:
    current_app.config["JOB_STALE_SECONDS"] = 0
    job = start_job(officer(), ISSUE, "bench", {"kind": KIND, "occasion": event}).id
    session().rollback()
    begin, marks, deaths = time.perf_counter(), [count * part for part in KILLED_AT], 0
    while True:
        worker = subprocess.Popen(
            [sys.executable, "-m", "bench.certificates", "--work", str(job)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        while worker.poll() is None:
            time.sleep(0.2)
            if marks and _issued(event) >= marks[0]:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                marks.pop(0)
                deaths += 1
                print(f"killed after {_issued(event)}", flush=True)
                rescue_jobs()
        said = (worker.stdout.read() if worker.stdout else "").split()
        session().rollback()
        if session().get_one(Job, job, populate_existing=True).status not in ("queued", "running"):
            break
    passed, found = time.perf_counter() - begin, session().get_one(Job, job)
    print(f"{found.status}: {found.message}")
    print(
        f"killed {deaths} times; {passed:.0f} s with every start, {passed / count * 1000:.1f} ms each; last worker: {said[-2:]} (s of a processor, MiB)"
    )


def _issued(event: int) -> int:
    session().rollback()
    return (
        session().scalar(
            select(func.count()).select_from(Certificate).where(Certificate.occasion_id == event, Certificate.occasion_kind == KIND)
        )
        or 0
    )


def _count(event: int, count: int) -> None:
    mine = (Certificate.occasion_id == event, Certificate.occasion_kind == KIND)
    columns = (
        func.count(),
        func.count(Certificate.employee_id.distinct()),
        func.count(Certificate.number.distinct()),
        func.count(Certificate.code.distinct()),
    )
    rows = session().execute(select(*columns).where(*mine)).one()
    numbers = sorted(int(re.match(r"\d+", each).group()) for each in session().scalars(select(Certificate.number).where(*mine)))  # type: ignore[union-attr]
    listed = session().scalar(select(func.count()).select_from(Participant).where(Participant.event_id == event))
    known = set(session().scalars(select(Certificate.file_key)))
    loose = [path.name for path in storage.files_folder().rglob("*.pdf") if path.name not in known]
    sizes = session().execute(select(func.min(Certificate.file_size), func.max(Certificate.file_size)).where(*mine)).one()
    print(
        f"{listed} people; certificates, people, numbers, codes: {tuple(rows)}; numbers without a gap: {numbers == list(range(numbers[0], numbers[0] + count))}"
    )
    print(
        f"bytes of a file: {sizes[0]} to {sizes[1]}; PDFs of no certificate, from the kills: {len([name for name in loose if _is_mine(name)])}"
    )
    if tuple(rows) != (count, count, count, count):
        raise SystemExit("not exactly one each")


def _is_mine(name: str) -> bool:
    return b"/Lang(id)/ViewerPreferences" in storage.path(name).read_bytes()


def _read(event: int) -> None:
    """A sample through two parsers, compared with the database: text by pypdf, structure and QR code by pikepdf and OpenCV."""
    rows = (
        session()
        .scalars(select(Certificate).where(Certificate.occasion_id == event, Certificate.occasion_kind == KIND).order_by(Certificate.id))
        .all()
    )
    good = 0
    sample = rows[:: max(1, len(rows) // READ)]
    for row in sample:
        content = storage.path(row.file_key).read_bytes()
        text = " ".join(PdfReader(BytesIO(content), strict=True).pages[0].extract_text().split())
        with pikepdf.open(BytesIO(content)) as opened:
            wrong, drawn = opened.check_pdf_syntax(), opened.pages[0].Contents.read_bytes().decode("latin-1")
        wanted = (row.printed_name, row.nip, row.title, row.number, public_address(row.code))
        good += not wrong and all(each in text for each in wanted) and _decoded(drawn) == public_address(row.code)
    print(f"read back and the same as in the database: {good} of {len(sample)}")


def _decoded(drawn: str) -> str:
    """The QR code out of the page's own operators."""
    boxes = [tuple(map(int, each)) for each in re.findall(r"(\d+) (\d+) (\d+) 1 re", drawn)]
    side = max(first + many for first, _row, many in boxes)
    image = numpy.full((side + 8, side + 8), 255, numpy.uint8)
    for first, row, many in boxes:
        image[row + QR_POINTS, first + QR_POINTS : first + many + QR_POINTS] = 0
    return str(cv2.QRCodeDetector().detectAndDecode(cv2.resize(image, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST))[0])


def _alone(event: int) -> None:
    """Drawing without a database, signing apart, and how soon the first byte of a download comes."""
    row = session().scalars(select(Certificate).where(Certificate.occasion_id == event, Certificate.occasion_kind == KIND).limit(1)).one()
    painter, data = press_for(occasion_of(KIND, event)).painter, json.loads(row.frozen_data)
    made = painter.paint(data, public_address(row.code))
    print(
        f"drawing alone, PDF with QR code: {_each(ALONE, lambda n: painter.paint(data | {'number': str(n)}, public_address(row.code[:-4] + f'{n:04}'))):.2f} ms"
    )
    signer = Signer(self_signed("Uji"), "")
    print(f"signing: {_each(SIGNED, lambda n: signer.sign(made)):.2f} ms more; {len(signer.sign(made))} bytes signed, {len(made)} unsigned")
    actor = officer()
    print(
        f"a download up to its first byte, without the web server: {_each(FETCHED, lambda n: file_for(actor, row).open('rb').read(1)):.2f} ms"
    )


def _each(count: int, work: Any) -> float:
    """Milliseconds of a processor for each."""
    begin = time.process_time()
    for number in range(count):
        work(number)
    return (time.process_time() - begin) / count * 1000


if __name__ == "__main__":
    main()
