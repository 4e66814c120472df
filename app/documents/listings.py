"""How lists and pages of records show the document a record refers to."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.documents.models import Document
from app.kernel.errors import Text
from app.kernel.listing import Column, Kind


def document_column_of(key: str, label: Text) -> Column:
    """The column of relation `key` for a page: the name, which opens the preview, and the download (S13). In lists a plain column of its name does."""
    return Column(key, label, lambda record: links(getattr(record, key)), kind=Kind.HTML)


def links(document: Document | None) -> Markup:
    """Both links; nothing for no document."""
    if document is None:
        return Markup("")
    values: dict[str, Any] = {"name": document.name, "download": _("Download")}
    urls = {method: url_for(f"DocumentView.{method}", pk=document.id) for method in ("preview", "download")}
    return Markup('<a href="{preview}">{name}</a> · <a href="{file}">{download}</a>').format(
        preview=urls["preview"], file=urls["download"], **values
    )
