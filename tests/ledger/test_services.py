"""Writing the book: one line per record, sums that agree with the lines, and days that hold no more than they may, at once or one after the other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEntry
from app.kernel import settings
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Invalid
from app.ledger.models import JpLine, JpYear
from app.ledger.parameters import DAILY_MOST
from app.ledger.services import check_days, put_line, take_line
from tests.factories.city import City, make_city
from tests.factories.ledger import DAY, SUBJECT, line, put, send
from tests.proposals.test_concurrency import at_once

NEXT = date(2026, 1, 16)


def sums(city: City, name: str = "owner") -> dict[int, tuple[Decimal, Decimal]]:
    rows = session().scalars(select(JpYear).where(JpYear.employee_id == city.ids[name]))
    return {row.year: (row.counted, row.pending) for row in rows}


def refused(call: Callable[[], Any]) -> dict[str, str]:
    with force_locale("id"), pytest.raises(Invalid) as refusal:
        call()
    return {name: str(text) for name, text in refusal.value.fields.items()}


def test_a_line_is_put_once_changed_and_taken(city: City) -> None:
    pending = line(city.ids["owner"], "7.5", counted=False, number=4)
    first = put_line(system_actor(), pending)
    assert sums(city) == {2026: (0, Decimal("7.5"))}
    assert put_line(system_actor(), pending).id == first.id
    put_line(system_actor(), replace(pending, counted=True))
    assert sums(city) == {2026: (Decimal("7.5"), 0)}
    assert len(session().scalars(select(JpLine)).all()) == 1
    assert take_line(system_actor(), SUBJECT, 4) is True
    assert take_line(system_actor(), SUBJECT, 4) is False
    assert sums(city) == {}
    told = session().scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("jp_line")).order_by(AuditEntry.id)).all()
    assert told == ["jp_line.add", "jp_line.change", "jp_line.delete"], "the same line again is no event"


def test_the_sums_follow_a_line_into_another_year_and_to_another_person(city: City) -> None:
    put(city, "owner", "0.1", number=1)
    put(city, "owner", "0.2", number=2, counted=False)
    wanted = line(city.ids["owner"], "0.2", number=2)
    put_line(system_actor(), replace(wanted, ends_on=date(2027, 1, 1)))
    assert sums(city) == {2026: (Decimal("0.1"), 0), 2027: (Decimal("0.2"), 0)}, "the year is that of the last day"
    put_line(system_actor(), replace(wanted, employee_id=city.ids["colleague"]))
    assert sums(city) == {2026: (Decimal("0.1"), 0)}
    assert sums(city, "colleague") == {2026: (Decimal("0.2"), 0)}


def test_ten_tenths_are_one(city: City) -> None:
    for number in range(10):
        put(city, "owner", "0.1", number=number + 1)
    assert sums(city) == {2026: (Decimal(1), 0)}


def test_it_stands_or_falls_with_the_transaction_of_its_record(city: City) -> None:

    def interrupted() -> None:
        with transaction():
            put(city, "owner")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert sums(city) == {}
    assert session().scalar(select(JpLine)) is None


def test_impossible_lines_are_refused_by_service_and_database(city: City) -> None:
    wrong = replace(line(city.ids["owner"]), ends_on=date(2026, 1, 14))
    assert refused(lambda: put_line(system_actor(), wrong)) == {"ends_on": "Hari terakhir tidak boleh mendahului hari pertama."}
    values = {"employee_id": city.ids["owner"], "counted": True, "subject_type": "x", "subject_id": 1, "title": "x", "kind": "teknis"}
    with pytest.raises(IntegrityError), transaction() as current:
        current.add(JpLine(begins_on=NEXT, ends_on=DAY, jp=Decimal(1), **values))


@pytest.mark.manual("S19")
def test_the_vectors_of_a_day(city: City) -> None:
    owner = city.ids["owner"]
    assert check_days(owner, DAY, DAY, Decimal(8)) == []
    assert refused(lambda: check_days(owner, DAY, DAY, Decimal(9))) == {
        "jp": "15 Januari 2026 adalah 1 hari: paling banyak 8 JP (8 JP per hari), bukan 9 JP."
    }
    assert check_days(owner, DAY, NEXT, Decimal(16)) == []
    assert refused(lambda: check_days(owner, NEXT, DAY, Decimal(1))).keys() == {"ends_on"}
    put(city, "owner", 5, title="Kursus Arsip")
    assert refused(lambda: check_days(owner, DAY, DAY, Decimal(5))) == {
        "jp": "15 Januari 2026: sudah ada “Kursus Arsip” 5 JP; ditambah 5 JP menjadi 10 JP pada satu hari, padahal paling banyak 8 JP."
    }
    assert check_days(owner, DAY, DAY, Decimal(3)) == []
    assert check_days(city.ids["colleague"], DAY, DAY, Decimal(8)) == [], "another person's day is another day"


@pytest.mark.manual("S19")
def test_pending_counts_the_record_itself_does_not_and_conversions_are_only_warned(city: City) -> None:
    owner = city.ids["owner"]
    put(city, "owner", 8, counted=False, number=7, title="Menunggu")
    assert check_days(owner, DAY, DAY, Decimal(8), besides=(SUBJECT, 7)) == []
    with force_locale("id"):
        (warning,) = check_days(owner, DAY, DAY, Decimal(20), besides=(SUBJECT, 7), strict=False)
        assert "paling banyak 8 JP" in warning
        (warning,) = check_days(owner, DAY, DAY, Decimal(2), strict=False)
        assert "“Menunggu” 8 JP" in warning


@pytest.mark.manual("S19")
def test_the_limit_is_the_agencys_from_a_day_on(city: City) -> None:
    settings.change_setting(system_actor(), DAILY_MOST, "10", NEXT)
    owner = city.ids["owner"]
    assert refused(lambda: check_days(owner, DAY, DAY, Decimal(9))).keys() == {"jp"}
    assert check_days(owner, NEXT, NEXT, Decimal(10)) == []
    assert refused(lambda: check_days(owner, DAY, NEXT, Decimal(20))).keys() == {"jp"}, "its first day holds eight"
    put(city, "owner", 16, DAY, NEXT, counted=False)
    assert check_days(owner, NEXT, NEXT, Decimal(2)) == []
    with force_locale("id"):
        (told,) = check_days(owner, DAY, NEXT, Decimal(3), strict=False)
    assert "15 Januari 2026" in told, "with eight of eight the first day is full, the second of ten is not"
    assert "16 Januari 2026" not in told


@pytest.mark.manual("S19")
def test_many_full_days_are_counted_not_told_one_by_one(city: City) -> None:
    for day in range(1, 11, 2):
        put(city, "owner", 8, date(2026, 3, day))
    told = refused(lambda: check_days(city.ids["owner"], date(2026, 3, 1), date(2026, 3, 10), Decimal(10)))["jp"]
    assert told.count("Kursus Arsip") == 3
    assert "2 periode lagi" in told


@pytest.mark.manual("S19")
def test_two_sent_at_once_do_not_both_find_room(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    for round_ in range(8):
        day = date(2026, 2, 1 + round_)
        wanted = [line(city.ids["owner"], 5, day), line(city.ids["owner"], 5, day)]
        answers = at_once(app, *(lambda each=each: send(each).id for each in wanted))
        assert sorted(type(answer).__name__ for answer in answers) == ["Invalid", "int"], answers
    with app.app_context():
        assert sums(city) == {2026: (Decimal(40), 0)}


def test_two_lines_at_once_leave_the_right_sum(app: Flask) -> None:
    with app.app_context():
        city = make_city()
    answers = at_once(app, *(lambda number=number: put(city, "owner", 1, number=number).id for number in (1, 2, 3, 4)))
    assert len(set(answers)) == 4
    with app.app_context():
        assert sums(city) == {2026: (Decimal(4), 0)}


def test_a_line_that_is_put_and_taken_at_once_never_waits_for_itself(app: Flask) -> None:
    """Both lock the book before its line: the other way round, one of them would end in a deadlock on PostgreSQL."""
    with app.app_context():
        city = make_city()
    owner, system = city.ids["owner"], system_actor()
    for round_ in range(25):
        with app.app_context():
            put(city, "owner", 2, number=7)
        puts = [lambda jp=jp: put_line(system, line(owner, jp, number=7)) is not None for jp in (3, 4)]
        answers = at_once(app, *puts, *[lambda: take_line(system, SUBJECT, 7)] * 2)
        assert sorted(answers[2:]) in ([False, True], [True, True]), (round_, answers)
        with app.app_context():
            total = session().scalar(select(func.coalesce(func.sum(JpLine.jp), 0)))
            assert sums(city).get(2026, (0, 0))[0] == total
