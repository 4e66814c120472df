"""Where a request departs from its plan, and who pays: every field once, and what is no departure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from app.recommendations.rules import Funding, Verdict, Wish, check_wish, departures, not_planned

PLANNED = Wish("Asesor Kompetensi", "Pelatihan teknis", "LAN", date(2027, 6, 8), date(2027, 6, 12), Decimal(2_500_000))
FIRST, LAST = date(2027, 6, 8), date(2027, 6, 12)


@pytest.mark.manual("T29")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"subject": " asesor  KOMPETENSI "}, []),
        ({"cost": Decimal(2_000_000)}, []),
        ({"subject": "Pemrograman"}, ["Pelatihan berbeda"]),
        ({"form": "Seminar"}, ["Jenis pelatihan berbeda"]),
        ({"organiser": "BKN"}, ["Lembaga penyelenggara berbeda"]),
        ({"ends_on": date(2027, 6, 13)}, ["Tanggal pelaksanaan berbeda"]),
        ({"cost": Decimal(3_000_000)}, ["Rp500.000,00"]),
        ({"subject": "A", "organiser": "B", "cost": Decimal(9_999_999)}, ["Pelatihan", "Lembaga", "Biaya"]),
    ],
)
def test_each_departure_is_one_sentence_that_names_the_plan(portal: Flask, changes: dict[str, object], words: list[str]) -> None:
    with portal.test_request_context():
        said = [str(text) for text in departures(replace(PLANNED, **changes), PLANNED)]
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True))


def test_a_training_outside_the_plan_is_said_to_be_so(portal: Flask) -> None:
    with portal.test_request_context():
        assert "tidak ada dalam rencana" in str(not_planned())


@pytest.mark.manual("T27")
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ((FIRST, LAST, Decimal(0), Funding.NONE.value), set()),
        ((FIRST, LAST, None, Funding.NONE.value), set()),
        ((FIRST, FIRST, Decimal(1), Funding.OPD.value), set()),
        ((FIRST, LAST, Decimal(1), Funding.BKPSDM.value), set()),
        ((LAST, FIRST, None, Funding.NONE.value), {"ends_on"}),
        ((FIRST, LAST, Decimal(1), Funding.NONE.value), {"funding"}),
        ((FIRST, LAST, None, Funding.OPD.value), {"cost"}),
        ((FIRST, LAST, Decimal(0), Funding.BKPSDM.value), {"cost"}),
        ((None, None, None, None), set()),
    ],
)
def test_days_and_money_fit_together(portal: Flask, values: tuple[date, date, Decimal, str], fields: set[str]) -> None:
    with portal.test_request_context():
        assert set(check_wish(*values)) == fields


def test_a_verdict_has_the_key_of_the_state_it_was_issued_in(portal: Flask) -> None:
    with portal.test_request_context():
        assert [(each.value, str(each.label), str(each.tone)) for each in Verdict] == [
            ("accepted", "Direkomendasikan", "success"),
            ("rejected", "Tidak direkomendasikan", "danger"),
        ]
