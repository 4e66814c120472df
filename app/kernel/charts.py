"""Charts where a person would rather look than read: drawn as SVG without script, always shown beside the table of the same figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.colors import HexColor

from app.kernel.export.fonts import REGULAR, register_fonts

WIDTH, BAR, LABEL_LETTERS = 900, 34, 52
LABEL_WIDTH, MARGIN = 360, 16
ON_SCREEN = "Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, and how many."""

    label: str
    number: int


def bar_chart(bars: Sequence[Bar], colour: str = "#0b5394", empty: str = "") -> str:
    """Horizontal bars, the first on top, each with its figure, as one SVG document; `empty` is written when there are none."""
    register_fonts()
    height = BAR * max(len(bars), 2) + 2 * MARGIN
    drawing = Drawing(WIDTH, height)
    if not bars:
        drawing.add(String(WIDTH / 2, height / 2, empty, textAnchor="middle", fontName=REGULAR, fontSize=14))
    else:
        drawing.add(_chart(bars, colour, height))
    return str(renderSVG.drawToString(drawing)).replace(REGULAR, ON_SCREEN)


def _chart(bars: Sequence[Bar], colour: str, height: int) -> HorizontalBarChart:
    chart = HorizontalBarChart()
    chart.x, chart.y = LABEL_WIDTH, MARGIN
    chart.width, chart.height = WIDTH - LABEL_WIDTH - 4 * MARGIN, height - 2 * MARGIN
    shown = bars[::-1]
    chart.data = [[bar.number for bar in shown]]
    chart.bars[0].fillColor, chart.bars[0].strokeColor = HexColor(colour), None
    chart.barLabelFormat, chart.barLabels.fontName, chart.barLabels.fontSize = "%d", REGULAR, 13
    chart.barLabels.boxAnchor, chart.barLabels.nudge = "w", 6
    chart.categoryAxis.categoryNames = [_short(bar.label) for bar in shown]
    chart.categoryAxis.labels.fontName, chart.categoryAxis.labels.fontSize = REGULAR, 13
    chart.categoryAxis.labels.boxAnchor, chart.categoryAxis.labels.dx = "e", -8
    chart.categoryAxis.visibleTicks = False
    chart.valueAxis.valueMin, chart.valueAxis.visible = 0, False
    chart.valueAxis.valueMax = max(bar.number for bar in bars) * 1.08
    chart.barSpacing, chart.groupSpacing = 1, 4
    return chart


def _short(label: str) -> str:
    return label if len(label) <= LABEL_LETTERS else label[: LABEL_LETTERS - 1] + "…"
