"""Cells as people fill them in: every spelling that is understood, and every one that is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.kernel.errors import Invalid
from app.kernel.importing.values import LONGEST, day, number, number_as_text, one_of, text, whole

pytestmark = pytest.mark.usefixtures("speaking")


@pytest.fixture
def speaking(portal: Flask) -> Any:
    with portal.test_request_context():
        yield


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("-", None),
        ("—", None),
        ("\u00a0", None),
        ("N/A", None),
        ("  Budi\u00a0 Santoso \n", "Budi Santoso"),
        ("\ufeffBudi", "Budi"),
        ("'Budi", "Budi"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "1"),
        (date(2022, 8, 31), "31-08-2022"),
        ("=1+1", "=1+1"),
        ("a\x07b", "ab"),
    ],
)
def test_text(cell: Any, wanted: str | None) -> None:
    assert text(cell) == wanted


def test_a_cell_that_is_too_long_is_refused() -> None:
    assert text("x" * LONGEST)
    with pytest.raises(Invalid):
        text("x" * (LONGEST + 1))


@pytest.mark.parametrize(
    "cell", ["198507112011041991", "19850711 201104 1 991", "'198507112011041991", "1985.0711.2011.04.1991", " 198507112011041991\u00a0"]
)
def test_a_nip_as_text_with_blanks_and_dots(cell: str) -> None:
    assert number_as_text(cell) == "198507112011041991"


@pytest.mark.parametrize("cell", [198507112011041991.0, 198507112011041991, "1.98507E+17", "1,98507E+17", "1.98507112011042e17"])
def test_a_nip_that_lost_its_digits_is_refused_with_what_to_do(cell: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        number_as_text(cell)
    assert "Teks" in str(refusal.value.message)


@pytest.mark.parametrize(("cell", "wanted"), [(81234567.0, "81234567"), ("0812-345", "0812-345"), (None, None), ("-", None)])
def test_shorter_numbers_keep_every_digit(cell: Any, wanted: str | None) -> None:
    assert number_as_text(cell) == wanted


@pytest.mark.parametrize(
    "cell",
    [
        "31-08-2022",
        "31/08/2022",
        "31.08.2022",
        "31/8/2022",
        "2022-08-31",
        "31 Agustus 2022",
        "31 agustus 2022 ",
        "31 Agt 2022",
        "31-Aug-2022",
        "Rabu, 31 Agustus 2022",
        "31/08/2022 00:00:00",
        date(2022, 8, 31),
        datetime(2022, 8, 31, 9, 30),
        44804,
        44804.0,
        "44804",
    ],
)
def test_a_day_in_every_spelling(cell: Any) -> None:
    assert day(cell) == date(2022, 8, 31)


@pytest.mark.parametrize("cell", ["31-08-22", "31-02-2022", "08/31/2022", "besok", "2022", 3.0, 1e9, "31 Foo 2022", "1 2 3 2022"])
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(Invalid):
        day(cell)


def test_an_empty_day_is_none() -> None:
    assert day("-") is None


@pytest.mark.parametrize(("cell", "wanted"), [("82.50", "82.50"), ("82,5", "82.5"), (82.5, "82.5"), ("90 %", "90"), (None, None)])
def test_numbers(cell: Any, wanted: str | None) -> None:
    assert number(cell) == (Decimal(wanted) if wanted else None)


@pytest.mark.parametrize("cell", ["1.234,5", "delapan", "1e5", "--3"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(Invalid):
        number(cell)


def test_whole_numbers() -> None:
    assert whole("7") == whole(7.0) == 7
    with pytest.raises(Invalid):
        whole("7.5")


def test_a_choice_is_found_in_any_spelling_and_refused_with_what_there_is() -> None:
    parse = one_of({"L": ("Laki-laki", "Pria"), "P": ("Perempuan",)})
    assert [parse(cell) for cell in ("l", "LAKI LAKI", " pria ", "P", None, "-")] == ["L", "L", "L", "P", None, None]
    with pytest.raises(Invalid) as refusal:
        parse("X")
    assert "Laki-laki, Perempuan" in str(refusal.value.message)
