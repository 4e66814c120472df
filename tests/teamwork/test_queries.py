"""One's own team works, whatever else one may see."""

from datetime import date

from flask import Flask

from app.teamwork.queries import newest_own
from tests.factories.city import City
from tests.factories.teamwork import team_work_in


def test_the_latest_letters_of_ones_own_come_first(ctx: Flask, city: City) -> None:
    days = [date(2024, 1, 3), date(2025, 1, 21), date(2022, 5, 1)]
    made = [team_work_in(city, owner="opd_admin", letter_on=day) for day in days]
    team_work_in(city, letter_on=date(2026, 1, 1))
    assert newest_own(city.actor("opd_admin"), 2) == [made[1], made[0]]
    assert newest_own(city.actor("stranger"), 2) == []
