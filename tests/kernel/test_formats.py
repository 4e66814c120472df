"""Dates, money and numbers look as Indonesian offices write them (standards 12)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from app.kernel import clock, formats, settings
from app.kernel.actor import system_actor
from app.kernel.agency import TIME_ZONE


@pytest.mark.manual("X3")
def test_dates_are_written_the_indonesian_way(ctx: Flask) -> None:
    with force_locale("id"):
        assert formats.format_date(date(2022, 8, 31)) == "31/08/2022"
        assert formats.format_long_date(date(2026, 1, 15)) == "15 Januari 2026"
        assert formats.format_period(date(2020, 1, 8), date(2020, 1, 12)) == "8 Januari 2020 s/d 12 Januari 2020"
        assert formats.format_period(date(2020, 1, 8), date(2020, 1, 8)) == "8 Januari 2020"
        assert formats.format_datetime(datetime(2026, 4, 2, 2, 51, tzinfo=UTC)) == "02/04/2026 09.51 WIB"
        assert formats.format_date(datetime(2026, 4, 1, 18, 0, tzinfo=UTC)) == "02/04/2026"


MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"]


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_has_its_indonesian_name(ctx: Flask, number: int, name: str) -> None:
    with force_locale("id"):
        assert formats.format_long_date(date(2026, number, 5)) == f"5 {name} 2026"


def test_english_readers_get_english_words_and_the_same_figures(ctx: Flask) -> None:
    with force_locale("en"):
        assert formats.format_period(date(2026, 5, 8), date(2026, 5, 12)) == "8 May 2026 to 12 May 2026"
        assert formats.format_date(date(2022, 8, 31)) == "31/08/2022"
        assert formats.format_number(Decimal("1234567.89")) == "1,234,567.89"
        assert formats.format_money(Decimal(2500000)) == "Rp2.500.000,00"


@pytest.mark.parametrize(
    ("zone", "shown", "day"),
    [
        ("Asia/Jakarta", "20/11/2026 23.30 WIB", date(2026, 11, 20)),
        ("Asia/Makassar", "21/11/2026 00.30 WITA", date(2026, 11, 21)),
        ("Asia/Jayapura", "21/11/2026 01.30 WIT", date(2026, 11, 21)),
    ],
)
def test_the_agency_chooses_its_time_zone_on_screen(ctx: Flask, zone: str, shown: str, day: date) -> None:
    """Half past eleven at night in Jakarta is the next day in Makassar."""
    moment = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    with clock.at(moment):
        settings.change_setting(system_actor(), TIME_ZONE, zone, date(2026, 11, 20))
        assert formats.format_datetime(moment) == shown
        assert clock.today() == day


@pytest.mark.manual("X3")
@pytest.mark.parametrize("text", ["2022-08-31", "31-08-2022", "31/08/2022", " 31-8-2022 "])
def test_days_are_read_however_they_are_typed(text: str) -> None:
    assert formats.parse_day(text) == date(2022, 8, 31)


@pytest.mark.parametrize("text", ["31-02-2022", "31.08.2022", "", "besok"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        formats.parse_day(text)


def test_money_and_numbers(ctx: Flask) -> None:
    with force_locale("id"):
        assert formats.format_money(Decimal(2500000)) == "Rp2.500.000,00"
        assert formats.format_number(Decimal("1234567.89")) == "1.234.567,89"


@pytest.mark.parametrize("text", ["2500000", "2.500.000", "2.500.000,00", "Rp2.500.000,00", "Rp. 2.500.000"])
def test_the_same_sum_in_every_spelling(text: str) -> None:
    assert formats.parse_money(text) == Decimal("2500000.00")


@pytest.mark.parametrize("text", ["2.50", "1,234.5", "-5", "lima", "", "1.2345"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        formats.parse_money(text)


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "Rp0,00"), (1, "Rp1,00"), (Decimal("0.5"), "Rp0,50"), (Decimal("1234567.89"), "Rp1.234.567,89"), (None, "")]
)
def test_money_is_written_as_the_offices_do(ctx: Flask, value: Decimal | int | None, shown: str) -> None:
    with force_locale("id"):
        assert formats.format_money(value) == shown


def test_nothing_ever_reads_none_or_iso(ctx: Flask) -> None:
    with force_locale("id"):
        assert formats.plain(None) == ""
        assert formats.plain(True) == "Ya"
        assert formats.plain(date(2022, 8, 31)) == "31/08/2022"
        assert formats.format_nip("199001012023212008") == "19900101 202321 2 008"
        assert formats.format_nip("kurang") == "kurang"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "baru saja"),
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=5), "5 menit yang lalu"),
        (timedelta(days=3), "3 hari yang lalu"),
        (timedelta(days=800), "2 tahun yang lalu"),
    ],
)
def test_what_is_past_is_told_as_people_tell_it(portal: Flask, age: timedelta, words: str) -> None:
    now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    with portal.app_context(), force_locale("id"), clock.at(now):
        assert formats.format_ago(now - age) == words
        assert formats.format_ago(None) == ""
