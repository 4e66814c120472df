"""What a person reads, sees or hears of an answer: text and speaking attributes of a page, words of a PDF, cells of a sheet, texts of a problem."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from pypdf import PdfReader
from werkzeug.wrappers import Response

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
SILENT = frozenset(("script", "style", "code", "kbd"))
"""Code is no words: keys, addresses, a password; nor is what stands on a key of the keyboard."""
SPOKEN = frozenset(("title", "alt", "aria-label", "aria-description", "placeholder", "label"))
FOLLOWED = ("href", "src", "data-remote", "data-url")
SENTENCE = re.compile(r"[‹A-Z]|[^{\[#/.]+\s")
"""How a data attribute begins that is shown to somebody: not a selector, an address or JSON."""


@dataclass
class Form:
    action: str
    posts: bool


@dataclass
class Page(HTMLParser):
    """One page taken apart; `texts` are what is seen, `spoken` what attributes say."""

    language: str = ""
    texts: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        foreign = False
        if tag == "html":
            self.language = given.get("lang", "")
        else:
            foreign = "lang" in given and given["lang"] != self.language
        hidden = tag in SILENT or foreign or (self._open[-1][1] if self._open else False)
        if tag not in VOID:
            self._open.append((tag, hidden))
        if not hidden:
            self._speak(tag, given)
        self.links.extend(given[name] for name in FOLLOWED if given.get(name))
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower() == "post"))
        if "formaction" in given:
            self.forms.append(Form(given["formaction"], given.get("formmethod", "post") == "post"))

    def _speak(self, tag: str, given: dict[str, str]) -> None:
        shown = [value for name, value in given.items() if name in SPOKEN or (name.startswith("data-") and SENTENCE.match(value))]
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            shown.append(given.get("value", ""))
        self.spoken.extend(value for value in shown if value.strip())

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1][1]):
            self.texts.append(" ".join(data.split()))


def page_of(html: str) -> Page:
    """`html` taken apart."""
    page = Page()
    page.feed(html)
    return page


def texts_of(answer: Response) -> Iterator[str]:
    """Every text of an answer that a person meets, whatever its kind."""
    kind = answer.mimetype
    if kind == "text/html":
        page = page_of(answer.get_data(as_text=True))
        yield from (*page.texts, *page.spoken)
    elif kind == "application/pdf":
        reader = PdfReader(BytesIO(answer.data))
        # One text: a print breaks its lines wherever the column ends.
        yield from (" ".join(sheet.extract_text().split()) for sheet in reader.pages)
    elif kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(BytesIO(answer.data))
        for sheet in book.worksheets:
            yield sheet.title
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str))
    elif kind == "text/csv":
        yield from (cell for row in csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";") for cell in row)
    elif kind == "application/problem+json":
        yield from _problem(answer.get_json())
    elif kind == "image/svg+xml":
        yield from re.findall(r"<(?:text|title|desc)[^>]*>([^<]+)<", answer.get_data(as_text=True))


def _problem(problem: Any) -> Iterator[str]:
    yield from (problem["title"], problem["detail"], *problem.get("fields", {}).values())
