"""The typefaces of every PDF, registered once per process: our own copies of Liberation Sans, and of DejaVu Sans for what that lacks.

The base fonts of PDF hold no Ś, ḥ or ş of people's names; Liberation Sans holds no Arabic letter.
"""

from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf.default import DEFAULT_FONT

FOLDER, WIDER_FOLDER = (Path(__file__).with_name(name) for name in ("liberation", "dejavu"))
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic"
WIDER, WIDER_BOLD = "DejaVuSans", "DejaVuSans-Bold"
FILES = {
    REGULAR: FOLDER / "LiberationSans-Regular.ttf",
    BOLD: FOLDER / "LiberationSans-Bold.ttf",
    ITALIC: FOLDER / "LiberationSans-Italic.ttf",
    BOLD_ITALIC: FOLDER / "LiberationSans-BoldItalic.ttf",
}
WIDER_FILES = {WIDER: WIDER_FOLDER / "DejaVuSans.ttf", WIDER_BOLD: WIDER_FOLDER / "DejaVuSans-Bold.ttf"}
"""Read only where a text needs them."""


@cache
def register_fonts() -> None:
    """Make the four faces known to reportlab, and to xhtml2pdf under the family "liberation sans"."""
    for name, file in FILES.items():
        registerFont(TTFont(name, file))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    DEFAULT_FONT["liberation sans"] = REGULAR
