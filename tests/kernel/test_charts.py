"""Charts: labels that are read from their first letter on, however narrow the picture."""

import re

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.kernel.charts import FONT_SIZE, MARGIN, NARROW, WIDTH, Bar, bar_chart
from app.kernel.export.fonts import REGULAR

LONG = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_a_label_too_long_for_its_room_is_cut_at_its_end(width: int) -> None:
    drawn = bar_chart([Bar(LONG, 19), Bar("Kecamatan", 3), Bar(LONG + " Kota", 1)], width=width)
    cut = re.findall(r"Badan [^<]*…", drawn)
    assert cut
    assert all(stringWidth(label, REGULAR, FONT_SIZE) <= width * 2 // 5 - MARGIN for label in cut)
    assert "Kecamatan<" in re.sub(r"\s+<", "<", drawn)


def test_without_bars_it_says_so() -> None:
    assert "Belum ada data" in bar_chart([], empty="Belum ada data")


def test_what_stands_beside_is_drawn_paler_under_its_own_word() -> None:
    drawn = bar_chart([Bar("Januari", 40, 12), Bar("Februari", 8)], "#0b5394", legend=("Rencana", "Realisasi"))
    words = re.findall(r">\s*([^<>\s]+)\s*</text>", drawn)
    assert set(words) >= {"Rencana", "Realisasi", "Januari", "Februari", "40", "12", "8", "0"}
    assert len(set(re.findall(r"fill: (rgb\([^)]*\))", drawn))) >= 2
    assert bar_chart([Bar("Maret", 0, 0)], legend=("Rencana", "Realisasi"))
