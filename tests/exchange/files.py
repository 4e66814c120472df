"""Messy spreadsheets as agencies have them, made on the spot."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from app.kernel.actor import Actor, system_actor
from app.kernel.db import transaction
from app.kernel.importing.models import ImportBatch, Stage
from app.kernel.importing.running import Tell, apply_batch, check_batch, undo_batch
from app.kernel.importing.services import upload
from app.kernel.importing.table import import_called
from tests.factories.organisation import make_nip

HEADERS = ("No.", "NAMA LENGKAP", "N I P", "Tempat, Tgl Lahir", "L/P", "Gol. Ruang", "Jabatan", "Jenis Jabatan", "Unit Kerja", "No HP")


def spaced(nip: str) -> str:
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def person(number: int, **changes: Any) -> dict[str, Any]:
    """A good row of the list of people; `number` from 3000 on is nobody of the city's."""
    nip = spaced(make_nip(number))
    row = dict(
        zip(
            HEADERS,
            (number, "BUDI SANTOSO, S.E., M.Si.", nip, "Solo, 29 Februari 1988", "L", "III/c", " Analis\u00a0Kebijakan ", "JFU", "bidang guru", 81234567890),
            strict=True,
        )
    )  # fmt: skip
    return row | changes


def workbook(rows: Sequence[dict[str, Any]], headers: Sequence[str] = HEADERS, title: str = "DAFTAR PEGAWAI") -> io.BytesIO:
    """A sheet with a merged title above the header, an empty row in the table, and a sheet of notes before it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Catatan").write(0, 0, "Diolah Subbag Kepegawaian")
        page = book.add_worksheet("Data ASN")
        page.merge_range(0, 0, 0, len(headers) - 1, title)
        for place, header in enumerate(headers):
            page.write(2, place, header)
        for number, row in enumerate(rows):
            for place, header in enumerate(headers):
                if row.get(header) is not None:
                    page.write(4 + number, place, row[header])
    file.seek(0)
    return file


def quiet(_done: int, _total: int | None) -> None:
    """Progress nobody watches."""


def sent(kind: str, file: io.BytesIO, actor: Actor | None = None, name: str = "data.xlsx") -> ImportBatch:
    file.seek(0)
    return upload(actor or system_actor(), import_called(kind), file, name)


def led(batch: ImportBatch, stage: Stage) -> int:
    with transaction() as current:
        current.get_one(ImportBatch, batch.id).stage = stage
        return batch.id


def checked(kind: str, file: io.BytesIO, actor: Actor | None = None) -> ImportBatch:
    who = actor or system_actor()
    return check_batch(who, led(sent(kind, file, who), Stage.CHECKING), quiet)


def applied(kind: str, file: io.BytesIO, actor: Actor | None = None, tell: Tell = quiet) -> ImportBatch:
    who = actor or system_actor()
    return apply_batch(who, led(checked(kind, file, who), Stage.APPLYING), tell)


def undone(batch: ImportBatch, actor: Actor | None = None) -> ImportBatch:
    return undo_batch(actor or system_actor(), led(batch, Stage.UNDOING), quiet)
