"""The report beside the portal's own lists, counted and searched."""

from flask import Flask

from app.webinars.evidence_queries import Hint, count_hints, hints_of
from app.webinars.zoom_queries import Beside, beside, search_seats
from tests.factories.city import City
from tests.factories.webinars import attendance_of, open_session_of, registration_of, seen_in_zoom


def test_each_side_says_whom_the_other_lacks(ctx: Flask, city: City) -> None:
    found, officer = open_session_of(city), city.actor("bkpsdm_admin")
    listed = attendance_of(city, "owner", found)
    only_zoom = registration_of(city, found.webinar, "colleague")
    assert beside(officer, found.webinar_id) is None
    assert Hint.UNSEEN not in hints_of(listed)
    seen_in_zoom(city, found.webinar, (only_zoom.name, ""), ("Tamu Dari Jauh", ""))
    assert beside(officer, found.webinar_id) == Beside(seen=2, guessed=1, unknown=1, confirmed=0, only_zoom=1, only_list=1)
    assert beside(city.actor("opd_admin"), found.webinar_id) is None
    assert Hint.UNSEEN in hints_of(listed)
    assert (Hint.UNSEEN, 1) in count_hints(officer, found.webinar_id)


def test_only_people_of_the_webinar_are_offered(ctx: Flask, city: City) -> None:
    webinar, officer = open_session_of(city).webinar, city.actor("bkpsdm_admin")
    seat = registration_of(city, webinar)
    assert [pk for pk, _label in search_seats(officer, seat.name.split()[0].lower(), str(webinar.id))] == [seat.id]
    assert search_seats(officer, "", str(webinar.id + 1)) == []
    assert search_seats(officer, "", "x") == []
    assert search_seats(city.actor("owner"), "zzz", str(webinar.id)) == []
