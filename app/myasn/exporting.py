"""Packages of one record type in the national web service's field names, as JSON, CSV and Excel; many rows by job, with the person's rights of the moment it runs."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response

from app.kernel import clock, storage
from app.kernel.actor import Actor
from app.kernel.crud.exporting import write
from app.kernel.crud.links import view_acting_for
from app.kernel.export import ExportColumn, Kind, Sheet
from app.kernel.export.sheet import Progress
from app.kernel.flow_views import WorkflowView
from app.kernel.job_views import file_answer
from app.kernel.jobs import JobResult, JobRun, job
from app.kernel.listing import ListState
from app.myasn.kinds import KINDS, RecordKind, Service, service_name
from app.myasn.listings import PACKAGES
from app.myasn.queries import national_rows
from app.myasn.rules import Format

EXPORT = "myasn.export"
FORMATS = {"json": "JSON", "csv": "CSV", "xlsx": "Excel"}
TOLD = 500
SHEET_KINDS = {Format.INTEGER: Kind.NUMBER}
"""Dates stay the text that the web service wants; numbers without fractions are numbers in Excel."""


def national_answer(actor: Actor, state: ListState, kind: RecordKind, wanted: str, service: Service | None = None) -> Response:
    """The rows of the list, of one type that are saved at one address (by default its first), as a download."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{wanted}"
        write_national(actor, state, kind, wanted, path, service=service)
        return file_answer(path, national_name(kind, wanted, service))


def national_name(kind: RecordKind, wanted: str, service: Service | None = None) -> str:
    """A name that says what and of when: "siasn-kursus-20261121.json"."""
    return f"siasn-{service_name(service or kind.services[0])}-{clock.today():%Y%m%d}.{wanted}"


def write_national(
    actor: Actor,
    state: ListState,
    kind: RecordKind,
    wanted: str,
    path: Path,
    progress: Progress | None = None,
    service: Service | None = None,
) -> int:
    """Write exactly the rows the list shows, those of `kind` saved at `service` (by default its first), to `path`; returns their number."""
    there = service or kind.services[0]
    rows = national_rows(kind, (package for package in PACKAGES.iterate(actor, state) if package.subject_type == kind.key), there)
    if wanted == "json":
        return _write_json(rows, path, progress)
    columns = [ExportColumn(field.name, field.name, _sheet_kind(field.name, field.format)) for field in there.fields]
    flat = (tuple("" if value == [] else value for value in row.values()) for row in rows)
    return write(Sheet(f"SIASN {there.resource}", columns, flat, printed_by=actor.name), wanted, path, progress)


def _sheet_kind(name: str, form: Format) -> Kind:
    return Kind.IDENTIFIER if name == "nipBaru" else SHEET_KINDS.get(form, Kind.TEXT)


def _write_json(rows: Iterator[dict[str, Any]], path: Path, progress: Progress | None) -> int:
    """One object a line inside one array, so that neither side needs to hold the whole."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, row in enumerate(rows, start=1):
            file.write(("\n" if number == 1 else ",\n") + json.dumps(row, ensure_ascii=False))
            if progress and number % TOLD == 0:
                progress(number, None)
        file.write("\n]\n")
    return number


@job(EXPORT)
def export_national(run: JobRun) -> JobResult:
    """The same file in the background."""
    view: Any = view_acting_for(run.actor, "PackageView", WorkflowView, "export")
    kind, wanted = KINDS[str(run.params["kind"])], str(run.params["format"])
    state = view.listing.parse(run.actor, run.params["args"])
    service = kind.service_at(str(run.params.get("service", "")))
    stored = storage.produce(lambda path: write_national(run.actor, state, kind, wanted, path, run.progress, service), f".{wanted}")
    return JobResult(stored, national_name(kind, wanted, service))
