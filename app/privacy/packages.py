"""A person's data as a file to take away: JSON, CSV, PDF, or all of it with his uploaded files."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext as _

from app.audit.words import field_word, value_word
from app.kernel import clock, storage
from app.kernel.agency import letterhead
from app.kernel.export import ExportColumn, Kind, Sheet, write_csv, write_pdf
from app.privacy.queries import Holding, StoredFileOf
from app.privacy.rules import Form

MOST_ON_PAPER = 300
"""Rows of one table in the PDF, the newest; JSON and CSV have them all."""
IDENTIFIERS = frozenset({"nip", "phone", "nik"})


def write_package(form: Form, name: str, found: Sequence[Holding], files: Iterable[StoredFileOf], path: Path) -> None:
    """Write what was `found` about the person called `name` to `path`."""
    match form:
        case Form.JSON:
            path.write_text(as_json(name, found), encoding="utf-8")
        case Form.PDF:
            write_pdf(_sheet(name, found), letterhead(), path)
        case Form.CSV | Form.ALL:
            with ZipFile(path, "w", ZIP_DEFLATED) as package, TemporaryDirectory() as folder:
                _add_tables(package, found, Path(folder))
                if form is Form.ALL:
                    package.writestr("data.json", as_json(name, found))
                    paper = Path(folder) / "data.pdf"
                    write_pdf(_sheet(name, found), letterhead(), paper)
                    package.write(paper, "data.pdf")
                    _add_files(package, files)


def as_json(name: str, found: Sequence[Holding]) -> str:
    """Every table with its rows, columns under the names they have in the portal's database."""
    parts = [{"table": part.table, "title": str(part.title), "rows": list(part.rows)} for part in found]
    whole = {"person": name, "made_at": clock.now().isoformat(), "parts": parts}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _add_tables(package: ZipFile, found: Sequence[Holding], folder: Path) -> None:
    for part in found:
        if part.rows:
            kinds = [(name, Kind.IDENTIFIER if name in IDENTIFIERS else Kind.TEXT) for name in part.columns]
            columns = [ExportColumn(name, name, kind) for name, kind in kinds]
            rows = (tuple(_flat(row.get(name)) for name in part.columns) for row in part.rows)
            path = folder / f"{part.table}.csv"
            write_csv(Sheet(str(part.title), columns, rows), path)
            package.write(path, f"csv/{part.table}.csv")


def _add_files(package: ZipFile, files: Iterable[StoredFileOf]) -> None:
    for file in files:
        where = storage.path(file.key)
        if where.is_file():
            package.write(where, f"files/{Path(file.name).name}")


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _sheet(name: str, found: Sequence[Holding]) -> Sheet:
    columns = [
        ExportColumn("part", _("Part"), width=34),
        ExportColumn("field", _("Field"), width=34),
        ExportColumn("value", _("Value"), width=90),
    ]
    return Sheet(_("Everything the portal holds about %(name)s", name=name), columns, _lines(found), printed_by=name)


def _lines(found: Sequence[Holding]) -> Iterator[tuple[str, str, str]]:
    for part in found:
        shown = part.rows[-MOST_ON_PAPER:]
        if len(shown) < len(part.rows):
            yield str(part.title), "", _("%(count)s older rows stand in the JSON and CSV files.", count=len(part.rows) - len(shown))
        first = len(part.rows) - len(shown) + 1
        for number, row in enumerate(shown, start=first):
            called = f"{part.title} {number}" if len(part.rows) > 1 else str(part.title)
            for name, value in row.items():
                if value not in (None, "", [], {}) and _is_told(name, row):
                    yield called, field_word(name), value_word(name, value)


def _is_told(name: str, row: dict[str, Any]) -> bool:
    """On paper a number is left out where the name it stands for is told."""
    return not (name.endswith("_id") and row.get(name.removesuffix("_id")))
