"""Zoom's participant report as Zoom writes it, and whom the names in it may mean."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.kernel.errors import Invalid
from app.webinars import zoom_rules
from app.webinars.zoom_rules import FoundBy, Guesser, Match, Seat, Seen, joined, likeness, minutes_of, read_report, words_of

ZONE = ZoneInfo("Asia/Jakarta")
NEAR = datetime(2026, 11, 12, 9, tzinfo=ZONE)
HEADER = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest", "Recording Consent"]
MEETING = [
    ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants"],
    ["956 4304 9530", "Literasi Digital", "11/12/2026 08:45:01 AM", "11/12/2026 11:02:00 AM", "host@kota.go.id", "137", "3"],
    [],
]


def person(name: str, email: str, joined_at: str, left_at: str, minutes: str = "1") -> list[str]:
    return [name, email, f"11/12/2026 {joined_at}", f"11/12/2026 {left_at}", minutes, "Yes", ""]


def read(*rows: list[str], meeting: bool = False, number: str | None = "95643049530") -> list[Seen]:
    return read_report(enumerate([*(MEETING if meeting else []), *rows], start=1), NEAR, number, ZONE)


@pytest.fixture(autouse=True)
def words(ctx: Flask) -> None:
    """Refusals speak the reader's language."""


def test_the_block_about_the_meeting_stands_above_the_people() -> None:
    [found] = read(HEADER, person("Ani Wijaya", "Ani@Kota.go.id", "08:59:00 AM", "10:00:00 AM"), meeting=True)
    assert (found.name, found.email) == ("Ani Wijaya", "ani@kota.go.id")
    assert found.stays[0][0] == datetime(2026, 11, 12, 1, 59, tzinfo=UTC)
    assert read(HEADER, person("Ani", "", "09:00:00 AM", "09:30:00 AM"))[0].email is None


def test_who_came_back_is_one_and_two_devices_count_once() -> None:
    rows = [
        person("Ani Wijaya", "ani@kota.go.id", "09:00:00 AM", "09:30:00 AM"),
        person("iPhone Ani", "ANI@kota.go.id", "09:20:00 AM", "09:50:00 AM"),
        person("Ani Wijaya", "ani@kota.go.id", "10:10:00 AM", "10:20:00 AM"),
        person("Budi", "", "09:00:00 AM", "10:00:00 AM"),
        person("budi", "", "09:00:00 AM", "10:30:00 AM"),
    ]
    ani, budi = read(HEADER, *rows)
    assert (minutes_of(ani.stays), len(ani.stays)) == (60, 2)
    assert minutes_of(budi.stays) == 90


@pytest.mark.parametrize("day", ["11/12/2026", "12/11/2026", "2026-11-12", "Nov 12, 2026", "12.11.2026"])
@pytest.mark.parametrize("moment", ["09:00:00 AM", "9:00 AM", "09:00:00", "09:00"])
def test_the_day_is_read_as_the_webinars_however_it_is_written(day: str, moment: str) -> None:
    [found] = read(HEADER, ["Ani", "", f"{day} {moment}", "", "45"])
    assert found.stays == ((NEAR, NEAR + timedelta(minutes=45)),)


def test_who_never_came_in_does_not_count() -> None:
    rows = [["Ani", "", "--", "--", "0"], ["Budi", "", "2026-11-12 09:00", "2026-11-12 09:10", "10"]]
    assert [each.name for each in read(HEADER, *rows)] == ["Budi"]
    waited = [*HEADER[:5], "In Waiting Room"]
    assert [each.name for each in read(waited, [*rows[1], "No"], ["Cici", "", "2026-11-12 09:00", "2026-11-12 09:10", "10", "Yes"])] == [
        "Budi"
    ]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([["Nama", "NIP"], ["Ani", "1"]], "Name (Original Name)"),
        ([["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"], ["Ani", "", "5", "No"]], "Show unique users"),
        ([HEADER], "Join Time"),
        ([["Meeting ID", "Topic"], ["111 2222 3333", "Lain"], HEADER, person("Ani", "", "09:00:00 AM", "09:30:00 AM")], "111 2222 3333"),
        ([], "Name (Original Name)"),
    ],
)
def test_what_is_no_report_of_this_webinar_is_refused_with_what_to_do(rows: list[list[str]], word: str) -> None:
    with pytest.raises(Invalid, match=word.replace("(", r"\(").replace(")", r"\)")) as refused:
        read(*rows)
    assert len(str(refused.value)) > 20


def test_a_stay_never_ends_before_it_begins_nor_lasts_for_years() -> None:
    rows = [
        ["Ani", "", "2026-11-12 09:00", "2026-11-12 08:00", "5"],
        ["Budi", "", "2026-11-12 09:00", "2036-11-12 09:00", "5"],
        ["Cici", "", "2026-11-12 09:00", "", "999999999999999999"],
    ]
    assert [minutes_of(each.stays) for each in read(HEADER, *rows)] == [0, 2880, 2880]
    later = NEAR + timedelta(minutes=5)
    assert joined([(NEAR, later), (NEAR, later)]) == ((NEAR, later),)


SEATS = [
    Seat(1, "Ani Wijaya", "198001012005011001", "ani@kota.go.id"),
    Seat(2, "Muhammad Rizky Pratama", "198001012005011002", "bersama@kota.go.id"),
    Seat(3, "Suparno", "198001012005011003", "bersama@kota.go.id"),
    Seat(4, "Siti Aminah", "198001012005011004", "siti.a@kota.go.id"),
    Seat(5, "Siti Aminah", "198001012005011005", "siti.b@kota.go.id"),
]


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("iPhone", "ANI@kota.go.id", Match(1, 100, FoundBy.EMAIL)),
        ("198001012005011003_Pak No", None, Match(3, 100, FoundBy.NIP)),
        ("19800101 200501 1 002 - Dinas", None, Match(2, 100, FoundBy.NIP)),
        ("Dr. Hj. ANI WIJAYA, S.E., M.Si.", None, Match(1, 100, FoundBy.NAME)),
        ("Ani Wijaya S.Kom", "lain@gmail.com", Match(1, 100, FoundBy.NAME)),
        ("Galaxy A12 (Ani Wijaya)", None, Match(1, 100, FoundBy.NAME)),
        ("BKPSDM_Ani Wijaya", None, Match(1, 95, FoundBy.NAME)),
        ("Muhamad Rizki Pratama", "bersama@kota.go.id", Match(2, 93, FoundBy.NAME)),
        ("Rizky Pratama", None, Match(2, 88, FoundBy.NAME)),
        ("Siti Aminah", None, None),
        ("iPhone", None, None),
        ("Zoom user", None, None),
        ("", None, None),
    ],
)
def test_a_guess_says_whom_how_sure_and_by_what(name: str, email: str | None, expected: Match | None) -> None:
    found = Guesser(SEATS).guess(name, email)
    assert found == expected


def test_names_are_compared_without_titles() -> None:
    assert words_of("Prof. Dr. H. Ahmad Yani, S.E., M.Si.") == {"ahmad", "yani"}
    assert words_of("Ahmad Ya'ni") == {"ahmad", "yani"}
    assert likeness(frozenset(), frozenset({"a"})) == 0


def test_among_ten_thousand_names_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ("Muhammad", "Siti", "Ahmad", "Nur", "Sri", "Abdul", "Dewi", "Rizky", "Putri", "Agus")
    names = [f"{first[n % 10]} {_syllables(n)} {_syllables(n * 7 + 3)}" for n in range(10_000)]
    guesser = Guesser(Seat(n, name, f"{n:018}", f"{n}@kota.go.id") for n, name in enumerate(names))
    compared = 0

    def counted(written: frozenset[str], registered: frozenset[str]) -> int:
        nonlocal compared
        compared += 1
        return likeness(written, registered)

    monkeypatch.setattr(zoom_rules, "likeness", counted)
    guesses = [guesser.guess(name.replace("a", "e", 1), None) for name in names[:100]]
    assert compared <= 100 * zoom_rules.CANDIDATES
    assert sum(guess is not None and guess.seat_id == n for n, guess in enumerate(guesses)) > 50


def _syllables(number: int) -> str:
    parts = ("ra", "ni", "ku", "sa", "ti", "mo", "di", "la", "we", "yo")
    return "".join(parts[int(digit)] for digit in f"{number % 100_000:05}").capitalize()
