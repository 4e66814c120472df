"""Reading the book: the sums of a year, the days that overlap, and the recapitulation, inside the scope."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.kernel import clock, settings
from app.kernel.actor import system_actor
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.listing import Listing
from app.ledger.listings import PEOPLE
from app.ledger.parameters import DAILY_MOST, TARGET
from app.ledger.queries import book_of, reached_and_short, recap, sums_of, target_of, years_known
from app.ledger.services import put_line
from tests.factories.city import City
from tests.factories.ledger import DAY, line, put


def test_a_book_holds_the_lines_of_its_year_and_their_sums(city: City) -> None:
    put(city, "owner", 8, title="Sah")
    put(city, "owner", 4, counted=False, title="Menunggu")
    put(city, "owner", 6, date(2025, 12, 31), date(2026, 1, 1), title="Melintas")
    put(city, "owner", 6, date(2025, 6, 1), title="Dulu")
    book = book_of(city.actor("owner"), city.ids["owner"], 2026)
    assert {line.title for line in book.lines} == {"Sah", "Menunggu", "Melintas"}
    assert (book.counted, book.pending, book.target, book.short) == (14, 4, 20, 6)
    assert [(each.first, each.total, len(each.lines)) for each in book.overlapping] == [(DAY, 12, 2)]
    assert {2025, 2026} <= set(book.years)
    assert sums_of(city.ids["owner"], 2025) == (6, 0)
    assert sums_of(city.ids["colleague"], 2025) == (0, 0)
    assert {2025, 2026, clock.today().year} == set(years_known())


@pytest.mark.manual("S19")
def test_each_day_of_a_book_is_held_to_its_own_limit_and_what_was_returned_holds_none(city: City) -> None:
    settings.change_setting(system_actor(), DAILY_MOST, "10", date(2026, 2, 1))
    feb = date(2026, 2, 2)
    for day in (DAY, feb):
        put(city, "owner", 5, day)
        put(city, "owner", 5, day)
        put_line(system_actor(), replace(line(city.ids["owner"], 5, day, counted=False), returned=True))
    put(city, "owner", 18, date(2026, 1, 31), date(2026, 2, 1))
    book = book_of(city.actor("owner"), city.ids["owner"], 2026)
    assert [(each.first, each.total) for each in book.overlapping] == [(DAY, 10), (date(2026, 1, 31), 9), (feb, 10)]
    assert book.too_full == {DAY, date(2026, 1, 31)}
    assert book.daily_most == 10


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("owner", True),
        ("supervisor", True),
        ("opd_admin", True),
        ("bkpsdm_admin", True),
        ("auditor", True),
        ("colleague", False),
        ("other_opd_admin", False),
        ("superuser", False),
    ],
)
@pytest.mark.gate("G12")
def test_who_reads_a_book(city: City, who: str, sees: bool) -> None:
    put(city, "owner")
    if sees:
        assert len(book_of(city.actor(who), city.ids["owner"], 2026).lines) == 1
    else:
        with pytest.raises(Missing):
            book_of(city.actor(who), city.ids["owner"], 2026)


def test_the_recap_counts_people_with_and_without_lines(city: City) -> None:
    put(city, "owner", 20, date(2026, 1, 1), date(2026, 1, 3))
    put(city, "colleague", 8)
    put(city, "stranger", 40, date(2025, 1, 1), date(2025, 1, 10))
    rows = {row.opd: row for row in recap(city.actor("bkpsdm_admin"), 2026)}
    school = rows["Dinas Pendidikan"]
    assert (school.people, school.reached, school.short, school.total, school.average) == (4, 1, 3, 28, 7)
    assert (school.missing, rows["Dinas Kesehatan"].missing) == (12 + 20 + 20, 40)
    health = rows["Dinas Kesehatan"]
    assert (health.people, health.reached, health.total, health.average) == (2, 0, 0, 0)
    assert [row.opd for row in recap(city.actor("opd_admin"), 2026)] == ["Dinas Pendidikan"]
    assert reached_and_short(city.actor("bkpsdm_admin"), 2026) == (1, 6)
    assert reached_and_short(city.actor("opd_admin"), 2026) == (1, 3)


def test_the_target_is_the_agencys_from_a_day_on(city: City) -> None:
    settings.change_setting(system_actor(), TARGET, "30", date(2026, 1, 1))
    assert (target_of(2025), target_of(2026)) == (Decimal(20), Decimal(30))


@pytest.mark.parametrize("who", ["bkpsdm_admin", "opd_admin", "supervisor", "owner", "stranger"])
@pytest.mark.parametrize(
    "args",
    [
        {},
        {"sort": "-counted"},
        {"sort": "person"},
        {"q": "dinas"},
        {"progress": "nothing"},
        {"progress": "short"},
        {"page": "2"},
        {"year": "2024"},
    ],
)
def test_a_page_found_by_its_people_is_the_page_of_the_books(city: City, who: str, args: dict[str, str]) -> None:
    """The list looks every person up once; what it shows and counts is what the books themselves would show."""
    with clock.at(datetime(2026, 6, 1, tzinfo=UTC)):
        for number, name in enumerate(("owner", "colleague", "stranger", "supervisor"), start=1):
            put(city, name, number * 7)
        actor = city.actor(who)
        state = PEOPLE.parse(actor, {"size": "2", **args})
        page = PEOPLE.page(actor, state)
        plain = Listing.query(PEOPLE, actor, state)
        everybody = [book.id for book in session().scalars(plain)]
        start = (page.number - 1) * 2
        assert [book.id for book in page.rows] == everybody[start : start + 2]
        assert page.count == len(everybody)
