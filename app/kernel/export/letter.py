"""Letters and single documents from an HTML template, A4 portrait under the agency's letterhead.

Long lists belong to `write_pdf`, which is many times faster.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import get_locale
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.default import DEFAULT_CSS

from app.kernel.export.fonts import register_fonts
from app.kernel.export.sheet import Letterhead
from app.kernel.storage import files_folder

STYLESHEET = Path(__file__).resolve().parents[2] / "templates" / "print" / "letter.css"


class LetterFailed(RuntimeError):
    """The template is not a printable document; a programming error."""


def render_letter(template: str, letterhead: Letterhead, context: Mapping[str, Any]) -> bytes:
    """The template (which extends print/letter.html) as a PDF.

    It may show images from app/static and from stored files, nothing else: no network, no other path, whatever its text says.
    """
    register_fonts()
    static = Path(current_app.static_folder or "")
    policy = ResourceAccessPolicy.server(static, extra_roots=(files_folder(),), allow_remote=False)
    # Without the frame that every page gets: a letter is drawn by jobs and commands as well, where nobody asked for an address.
    page = current_app.jinja_env.get_template(template)
    html = page.render(**context, letterhead=letterhead, language=str(get_locale() or "id"))
    result = BytesIO()
    status = pisa.CreatePDF(
        html, dest=result, path=str(static / "letter.html"), default_css=_styles(), resource_policy=policy, encoding="utf-8"
    )
    if status.err:
        raise LetterFailed(f"{template}: {status.log}")
    return result.getvalue()


@cache
def _styles() -> str:
    return f"{DEFAULT_CSS}\n{STYLESHEET.read_text()}"
