"""What hubs, lists and panels read of webinars and registrations."""

from datetime import timedelta

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.actor import system_actor
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.scope import visible
from app.webinars import queries
from app.webinars.models import Registration, Webinar
from tests.factories.city import City
from tests.factories.webinars import registration_of, series_in, webinar_in


@pytest.mark.manual("L4")
def test_a_series_is_found_by_its_short_address_and_its_number(ctx: Flask, city: City) -> None:
    series = series_in(city, 5)
    assert [queries.series_called(code) for code in ("seri-5", " SERI-5", "5")] == [series] * 3
    assert [queries.series_called(code) for code in ("seri-6", "6", "", "²", "9" * 30)] == [None] * 5


@pytest.mark.manual("L4")
@pytest.mark.manual("L5")
def test_a_hub_always_shows_the_present_webinar(ctx: Flask, city: City) -> None:
    series, now = series_in(city), clock.now()
    assert queries.current_webinar(series.id) is None
    webinar_in(city, "draft", series_id=series.id)
    assert queries.current_webinar(series.id) is None
    old = webinar_in(city, "finished", series_id=series.id, starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=8))
    assert queries.current_webinar(series.id) == old
    later = webinar_in(city, series_id=series.id, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=10))
    following = webinar_in(city, series_id=series.id)
    assert queries.current_webinar(series.id) == following
    take_step(city.actor("bkpsdm_admin"), Webinar, later.id, "start")
    assert queries.current_webinar(series.id) == later
    assert list(queries.earlier_webinars(series.id, later.id, 5)) == [following, old]


def test_each_person_sees_what_is_meant_for_him(ctx: Flask, city: City) -> None:
    everybody, ours = webinar_in(city), webinar_in(city, opd_ids=[city.opd.id])
    theirs, draft = webinar_in(city, opd_ids=[city.other_opd.id]), webinar_in(city, "draft")
    expected = {
        "owner": {everybody, ours},
        "stranger": {everybody, theirs},
        "opd_admin": {everybody, ours, theirs},
        "bkpsdm_admin": {everybody, ours, theirs, draft},
        "auditor": {everybody, ours, theirs, draft},
        "superuser": set(),
    }
    found = {name: set(session().query(Webinar).filter(visible(Webinar, city.actor(name)))) for name in expected}
    assert found == expected


def test_who_registered_still_sees_it_when_the_audience_is_another(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city)
    registration_of(city, webinar)
    webinar.audience_opds = f",{city.other_opd.id},"
    found = session().query(Webinar).filter(visible(Webinar, city.actor("owner"))).all()
    session().rollback()
    assert found == [webinar]


def test_what_is_open_to_a_person_leaves_out_what_he_has_and_what_is_closed(ctx: Flask, city: City) -> None:
    now, owner = clock.now(), city.actor("owner")
    taken, free = webinar_in(city), webinar_in(city)
    webinar_in(city, opd_ids=[city.other_opd.id])
    webinar_in(city, closes_at=now - timedelta(hours=1))
    webinar_in(city, "finished")
    record = registration_of(city, taken)
    assert list(queries.open_to(owner, now)) == [free]
    assert (taken, record) in queries.coming_up(owner, now)
    assert queries.coming_up(city.actor("auditor"), now) == []
    ours = webinar_in(city, opd_ids=[city.opd.id])
    assert ours not in queries.open_to(city.actor("bkpsdm_admin"), now), "whoever sees all is still meant for what he is meant for"
    assert queries.own_registration(owner, taken.id) == record
    assert queries.own_registration(city.actor("colleague"), taken.id) is None
    assert queries.own_registration(city.actor("auditor"), taken.id) is None
    assert queries.last_webinar(city.actor("bkpsdm_admin")) is not None
    assert [title for _pk, title in queries.webinar_options(owner)].count(free.title) == 5


def test_the_waiting_list_has_places(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, capacity=1)
    records = [registration_of(city, webinar, name) for name in ("owner", "colleague", "supervisor")]
    assert [queries.place_in_line(record) for record in records] == [0, 1, 2]
    assert queries.next_waiting(webinar.id) == records[1].id
    people = [record.employee_id for record in records]
    assert (list(queries.registered_people(webinar)), list(queries.waiting_or_registered(webinar))) == (people[:1], people)


@pytest.mark.gate("G12")
def test_counters_hold_what_the_reader_sees(ctx: Flask, city: City) -> None:
    webinar = webinar_in(city, capacity=2)
    records = [registration_of(city, webinar, name) for name in ("owner", "stranger", "colleague")]
    take_step(city.actor("owner"), Registration, records[0].id, "cancel")
    total, rows = queries.count_registrations(city.actor("bkpsdm_admin"), webinar.id)
    assert (total.registered, total.waiting, total.cancelled) == (2, 0, 1)
    assert {(row.opd, row.registered, row.cancelled) for row in rows} == {("Dinas Kesehatan", 1, 0), ("Dinas Pendidikan", 1, 1)}
    mine, rows = queries.count_registrations(city.actor("opd_admin"), webinar.id)
    assert (mine.registered, [row.opd for row in rows]) == (1, ["Dinas Pendidikan"])


def test_the_worker_finds_what_is_due(ctx: Flask, city: City) -> None:
    webinar, hour = webinar_in(city), timedelta(hours=1)
    assert list(queries.to_start(webinar.starts_at)) == [webinar.id]
    assert list(queries.to_start(webinar.starts_at - hour)) == []
    assert [list(queries.to_remind(webinar.starts_at - step * hour, 24 * hour)) for step in (25, 24, 0)] == [[], [webinar.id], []]
    take_step(system_actor(), Webinar, webinar.id, "start")
    assert list(queries.to_finish(webinar.ends_at + hour, hour)) == [webinar.id]
    assert list(queries.to_finish(webinar.ends_at, hour)) == []
