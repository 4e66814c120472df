"""Dates, money and numbers look as Indonesian offices write them (standards 12)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from app.kernel import formats


@pytest.mark.manual("X3")
def test_dates_are_written_the_indonesian_way(portal: Flask) -> None:
    with portal.app_context(), force_locale("id"):
        assert formats.format_date(date(2022, 8, 31)) == "31/08/2022"
        assert formats.format_long_date(date(2026, 1, 15)) == "15 Januari 2026"
        assert formats.format_period(date(2020, 1, 8), date(2020, 1, 12)) == "8 Januari 2020 s/d 12 Januari 2020"
        assert formats.format_period(date(2020, 1, 8), date(2020, 1, 8)) == "8 Januari 2020"
        assert formats.format_datetime(datetime(2026, 4, 2, 2, 51, tzinfo=UTC)) == "02/04/2026 09.51 WIB"
        assert formats.format_date(datetime(2026, 4, 1, 18, 0, tzinfo=UTC)) == "02/04/2026"


@pytest.mark.manual("X3")
@pytest.mark.parametrize("text", ["2022-08-31", "31-08-2022", "31/08/2022", " 31-8-2022 "])
def test_days_are_read_however_they_are_typed(text: str) -> None:
    assert formats.parse_day(text) == date(2022, 8, 31)


@pytest.mark.parametrize("text", ["31-02-2022", "31.08.2022", "", "besok"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        formats.parse_day(text)


def test_money_and_numbers(portal: Flask) -> None:
    with portal.app_context(), force_locale("id"):
        assert formats.format_money(Decimal(2500000)) == "Rp2.500.000,00"
        assert formats.format_number(Decimal("1234567.89")) == "1.234.567,89"


@pytest.mark.parametrize("text", ["2500000", "2.500.000", "2.500.000,00", "Rp2.500.000,00", "Rp. 2.500.000"])
def test_the_same_sum_in_every_spelling(text: str) -> None:
    assert formats.parse_money(text) == Decimal("2500000.00")


@pytest.mark.parametrize("text", ["2.50", "1,234.5", "-5", "lima", "", "1.2345"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        formats.parse_money(text)


def test_nothing_ever_reads_none_or_iso(portal: Flask) -> None:
    with portal.app_context(), force_locale("id"):
        assert formats.plain(None) == ""
        assert formats.plain(True) == "Ya"
        assert formats.plain(date(2022, 8, 31)) == "31/08/2022"
        assert formats.format_nip("199001012023212008") == "19900101 202321 2 008"
        assert formats.format_nip("kurang") == "kurang"
