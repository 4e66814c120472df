"""What an administrator could break, or reach, through a setting."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.kernel import agency, clock, settings
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.errors import Invalid
from app.kernel.settings import SettingValue
from app.organisation.parameters import COMPETENCE_YEARS
from app.proposals.parameters import NUMBER_PATTERN


@pytest.mark.parametrize("typed", ["--5", "-", "9" * 5000, "²", "1e3", "NaN"])
def test_a_whole_number_is_written_in_digits(ctx: Flask, typed: str) -> None:
    with pytest.raises(Invalid):
        settings.parse(COMPETENCE_YEARS, typed)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "USUL",
        "USUL-{number}",
        "{year}",
        "{number}{year}{",
        "{number}{year}{}",
        "{number}{year}{0}",
        "{number}{year}{nomor}",
        "{number.__class__}{number}{year}",
        "{number:099999999d}{year}",
        "{number}{year}" + "x" * 40,
    ],
)
def test_a_number_pattern_that_would_stop_all_proposals_is_refused(ctx: Flask, pattern: str) -> None:
    with pytest.raises(Invalid):
        settings.parse(NUMBER_PATTERN, pattern)


@pytest.mark.parametrize("pattern", ["USUL-{year}-{number:05d}", "{number}/BKPSDM/003/{month}/{year}"])
def test_number_patterns_of_agencies_are_taken(ctx: Flask, pattern: str) -> None:
    assert settings.parse(NUMBER_PATTERN, pattern) == pattern


@pytest.mark.gate("G9")
@pytest.mark.parametrize("name", ["/etc/hostname", "../../../etc/passwd", "favicon.svg", "https://x.test/x.png", "{}"])
def test_no_name_becomes_the_logo(ctx: Flask, name: str) -> None:
    with pytest.raises(Invalid):
        settings.parse(agency.LOGO, name)


def test_a_picture_that_is_gone_leaves_prints_without_logo(ctx: Flask) -> None:
    with transaction() as current:
        current.add(SettingValue(key=agency.LOGO.key, value={"key": "0" * 32 + ".png", "digest": "0" * 64}, valid_from=clock.today()))
    assert agency.letterhead().logo_path is None
    assert agency.logo_file("0" * 64) is None


def test_texts_fit_above_a_print(ctx: Flask) -> None:
    for setting in (agency.NAME, agency.OFFICE, agency.ADDRESS):
        with pytest.raises(Invalid):
            settings.parse(setting, "kata " * 1000)
    assert settings.parse(agency.NAME, "Portal\r\nKota") == "Portal Kota"


@pytest.mark.gate("G5")
def test_two_clicks_at_once_give_a_setting_one_value_of_the_day(app: Flask) -> None:
    def change(number: int) -> None:
        with app.app_context():
            settings.change_setting(system_actor(), agency.CITY, f"Kota {number}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(change, range(6)))
    with app.app_context():
        assert session().scalar(select(func.count()).select_from(SettingValue)) == 1
