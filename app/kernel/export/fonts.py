"""The typeface of every PDF, registered once per process: our own copy of Liberation Sans.

The base fonts of PDF hold no Ś, ḥ or ş of people's names.
"""

from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf.default import DEFAULT_FONT

FOLDER = Path(__file__).with_name("liberation")
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic"
FILES = {
    REGULAR: "LiberationSans-Regular.ttf",
    BOLD: "LiberationSans-Bold.ttf",
    ITALIC: "LiberationSans-Italic.ttf",
    BOLD_ITALIC: "LiberationSans-BoldItalic.ttf",
}


@cache
def register_fonts() -> None:
    """Make the four faces known to reportlab, and to xhtml2pdf under the family "liberation sans"."""
    for name, file in FILES.items():
        registerFont(TTFont(name, FOLDER / file))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    DEFAULT_FONT["liberation sans"] = REGULAR
