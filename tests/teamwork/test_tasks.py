"""Following links in the background: what is found, what is tried again, and that no inner address is ever asked (S35)."""

import socket
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from flask import Flask

from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.health import begin_turn
from app.kernel.outgoing import Answer, Refused, Silent
from app.teamwork import tasks
from app.teamwork.models import TeamWork
from app.teamwork.queries import links_due
from app.teamwork.rules import RETRY_MINUTES, LinkState
from app.teamwork.services import change_team_work
from app.teamwork.tasks import PAUSE, check_links, look
from tests.factories.city import City
from tests.factories.teamwork import NOTE, entry, team_work_in
from tests.proposals.test_concurrency import at_once

START = "https://s.id/sk4"
pytestmark = pytest.mark.manual("S35")


@pytest.fixture
def web(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], list[str]]:
    """A function that says what every address answers; returns the list of those that were asked."""
    monkeypatch.setitem(ctx.config, "FOLLOW_LINKS", True)

    def answer(pages: dict[str, Any]) -> list[str]:
        asked: list[str] = []

        def fetch(method: str, url: str, **_limits: Any) -> Answer:
            asked.append(url)
            found = pages[url]
            if isinstance(found, Exception):
                raise found
            status, location = found
            return Answer(status, {"location": location} if location else {}, b"", True)

        monkeypatch.setattr(tasks, "fetch", fetch)
        return asked

    return answer


_minutes = count(1)


def rounds(record: TeamWork, number: int = 1) -> None:
    """The worker's next rounds, a minute apart."""
    for _each in range(number):
        with clock.at(clock.now() + timedelta(minutes=next(_minutes))):
            check_links()
    session().refresh(record)


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ({START: (200, "")}, LinkState.OPEN),
        ({START: (206, "")}, LinkState.OPEN),
        ({START: (401, "")}, LinkState.SIGN_IN),
        ({START: (403, "")}, LinkState.SIGN_IN),
        ({START: (404, "")}, LinkState.UNREACHABLE),
        ({START: (500, "")}, LinkState.UNREACHABLE),
        ({START: (304, "")}, LinkState.UNREACHABLE),
        ({START: (302, "/open"), "https://s.id/open": (200, "")}, LinkState.OPEN),
        ({START: (302, "https://accounts.google.com/v3/signin/identifier?continue=x")}, LinkState.SIGN_IN),
        ({START: (303, "/auth/login?next=/file")}, LinkState.SIGN_IN),
        ({START: (302, START)}, LinkState.UNREACHABLE),
        ({START: (302, "http://[broken")}, LinkState.UNREACHABLE),
        ({START: (302, "http://169.254.169.254/meta"), "http://169.254.169.254/meta": Refused("closed")}, LinkState.UNREACHABLE),
        ({START: Silent("nothing")}, LinkState.UNREACHABLE),
    ],
)
def test_what_is_found_behind_a_link(web: Any, pages: dict[str, Any], found: LinkState) -> None:
    asked = web(pages)
    assert look(START) is found
    assert len(asked) <= tasks.MOST_HOPS


def test_an_inner_address_is_refused_at_every_hop_and_nothing_is_sent(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is public by its form and leads inside: the look-up decides, not the form."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_more: pytest.fail(f"connected to {args}"))
    for url in (START, "http://drive.example.go.id/", "http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data"):
        assert look(url) is LinkState.UNREACHABLE


def test_an_entry_and_every_other_link_are_looked_at_without_being_waited_for(web: Any, city: City) -> None:
    other = "https://drive.example.go.id/lain"
    asked = web({START: (403, ""), other: (200, "")})
    record = team_work_in(city)
    assert asked == []
    rounds(record)
    assert (record.link_state, record.link_checked_at is not None, record.version) == ("sign_in", True, 1)
    owner = city.actor("owner")
    change_team_work(owner, record.id, entry(code=record.code, seat="KETUA"), record.version)
    rounds(record)
    assert asked == [START]
    change_team_work(owner, record.id, entry(code=record.code, proof_url=other), record.version)
    assert record.link_state is None
    rounds(record)
    assert (asked, record.link_state) == ([START, other], "open")
    take_step(city.actor("opd_admin"), TeamWork, record.id, "withdraw", NOTE)
    change_team_work(owner, record.id, entry(code=record.code, proof_url=other), record.version)
    rounds(record)
    assert asked == [START, other, other]


def test_what_cannot_be_reached_is_tried_again_some_times(web: Any, city: City) -> None:
    asked = web({START: Silent("nothing")})
    record = team_work_in(city)
    moment = clock.now()
    check_links()
    session().refresh(record)
    for tries, minutes in enumerate(RETRY_MINUTES, start=1):
        assert record.link_tries == tries
        assert links_due(moment + timedelta(minutes=minutes - 1), 9) == []
        moment += timedelta(minutes=minutes + 1)
        with clock.at(moment):
            check_links()
        session().refresh(record)
    assert len(asked) == len(RETRY_MINUTES) + 1
    assert links_due(moment + timedelta(days=30), 9) == []


def test_what_is_new_comes_before_what_was_tried_and_what_is_deleted_is_left_alone(web: Any, city: City) -> None:
    web({START: Silent("nothing")})
    tried, gone = team_work_in(city), team_work_in(city)
    take_step(city.actor("owner"), TeamWork, gone.id, "delete")
    rounds(tried)
    new = team_work_in(city)
    later = clock.now() + timedelta(days=1)
    assert [pk for pk, _url in links_due(later, 9)] == [new.id, tried.id]
    assert links_due(later, 1) == [(new.id, new.proof_url)]


def test_a_run_is_bounded_in_links_and_in_seconds_and_the_next_one_goes_on(web: Any, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every host takes all the time it is given: a run ends all the same, and a link is no longer than its hops together."""
    moments = count()
    monkeypatch.setattr(tasks, "monotonic", lambda: float(next(moments)) * 2)
    asked = web({START: Silent("slow")})
    records = [team_work_in(city) for _each in range(9)]
    per_run = []
    for _run in range(4):
        before = len(asked)
        rounds(records[0])
        per_run.append(len(asked) - before)
    assert per_run[0] == per_run[1] < len(records)
    assert len(asked) == len(records)
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    monkeypatch.setattr(tasks, "monotonic", lambda: 0.0)
    asked.clear()
    more = [team_work_in(city) for _each in range(3)]
    rounds(more[0])
    assert len(asked) == 2


def test_hops_share_the_seconds_of_their_link(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    moments, given = iter((0.0, 0.0, 5.0, 9.0)), []

    def fetch(method: str, url: str, seconds: float, **_limits: Any) -> Answer:
        given.append(seconds)
        return Answer(302, {"location": "/further"}, b"", True)

    monkeypatch.setattr(tasks, "monotonic", lambda: next(moments))
    monkeypatch.setattr(tasks, "fetch", fetch)
    assert look(START) is LinkState.UNREACHABLE
    assert given == [8.0, 3.0]


def test_two_workers_never_follow_links_at_once(web: Any, city: City) -> None:
    asked = web({START: Silent("nothing")})
    first = team_work_in(city)
    rounds(first)
    team_work_in(city)
    with clock.at(first.link_checked_at + PAUSE - timedelta(seconds=1)):
        check_links()
    assert len(asked) == 1
    with clock.at(first.link_checked_at + PAUSE + timedelta(seconds=1)):
        check_links()
    assert len(asked) == 2


def test_of_workers_that_begin_at_the_same_instant_one_has_the_turn(app: Flask) -> None:
    with app.app_context():
        for number in range(5):
            found = at_once(app, *[partial(begin_turn, f"turn {number}", PAUSE)] * 4)
            assert sorted(found) == [False, False, False, True]


def test_where_the_server_has_no_way_out_nothing_is_asked(ctx: Flask, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    record = team_work_in(city)
    monkeypatch.setattr(tasks, "fetch", lambda *_args, **_more: pytest.fail("it was asked"))
    with clock.at(clock.now() + timedelta(days=1)):
        check_links()
    session().refresh(record)
    assert record.link_state is None
