"""Periods (P18) and titles that mean the same (P33)."""

from datetime import date

import pytest

from app.proposals.rules import PeriodKind, normalise_title, period_of


@pytest.mark.manual("P18")
@pytest.mark.parametrize(
    ("day", "kind", "period"),
    [
        (date(2026, 1, 1), PeriodKind.YEAR, "2026"),
        (date(2026, 12, 31), PeriodKind.YEAR, "2026"),
        (date(2026, 6, 30), PeriodKind.SEMESTER, "2026-S1"),
        (date(2026, 7, 1), PeriodKind.SEMESTER, "2026-S2"),
        (date(2026, 3, 31), PeriodKind.QUARTER, "2026-Q1"),
        (date(2026, 4, 1), PeriodKind.QUARTER, "2026-Q2"),
        (date(2026, 12, 1), PeriodKind.QUARTER, "2026-Q4"),
        (date(1999, 1, 1), PeriodKind.EVER, "ever"),
    ],
)
def test_a_day_lies_in_one_period(day: date, kind: PeriodKind, period: str) -> None:
    assert period_of(day, kind) == period


@pytest.mark.manual("P33")
@pytest.mark.parametrize("title", ["Diklat PBJ", "pelatihan P.B.J.", "DIKLAT  PBJ", "Bimtek tentang PBJ", "Diklat “PBJ”"])
def test_spellings_of_one_title_share_a_key(title: str) -> None:
    assert normalise_title(title) == "pbj"


def test_different_trainings_keep_different_keys() -> None:
    assert normalise_title("Pelatihan Arsip") != normalise_title("Pelatihan Arsip Digital")
    assert normalise_title("Pelatihan") == ""
