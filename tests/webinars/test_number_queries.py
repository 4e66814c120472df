"""The organiser's numbers, each person once, within what the reader sees."""

from flask import Flask

from app.certificates.queries import downloads
from app.certificates.services import issue, note_download
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session
from app.webinars.attendance_models import Attendance
from app.webinars.attendance_services import add_session, attend, open_attendance, present_code
from app.webinars.number_queries import by_hour, by_series, numbers_of
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, registration_of, validated_webinar_in, webinar_in


def test_a_person_at_two_sessions_counts_once_and_the_refused_not(ctx: Flask, city: City) -> None:
    found, admin = open_session_of(city), city.actor("second_bkpsdm_admin")
    first, refused = attendance_of(city, "owner", found), attendance_of(city, "colleague", found)
    registration_of(city, found.webinar, "supervisor")
    second = open_attendance(admin, add_session(admin, found.webinar_id, {"required": True}).id)
    again = attend(city.actor("owner"), second.id, present_code(second))
    for record in (first, again):
        take_step(admin, Attendance, record.id, "validate")
    take_step(admin, Attendance, refused.id, "refuse", "Tidak hadir.")
    whole, rows = numbers_of(admin, found.webinar_id)
    assert (whole.registered, whole.attended, whole.validated, whole.issued) == (3, 1, 1, 0)
    assert sum(row.registered for row in rows) == 3
    assert sum(number for _hour, number in by_hour(admin, found.webinar_id)) == 3
    assert numbers_of(city.actor("other_opd_admin"), found.webinar_id)[0].registered == 0


def test_whoever_took_the_file_of_his_certificate_is_counted_by_opd(ctx: Flask, city: City) -> None:
    webinar, officer = validated_webinar_in(city, "owner", "colleague"), city.actor("second_bkpsdm_admin")
    mine, _other = (issue(officer, "webinar", webinar.id, city.ids[name]) for name in ("owner", "colleague"))
    note_download(officer, mine)
    assert numbers_of(officer, webinar.id)[0].downloaded == 0, "only the holder counts"
    note_download(city.actor("owner"), mine)
    session().expire_all()
    whole, rows = numbers_of(officer, webinar.id)
    assert (whole.issued, whole.downloaded) == (2, 1) == (2, downloads("webinar", webinar.id))
    assert sum(row.downloaded for row in rows) == 1
    (line,) = [each for each in by_series(officer) if each.series == webinar.series.summary]
    assert (line.issued, line.downloaded) == (2, 1)


def test_series_are_counted_by_year_without_drafts(ctx: Flask, city: City) -> None:
    found = attendance_of(city).session.webinar
    webinar_in(city, "draft", series_id=found.series_id)
    webinar_in(city, "open", series_id=found.series_id)
    (row,) = [each for each in by_series(city.actor("auditor")) if each.series == found.series.summary]
    assert (row.year, row.webinars, row.registered, row.attended) == (clock.local(found.starts_at).year, 2, 1, 1)
