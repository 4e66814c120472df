"""A thousand courses decided in one go: in the background, with its progress, and a list of what was skipped."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from app.credentials.forms import COURSE_CERTIFICATE
from app.credentials.models import Course
from app.documents.models import Document
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import insert_many, session, transaction
from app.kernel.jobs import Job
from tests.factories.accounts import People
from tests.factories.city import City
from tests.factories.credentials import course_in

MANY, OWN = 1000, 3
OWNERS = ("owner", "colleague", "supervisor", "stranger", "opd_admin", "other_opd_admin")
"""As in an agency: a thousand of one person alone would be summed up a thousand times over."""
FAR = 100_000  # ids that no sequence of PostgreSQL reaches here


def make_many(city: City) -> None:
    """MANY waiting courses of OWNERS besides three of the officer himself, copied from one that came in as people send it."""
    pattern = course_in(city)
    names = {column.name for column in Course.__table__.columns} - {"id", "certificate_id"}
    values = {name: getattr(pattern, name) for name in names}
    document = {"kind": COURSE_CERTIFICATE.key, "name": "a.pdf", "media_type": "application/pdf", "size": 9, "user_id": 1001}
    with transaction():
        now = clock.now()
        numbers = range(FAR, FAR + MANY - 1)
        files = [document | {"id": pk, "sha256": f"{pk:064d}", "key": f"k{pk}", "created_at": now, "kept_at": now} for pk in numbers]
        insert_many(Document.__table__, files)
        owners = [{"employee_id": each.id, "unit_id": each.unit_id} for each in map(city.person, OWNERS)]
        insert_many(Course.__table__, [values | owners[pk % len(owners)] | {"certificate_id": pk} for pk in numbers])
    for _each in range(OWN):
        course_in(city, owner="bkpsdm_admin")


@pytest.mark.slow
@pytest.mark.gate("G6")
def test_a_thousand_are_approved_at_once_and_the_skipped_are_listed(app: Flask, people: tuple[City, People]) -> None:
    city, browsers = people
    with app.app_context():
        make_many(city)
        taken = session().scalars(select(Course.id).order_by(Course.id)).first()
        take_step(city.actor("second_bkpsdm_admin"), Course, taken, "return", "<p>Buram.</p>")
    officer = browsers["bkpsdm_admin"]
    answer = officer.post("/courses/steps/approve", data={"all": "1", "confirmed": "1"})
    assert answer.status_code == 302
    page = officer.get(answer.headers["Location"]).text
    assert "999 dari 1.003 selesai." in page
    assert "data-job-bar" in page
    with app.app_context():
        job = session().scalars(select(Job)).one()
        assert (job.done, job.total, job.status) == (MANY + OWN, MANY + OWN, "done")
        found = dict(session().execute(select(Course.state, func.count()).group_by(Course.state)).all())
        assert found == {"approved": MANY - 1, "waiting": OWN, "returned": 1}
        pk = job.id
    sheet = openpyxl.load_workbook(BytesIO(officer.get(f"/jobs/{pk}/download").data)).active
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert text.count("Tidak seorang pun memutuskan usulannya sendiri.") + text.count("Perlu Perbaikan") == OWN + 1
