"""Charts where a person would rather look than read: drawn as SVG without script, always shown beside the table of the same figures."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.kernel.export.fonts import REGULAR, register_fonts

WIDTH, NARROW, BAR = 900, 400, 34
MARGIN, FONT_SIZE = 16, 13
WIDER = 1.15
"""How much wider than here a label may come out in the reader's own font; it ends at the axis either way."""
ON_SCREEN = "Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, and how many."""

    label: str
    number: int


def bar_chart(bars: Sequence[Bar], colour: str = "#0b5394", empty: str = "", width: int = WIDTH) -> str:
    """Horizontal bars, the first on top, each with its figure, as one SVG document; `empty` is written when there are none.

    The labels take what they need, at most two fifths of `width`; NARROW is readable on a phone. The same figures are drawn once.
    """
    return _drawn(tuple(bars), colour, empty, width)


@lru_cache(maxsize=256)
def _drawn(bars: tuple[Bar, ...], colour: str, empty: str, width: int) -> str:
    register_fonts()
    height = BAR * max(len(bars), 2) + 2 * MARGIN
    drawing = Drawing(width, height)
    if not bars:
        drawing.add(String(width / 2, height / 2, empty, textAnchor="middle", fontName=REGULAR, fontSize=14))
    else:
        drawing.add(_chart(bars, colour, width, height))
    return str(renderSVG.drawToString(drawing)).replace(REGULAR, ON_SCREEN)


def bar_picture(bars: Sequence[Bar], colour: str = "#0b5394", width: int = WIDTH) -> str:
    """The same as an address that a page holds itself."""
    return "data:image/svg+xml;base64," + b64encode(bar_chart(bars, colour, width=width).encode()).decode()


def _chart(bars: Sequence[Bar], colour: str, width: int, height: int) -> HorizontalBarChart:
    chart = HorizontalBarChart()
    names = {bar.label: _short(bar.label, width * 2 // 5 - MARGIN) for bar in bars}
    labels = WIDER * max(stringWidth(name, REGULAR, FONT_SIZE) for name in names.values()) + MARGIN
    chart.x, chart.y = labels, MARGIN
    chart.width, chart.height = width - labels - 4 * MARGIN, height - 2 * MARGIN
    shown = bars[::-1]
    chart.data = [[bar.number for bar in shown]]
    chart.bars[0].fillColor, chart.bars[0].strokeColor = HexColor(colour), None
    chart.barLabelFormat, chart.barLabels.fontName, chart.barLabels.fontSize = "%d", REGULAR, FONT_SIZE
    chart.barLabels.boxAnchor, chart.barLabels.nudge = "w", 6
    chart.categoryAxis.categoryNames = [names[bar.label] for bar in shown]
    chart.categoryAxis.labels.fontName, chart.categoryAxis.labels.fontSize = REGULAR, FONT_SIZE
    chart.categoryAxis.labels.boxAnchor, chart.categoryAxis.labels.textAnchor, chart.categoryAxis.labels.dx = "e", "end", -8
    chart.categoryAxis.visibleTicks = False
    chart.valueAxis.valueMin, chart.valueAxis.visible = 0, False
    chart.valueAxis.valueMax = max(bar.number for bar in bars) * 1.08
    chart.barSpacing, chart.groupSpacing = 1, 4
    return chart


def _short(label: str, room: float) -> str:
    """As much of the label as fits, so that none is cut off at its beginning."""
    if stringWidth(label, REGULAR, FONT_SIZE) <= room:
        return label
    while label and stringWidth(label + "…", REGULAR, FONT_SIZE) > room:
        label = label[:-1].rstrip()
    return label + "…"
