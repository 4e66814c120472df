"""One enormous cell must not occupy the portal for minutes."""

from pathlib import Path
from time import monotonic

import pytest
from flask import Flask
from pypdf import PdfReader

from app.kernel.export import ExportColumn, Sheet, write_pdf
from app.kernel.export.sheet import Letterhead


@pytest.mark.parametrize("text", ["1, " * 60_000, "x" * 500_000, "\n" * 100_000], ids=["numbers of a bulk step", "one word", "empty lines"])
def test_an_enormous_cell_is_printed_in_part_and_quickly(ctx: Flask, tmp_path: Path, text: str) -> None:
    sheet = Sheet("Jejak Audit", [ExportColumn("a", "A"), ExportColumn("b", "B")], [("awal", text), ("akhir", "selesai")])
    began = monotonic()
    with ctx.test_request_context():
        assert write_pdf(sheet, Letterhead(("Kota",)), tmp_path / "print.pdf") == 2
    assert monotonic() - began < 60
    assert "selesai" in PdfReader(tmp_path / "print.pdf").pages[-1].extract_text()
