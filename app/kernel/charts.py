"""Charts where a person would rather look than read: drawn as SVG without script, always shown beside the table of the same figures."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor, linearlyInterpolatedColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.kernel.export.fonts import REGULAR, register_fonts

WIDTH, NARROW, BAR = 900, 400, 34
MARGIN, FONT_SIZE = 16, 13
PALER = 0.55
WIDER = 1.15
"""How much wider than here a label may come out in the reader's own font; it ends at the axis either way."""
ON_SCREEN = "Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, and how many; `beside` is a second number, drawn paler below it."""

    label: str
    number: int
    beside: int | None = None


Legend = tuple[str, str] | None


def bar_chart(bars: Sequence[Bar], colour: str = "#0b5394", empty: str = "", width: int = WIDTH, legend: Legend = None) -> str:
    """Horizontal bars, the first on top, each with its figure, as one SVG document; `empty` is written when there are none.

    The labels take what they need, at most two fifths of `width`; NARROW is readable on a phone. The same figures are drawn once. With `legend` every bar has
    a second one `beside` it, and the two words say what they are.
    """
    return _drawn(tuple(bars), colour, empty, width, legend)


@lru_cache(maxsize=256)
def _drawn(bars: tuple[Bar, ...], colour: str, empty: str, width: int, legend: Legend) -> str:
    register_fonts()
    height = (BAR * 3 // 2 if legend else BAR) * max(len(bars), 2) + 2 * MARGIN
    drawing = Drawing(width, height + (2 * MARGIN if legend else 0))
    if not bars:
        drawing.add(String(width / 2, height / 2, empty, textAnchor="middle", fontName=REGULAR, fontSize=14))
    else:
        drawing.add(_chart(bars, colour, width, height, paired=legend is not None))
        for place, words in enumerate(legend or ()):
            left = MARGIN + place * width // 2
            drawing.add(Rect(left, height, FONT_SIZE, FONT_SIZE, fillColor=_tone(colour, place), strokeColor=None))
            drawing.add(String(left + FONT_SIZE + 6, height + 2, words, fontName=REGULAR, fontSize=FONT_SIZE))
    return str(renderSVG.drawToString(drawing)).replace(REGULAR, ON_SCREEN)


def bar_picture(bars: Sequence[Bar], colour: str = "#0b5394", width: int = WIDTH, legend: Legend = None) -> str:
    """The same as an address that a page holds itself."""
    return "data:image/svg+xml;base64," + b64encode(bar_chart(bars, colour, width=width, legend=legend).encode()).decode()


def _tone(colour: str, place: int) -> Color:
    """The colour itself, and a paler one for what stands beside."""
    return linearlyInterpolatedColor(HexColor(colour), white, 0, 1, PALER * place)


def _chart(bars: Sequence[Bar], colour: str, width: int, height: int, *, paired: bool) -> HorizontalBarChart:
    chart = HorizontalBarChart()
    names = {bar.label: _short(bar.label, width * 2 // 5 - MARGIN) for bar in bars}
    labels = WIDER * max(stringWidth(name, REGULAR, FONT_SIZE) for name in names.values()) + MARGIN
    chart.x, chart.y = labels, MARGIN
    chart.width, chart.height = width - labels - 4 * MARGIN, height - 2 * MARGIN
    shown = bars[::-1]
    # The first series of a group is the lowest one.
    chart.data = [*([[bar.beside or 0 for bar in shown]] if paired else []), [bar.number for bar in shown]]
    for place in range(len(chart.data)):
        chart.bars[place].fillColor, chart.bars[place].strokeColor = _tone(colour, len(chart.data) - 1 - place), None
    chart.barLabelFormat, chart.barLabels.fontName, chart.barLabels.fontSize = "%d", REGULAR, FONT_SIZE
    chart.barLabels.boxAnchor, chart.barLabels.nudge = "w", 6
    chart.categoryAxis.categoryNames = [names[bar.label] for bar in shown]
    chart.categoryAxis.labels.fontName, chart.categoryAxis.labels.fontSize = REGULAR, FONT_SIZE
    chart.categoryAxis.labels.boxAnchor, chart.categoryAxis.labels.textAnchor, chart.categoryAxis.labels.dx = "e", "end", -8
    chart.categoryAxis.visibleTicks = False
    chart.valueAxis.valueMin, chart.valueAxis.visible = 0, False
    chart.valueAxis.valueMax = max(max(series) for series in chart.data) * 1.08 or 1
    chart.barSpacing, chart.groupSpacing = 1, 4
    return chart


def _short(label: str, room: float) -> str:
    """As much of the label as fits, so that none is cut off at its beginning."""
    if stringWidth(label, REGULAR, FONT_SIZE) <= room:
        return label
    while label and stringWidth(label + "…", REGULAR, FONT_SIZE) > room:
        label = label[:-1].rstrip()
    return label + "…"
