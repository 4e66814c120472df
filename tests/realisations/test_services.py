"""Starting, changing, reporting, closing into the training history, reminding: through the services."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.credentials.forms import COURSE_CERTIFICATE
from app.credentials.models import Course
from app.documents.models import Document
from app.documents.services import keep_made
from app.kernel import storage
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.ledger.models import JpLine
from app.notifications.models import Notification
from app.realisations.models import ActivityReport, Realisation
from app.realisations.queries import reports_of
from app.realisations.services import change_activity, file_report, start_activity
from app.realisations.tasks import remind
from tests.factories.accounts import make_account
from tests.factories.city import City
from tests.factories.plans import SUBJECT, plan_row_in
from tests.factories.realisations import activity_of, file_next, first_day, on_day, realisation_in, report_values, start_values

NUMBER = "20/BKPSDM/003/VI/2027"


def certificate(city: City, content: bytes = b"%PDF-1.7 sertifikat") -> int:
    return keep_made(city.actor("owner"), COURSE_CERTIFICATE, content, "sertifikat.pdf").id


@pytest.mark.manual("T25")
@pytest.mark.manual("T26")
def test_an_activity_is_the_owners_and_asks_for_reports_at_its_frequency(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perminggu", ends_on=first_day() + timedelta(days=15), place="  Bank   Indonesia ")
    assert (activity.state, activity.slots, activity.filed, activity.place) == ("running", 3, 0, "Bank Indonesia")
    reports = reports_of(activity.id)
    assert [(each.begins_on, each.ends_on, each.due_on) for each in reports] == [
        (first_day(), first_day() + timedelta(days=6), first_day() + timedelta(days=13)),
        (first_day() + timedelta(days=7), first_day() + timedelta(days=13), first_day() + timedelta(days=20)),
        (first_day() + timedelta(days=14), first_day() + timedelta(days=15), first_day() + timedelta(days=22)),
    ]
    assert activity.next_due_on == reports[0].due_on
    assert {(each.employee_id, each.unit_id) for each in reports} == {(activity.employee_id, activity.unit_id)}


def test_the_same_page_sent_twice_starts_once(ctx: Flask, city: City) -> None:
    values = start_values(plan_row_in(city, "accepted"))
    first, second = (start_activity(city.actor("owner"), values, "page-1") for _each in range(2))
    assert first.id == second.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan_row_id": 999}, "plan_row_id"),
        ({"ends_on": first_day() - timedelta(days=1)}, "ends_on"),
        ({"begins_on": first_day().replace(year=first_day().year - 1)}, "begins_on"),
        ({"frequency": "perhari", "ends_on": first_day() + timedelta(days=366)}, "frequency"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    row = plan_row_in(city, "accepted")
    with pytest.raises(Invalid) as refusal:
        start_activity(city.actor("owner"), start_values(row, **changes))
    assert set(refusal.value.fields) == {field}
    assert session().query(Realisation).count() == 0


@pytest.mark.manual("T34a")
def test_the_field_of_jp_counts_and_not_what_the_material_says(ctx: Flask, city: City) -> None:
    """The sample of the manual: coaching at BKPSDM without cost, 2 JP in the field while the text speaks of 6."""
    row = plan_row_in(city, "accepted", form="NKL01", subject="Coaching", cost=Decimal(0), fund="tanpa_biaya", jp=Decimal(2))
    activity = activity_of(city, row=row, material="Coaching penyusunan SKP selama 6 JP", cost=Decimal(0))
    with on_day(activity.ends_on):
        file_next(city, activity, jp=Decimal(2), description="Coaching 6 JP telah diikuti.", course_form="14")
    course = session().scalars(select(Course)).one()
    assert (activity.jp, course.jp, session().scalars(select(JpLine)).one().jp) == (2, 2, 2)


@pytest.mark.manual("T35")
def test_the_last_report_closes_and_writes_the_training_history_once(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perhari", ends_on=first_day() + timedelta(days=1))
    with on_day(first_day()):
        file_next(city, activity, jp=Decimal("6.5"))
    assert (activity.state, activity.filed, activity.jp, activity.course_id) == ("running", 1, Decimal("6.5"), None)
    proof = certificate(city)
    with on_day(activity.ends_on):
        file_next(city, activity, jp=Decimal(8), with_certificate=True, certificate_number=f" {NUMBER} ", certificate_id=proof)
    assert (activity.state, activity.filed, activity.jp, activity.next_due_on) == ("closed", 2, Decimal("14.5"), None)
    course = session().scalars(select(Course)).one()
    assert (course.id, course.state, course.employee_id) == (activity.course_id, "waiting", activity.employee_id)
    assert (course.name, course.number, course.certificate_id, course.jp) == (SUBJECT, NUMBER, proof, Decimal("14.5"))
    assert (course.course_form, course.year, course.begins_on, course.ends_on) == (
        "3",
        first_day().year,
        activity.begins_on,
        activity.ends_on,
    )
    line = session().scalars(select(JpLine)).one()
    assert (line.jp, line.counted) == (Decimal("14.5"), False)
    take_step(city.actor("second_bkpsdm_admin"), Course, course.id, "approve")
    lines = session().scalars(select(JpLine)).all()
    assert [(each.jp, each.counted, each.subject_type) for each in lines] == [(Decimal("14.5"), True, "course")]


@pytest.mark.manual("T35")
@pytest.mark.manual("T34")
def test_without_a_certificate_the_reports_are_printed_as_the_proof(ctx: Flask, city: City) -> None:
    realisation_in(city, "closed")
    course = session().scalars(select(Course)).one()
    assert course.number == "-"
    document = session().get_one(Document, course.certificate_id)
    with storage.open(document.key) as file:
        text = " ".join(PdfReader(BytesIO(file.read())).pages[0].extract_text().split())
    for words in (SUBJECT, "Gedung diklat BKPSDM", "Mengikuti seluruh materi.", "Laporan kegiatan".upper(), city.actor("owner").name):
        assert words in text, words


@pytest.mark.manual("T34")
def test_a_study_assignment_and_an_activity_without_hours_make_no_history(ctx: Flask, city: City) -> None:
    study = plan_row_in(city, "accepted", form="TB01", study_programme="Administrasi Publik", study_level="S-2", jp=None)
    for activity in (activity_of(city, row=study), activity_of(city, row=plan_row_in(city, "accepted", subject="Lain"))):
        with on_day(activity.ends_on):
            file_next(city, activity, jp=Decimal(0), course_form=None, classification=None)
        assert (activity.state, activity.course_id) == ("closed", None)
    assert session().query(Course).count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"with_certificate": True, "certificate_number": "", "certificate_id": 1}, "certificate_number"),
        ({"with_certificate": True, "certificate_number": "1/2"}, "certificate_id"),
        ({"jp": None}, "jp"),
        ({"jp": Decimal("1.234")}, "jp"),
        ({"jp": Decimal(-1)}, "jp"),
        ({"jp": Decimal(41)}, "jp"),
        ({"description": "  "}, "description"),
        ({"classification": None}, "classification"),
        ({"course_form": "no such"}, "course_form"),
    ],
)
@pytest.mark.manual("T35")
def test_a_wrong_report_changes_nothing_and_names_its_field(ctx: Flask, city: City, changes: dict[str, Any], field: str) -> None:
    activity = activity_of(city)
    with on_day(activity.ends_on), pytest.raises(Invalid) as refusal:
        file_next(city, activity, **changes)
    assert set(refusal.value.fields) == {field}
    activity = session().get_one(Realisation, activity.id)
    assert (activity.state, activity.filed, session().query(Course).count()) == ("running", 0, 0)


def test_the_last_report_waits_for_the_end_and_a_period_for_its_beginning(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perminggu", ends_on=first_day() + timedelta(days=8))
    with on_day(first_day() - timedelta(days=1)), pytest.raises(Conflict):
        file_next(city, activity)
    with on_day(first_day()):
        file_next(city, activity, jp=Decimal(8))
        with pytest.raises(Conflict):
            file_next(city, activity)
    with on_day(first_day() + timedelta(days=7)), pytest.raises(Invalid):
        file_next(city, activity)
    with on_day(first_day() + timedelta(days=8)):
        file_next(city, activity, jp=Decimal(8))
    assert session().get_one(Realisation, activity.id).state == "closed"


def test_a_report_is_corrected_while_the_activity_is_under_way(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perhari")
    owner = city.actor("owner")
    with on_day(first_day()):
        report = file_next(city, activity, jp=Decimal(4))
        written = report.filed_at
        with pytest.raises(Conflict):
            file_report(owner, report.id, report_values(), report.version - 1)
    with on_day(first_day() + timedelta(days=1)):
        file_report(owner, report.id, report_values(jp=Decimal(5)), report.version)
    assert (activity.jp, activity.filed, report.filed_at) == (Decimal(5), 1, written)
    events = session().scalars(select(AuditEntry.event).where(AuditEntry.event.like("activity_report.%")).order_by(AuditEntry.id)).all()
    assert list(events) == ["activity_report.file", "activity_report.change"]


def test_other_days_keep_the_reports_that_are_there(ctx: Flask, city: City) -> None:
    activity = activity_of(city, frequency="perhari")
    owner, row = city.actor("owner"), activity.plan_row
    with on_day(first_day() + timedelta(days=1)):
        file_next(city, activity, jp=Decimal(4))
        file_next(city, activity, jp=Decimal(4))
    kept = [each.id for each in reports_of(activity.id)][:2]
    for changes, field in (
        ({"begins_on": first_day() + timedelta(days=1)}, "begins_on"),
        ({"frequency": "sekali"}, "frequency"),
        ({"ends_on": first_day()}, "ends_on"),
        ({"ends_on": first_day() + timedelta(days=1)}, "ends_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            change_activity(owner, activity.id, start_values(row, frequency="perhari") | changes, activity.version)
        assert set(refusal.value.fields) == {field}
        session().expire_all()
    shorter = start_values(row, frequency="perhari", ends_on=first_day() + timedelta(days=2), cost=Decimal(1))
    change_activity(owner, activity.id, shorter, activity.version)
    assert (activity.slots, activity.filed, activity.cost) == (3, 2, 1)
    assert [each.id for each in reports_of(activity.id)][:2] == kept
    with pytest.raises(Conflict):
        change_activity(owner, activity.id, shorter | {"cost": Decimal(2)}, activity.version - 1)


def test_before_the_first_report_everything_may_change(ctx: Flask, city: City) -> None:
    activity = activity_of(city)
    values = start_values(activity.plan_row, frequency="perhari", begins_on=first_day() + timedelta(days=1))
    change_activity(city.actor("owner"), activity.id, values, activity.version)
    assert [each.begins_on for each in reports_of(activity.id)] == [first_day() + timedelta(days=number) for number in range(1, 5)]
    for person, wanted in (("supervisor", Denied), ("colleague", Missing)):
        with pytest.raises(wanted):
            change_activity(city.actor(person), activity.id, values, activity.version)


def told(event: str) -> int:
    return session().scalar(select(func.count()).select_from(Notification).where(Notification.kind.like(f"{event}/%"))) or 0


@pytest.mark.manual("T32")
def test_owners_are_reminded_once_and_the_supervisor_hears_of_late_ones(ctx: Flask, city: City) -> None:
    make_account(city.person("owner"))
    make_account(city.person("supervisor"))
    activity = activity_of(city, frequency="perhari", ends_on=first_day() + timedelta(days=2))
    with on_day(first_day() - timedelta(days=1)):
        remind()
        assert (told("activity_report.due"), told("activity_report.overdue")) == (0, 0)
    for _again in range(2):
        with on_day(first_day()):
            remind()
        assert (told("activity_report.due"), told("activity_report.overdue")) == (1, 0)
    for _again in range(2):
        with on_day(first_day() + timedelta(days=20)):
            remind()
        assert (told("activity_report.due"), told("activity_report.overdue")) == (1, 2)
    assert {each.reminded for each in session().query(ActivityReport)} == {2}
    assert session().get_one(Realisation, activity.id).state == "running"


def test_nobody_is_reminded_of_what_was_called_off(ctx: Flask, city: City) -> None:
    make_account(city.person("owner"))
    realisation_in(city, "cancelled")
    with on_day(first_day() + timedelta(days=30)):
        remind()
    assert told("activity_report.overdue") == 0
