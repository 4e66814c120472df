"""Excel, CSV, PDF and letters, each read back by another library than the one that wrote it."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import openpyxl
import pikepdf
import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import ChoiceLoader, DictLoader
from PIL import Image
from pypdf import PdfReader

from app.kernel import clock, export
from app.kernel.errors import Invalid
from app.kernel.export import ExportColumn, Kind, Letterhead, Sheet, render_letter, table_xlsx, write_csv, write_pdf, write_xlsx

ROOT = Path(export.__file__).parents[2]
NIP = "198609262015051001"
COLUMNS = [
    ExportColumn("name", "Nama"),
    ExportColumn("nip", "NIP", Kind.IDENTIFIER),
    ExportColumn("phone", "No. HP", Kind.IDENTIFIER),
    ExportColumn("proposed", "Tanggal Usul", Kind.DATE),
    ExportColumn("changed", "Diubah", Kind.DATETIME),
    ExportColumn("cost", "Biaya", Kind.MONEY),
    ExportColumn("jp", "JP", Kind.NUMBER),
]
ROW = (
    "Śiti Ḥasanah, S.Pd.",
    NIP,
    "+6281234567890",
    date(2022, 8, 31),
    datetime(2022, 8, 31, 17, 30, tzinfo=UTC),
    Decimal("2500000.50"),
    20,
)
HEAD = Letterhead(("PEMERINTAH KOTA CONTOH", "BADAN KEPEGAWAIAN"), "Jalan Merdeka 1")
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://example.test";"klik")',
]
HARMLESS = ["Diklat A=B", "SPBE - lanjutan", "surel@example.test", "1+1", "(−)", ""]


@pytest.fixture(autouse=True)
def app(tmp_path: Path) -> Iterator[Flask]:
    app = Flask("app", root_path=str(ROOT))
    app.config.update(DATA_DIR=str(tmp_path))
    Babel(app, default_locale="id")
    with app.test_request_context(), clock.at(datetime(2026, 11, 21, 2, 51, tzinfo=UTC)):
        yield app


def sheet(*rows: tuple, columns: list[ExportColumn] | None = None, **more) -> Sheet:
    return Sheet("Usulan Diklat", columns or COLUMNS, iter(rows), **more)


def texts(values: list[str]) -> Sheet:
    return sheet(*((value,) for value in values), columns=[ExportColumn("text", "Teks")])


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


def pdf_pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


class TestXlsx:
    def test_values_keep_their_types(self, tmp_path: Path):
        write_xlsx(sheet(ROW), tmp_path / "x.xlsx")
        page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        cells = page[2]
        assert [cell.value for cell in cells] == [
            "Śiti Ḥasanah, S.Pd.",
            NIP,
            "+6281234567890",
            datetime(2022, 8, 31),
            datetime(2022, 9, 1, 0, 30),
            2500000.5,
            20,
        ]
        assert cells[3].number_format == "dd/mm/yyyy"
        assert cells[5].number_format == '"Rp"#,##0.00'

    def test_a_whole_number_shows_no_decimals_and_a_fraction_two(self, tmp_path: Path):
        write_xlsx(sheet((20,), (Decimal("90.5"),), columns=[ExportColumn("jp", "JP", Kind.NUMBER)]), tmp_path / "x.xlsx")
        page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert [(page[f"A{row}"].value, page[f"A{row}"].number_format) for row in (2, 3)] == [(20, "#,##0"), (90.5, "#,##0.00")]

    @pytest.mark.gate("G10")
    def test_nip_and_phone_stay_text(self, tmp_path: Path):
        write_xlsx(sheet(ROW), tmp_path / "x.xlsx")
        cells = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0][2]
        assert [(cell.data_type, cell.number_format) for cell in cells[1:3]] == [("s", "@"), ("s", "@")]

    @pytest.mark.gate("G10")
    def test_no_text_becomes_a_formula_now_or_when_edited(self, tmp_path: Path):
        write_xlsx(texts(DANGEROUS), tmp_path / "x.xlsx")
        page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        cells = [row[0] for row in page.iter_rows(min_row=2)]
        assert len(cells) == len(DANGEROUS)
        assert all(cell.data_type == "s" and cell.quotePrefix and cell.hyperlink is None for cell in cells)

    @pytest.mark.gate("G10")
    def test_harmless_text_carries_no_mark(self, tmp_path: Path):
        write_xlsx(texts(HARMLESS), tmp_path / "x.xlsx")
        page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert [(row[0].value or "", bool(row[0].quotePrefix)) for row in page.iter_rows(min_row=2)] == [
            (text, False) for text in HARMLESS[:-1]
        ]

    def test_the_page_is_ready_to_filter_and_to_print(self, tmp_path: Path):
        write_xlsx(sheet(ROW, ROW), tmp_path / "x.xlsx")
        page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert page["A1"].font.bold
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == "A1:G3"
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.print_title_rows == "$1:$1"

    def test_filter_and_person_are_told_on_a_page_of_their_own(self, tmp_path: Path):
        write_xlsx(sheet(ROW, subtitle=("OPD: Dinas Pendidikan",), printed_by="Budi Santoso"), tmp_path / "x.xlsx")
        notes = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[1]
        lines = [row[0].value for row in notes.iter_rows()]
        assert lines[:2] == ["Usulan Diklat", "OPD: Dinas Pendidikan"]
        assert "21/11/2026 09.51 WIB" in lines[2]
        assert "Budi Santoso" in lines[2]

    def test_empty_values_are_empty_cells(self, tmp_path: Path):
        write_xlsx(sheet((None,) * 7), tmp_path / "x.xlsx")
        page = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert page.max_row == 1

    @pytest.mark.parametrize("title", ["a/b:c*d?[e]\\f", "'kutip'", "x" * 60, "", "R&D"])
    def test_any_title_makes_a_workbook_excel_opens(self, tmp_path: Path, title: str):
        write_xlsx(Sheet(title, COLUMNS, [ROW]), tmp_path / "x.xlsx")
        assert openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]["A2"].value == ROW[0]

    def test_a_text_longer_than_a_cell_is_cut_visibly(self, tmp_path: Path):
        write_xlsx(texts(["a" * 40_000]), tmp_path / "x.xlsx")
        value = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]["A2"].value
        assert len(value) == 32_767
        assert value.endswith("…")

    def test_more_rows_than_excel_holds_are_refused_not_dropped(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(table_xlsx, "MOST_ROWS", 3)
        with pytest.raises(Invalid):
            write_xlsx(texts(["a"] * 4), tmp_path / "x.xlsx")


class TestCsv:
    def test_indonesian_excel_can_open_it_by_double_click(self, tmp_path: Path):
        write_csv(sheet(ROW), tmp_path / "x.csv")
        assert (tmp_path / "x.csv").read_bytes().startswith(b'\xef\xbb\xbf"Nama";"NIP"')
        row = read_csv(tmp_path / "x.csv")[1]
        assert row == ["Śiti Ḥasanah, S.Pd.", f"'{NIP}", "'+6281234567890", "31/08/2022", "01/09/2022 00.30 WIB", "2500000,50", "20"]

    @pytest.mark.gate("G10")
    def test_every_dangerous_text_gets_an_apostrophe(self, tmp_path: Path):
        write_csv(texts(DANGEROUS), tmp_path / "x.csv")
        cells = [row[0] for row in read_csv(tmp_path / "x.csv")[1:]]
        assert len(cells) == len(DANGEROUS)
        assert [cell for cell in cells if not cell.startswith("'")] == []

    @pytest.mark.gate("G10")
    def test_harmless_text_stays_as_it_is(self, tmp_path: Path):
        write_csv(texts(HARMLESS), tmp_path / "x.csv")
        assert [row[0] for row in read_csv(tmp_path / "x.csv")[1:]] == HARMLESS

    @pytest.mark.gate("G10")
    def test_a_column_title_is_no_formula_either(self, tmp_path: Path):
        write_csv(sheet(columns=[ExportColumn("x", "=1+1")]), tmp_path / "x.csv")
        assert read_csv(tmp_path / "x.csv") == [["'=1+1"]]

    def test_separators_quotes_and_line_breaks_stay_in_their_cell(self, tmp_path: Path):
        texts_ = ['a;b,c "d"', "baris satu\nbaris dua"]
        write_csv(texts(texts_), tmp_path / "x.csv")
        assert [row[0] for row in read_csv(tmp_path / "x.csv")[1:]] == texts_

    def test_a_negative_number_is_a_number(self, tmp_path: Path):
        write_csv(sheet((-5,), columns=[ExportColumn("x", "Selisih", Kind.NUMBER)]), tmp_path / "x.csv")
        assert read_csv(tmp_path / "x.csv")[1] == ["-5"]


class TestPdf:
    def test_it_shows_letterhead_title_filter_and_every_value_as_people_write_it(self, tmp_path: Path):
        write_pdf(sheet(ROW, subtitle=("OPD: Dinas Pendidikan",), printed_by="Budi Santoso"), HEAD, tmp_path / "x.pdf")
        (page,) = pdf_pages(tmp_path / "x.pdf")
        for text in (
            *HEAD.lines,
            HEAD.address,
            "Usulan Diklat",
            "OPD: Dinas Pendidikan",
            "Śiti Ḥasanah",
            NIP,
            "31/08/2022",
            "Rp2.500.000,50",
        ):
            assert text in page
        assert "21/11/2026 09.51 WIB" in page
        assert "Budi Santoso" in page

    def test_a_long_list_repeats_its_header_and_numbers_its_pages_but_has_one_letterhead(self, tmp_path: Path):
        rows = [(f"Pegawai ke-{number:04}", *ROW[1:]) for number in range(300)]
        assert write_pdf(sheet(*rows), HEAD, tmp_path / "x.pdf") == 300
        pages = pdf_pages(tmp_path / "x.pdf")
        assert len(pages) > 5
        assert ["BADAN KEPEGAWAIAN" in page for page in pages] == [True] + [False] * (len(pages) - 1)
        assert all("Tanggal Usul" in " ".join(page.split()) for page in pages)
        assert [f"Page {number} of {len(pages)}" in " ".join(page.split()) for number, page in enumerate(pages, 1)] == [True] * len(pages)
        everything = "".join(pages)
        assert [everything.count(f"Pegawai ke-{number:04}") for number in range(300)] == [1] * 300

    def test_pages_leave_memory_as_they_are_drawn(self, tmp_path: Path):
        """Twelve times as many pages need hardly more (T22); kept to the end they would need eight times as much."""

        def peak(count: int) -> int:
            rows = ((f"Pegawai ke-{number:04}", *ROW[1:]) for number in range(count))
            tracemalloc.start()
            write_pdf(replace(sheet(), rows=rows), HEAD, tmp_path / "x.pdf")
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return found

        peak(60)
        few, many = peak(100), peak(1200)
        assert many - few < 700_000, (few, many)

    def test_the_file_is_sound_in_every_part(self, tmp_path: Path):
        write_pdf(sheet(*([ROW] * 150)), HEAD, tmp_path / "x.pdf")
        with pikepdf.open(tmp_path / "x.pdf") as document:
            assert document.check_pdf_syntax() == []

    def test_the_header_stands_once_per_page_although_rows_are_drawn_in_chunks(self, tmp_path: Path):
        write_pdf(sheet(*([ROW] * 150)), HEAD, tmp_path / "x.pdf")
        assert {" ".join(page.split()).count("Tanggal Usul") for page in pdf_pages(tmp_path / "x.pdf")} == {1}

    def test_an_enormous_text_is_cut_with_a_mark_on_paper_and_the_next_rows_follow(self, tmp_path: Path):
        words = [f"kata{number:05}" for number in range(3000)]
        columns = [ExportColumn("name", "Nama"), ExportColumn("reason", "Alasan")]
        write_pdf(sheet(("A", "pendek"), ("B", " ".join(words)), ("C", "akhir"), columns=columns), HEAD, tmp_path / "x.pdf")
        everything = "".join(pdf_pages(tmp_path / "x.pdf"))
        kept = [word for word in words if word in everything]
        assert kept == words[: len(kept)]
        assert 200 < len(kept) < 400
        assert "…" in everything
        assert "akhir" in everything

    def test_a_word_wider_than_its_column_is_broken(self, tmp_path: Path):
        write_pdf(sheet(("x" * 500,), columns=[ExportColumn("a", "A")]), HEAD, tmp_path / "x.pdf")
        assert "".join(pdf_pages(tmp_path / "x.pdf")).count("x") >= 500

    def test_markup_in_a_text_is_text(self, tmp_path: Path):
        write_pdf(sheet(("<b>A & B</b>",), columns=[ExportColumn("a", "<i>Teks</i>")]), HEAD, tmp_path / "x.pdf")
        (page,) = pdf_pages(tmp_path / "x.pdf")
        assert "<b>A & B</b>" in page
        assert "<i>Teks</i>" in page

    def test_an_empty_list_says_so(self, tmp_path: Path):
        write_pdf(sheet(), HEAD, tmp_path / "x.pdf")
        assert "No data." in pdf_pages(tmp_path / "x.pdf")[0]

    def test_the_logo_stands_in_the_letterhead(self, tmp_path: Path):
        head = Letterhead(HEAD.lines, HEAD.address, png(tmp_path / "logo.png"))
        write_pdf(sheet(ROW), head, tmp_path / "x.pdf")
        assert len(PdfReader(tmp_path / "x.pdf").pages[0].images) == 1

    def test_progress_is_told_on_the_way_and_at_the_end(self, tmp_path: Path):
        heard: list[tuple[int, int | None]] = []
        write_pdf(sheet(*([ROW] * 1100), total=1100), HEAD, tmp_path / "x.pdf", lambda done, total: heard.append((done, total)))
        assert heard == [(500, 1100), (1000, 1100), (1100, 1100)]


class TestLetter:
    @pytest.fixture(autouse=True)
    def templates(self, app: Flask) -> None:
        body = (
            '{% extends "print/letter.html" %}{% block title %}Surat{% endblock %}'
            "{% block body %}<p>Kepada <b>{{ name }}</b></p>{{ extra|safe }}{% endblock %}"
        )
        app.jinja_env.loader = ChoiceLoader([app.jinja_loader, DictLoader({"t.html": body})])

    def letter(self, extra: str = "", head: Letterhead = HEAD, name: str = "Śiti Ḥasanah") -> PdfReader:
        return PdfReader(io.BytesIO(render_letter("t.html", head, {"name": name, "extra": extra})))

    def test_it_is_a4_portrait_with_letterhead_names_in_full_and_page_numbers(self):
        pdf = self.letter()
        text = pdf.pages[0].extract_text()
        assert (round(pdf.pages[0].mediabox.width), round(pdf.pages[0].mediabox.height)) == (595, 842)
        for part in (*HEAD.lines, HEAD.address, "Śiti Ḥasanah", "Page 1 of 1"):
            assert part in text

    def test_the_typeface_is_embedded(self):
        fonts = [font.get_object() for font in self.letter().pages[0]["/Resources"]["/Font"].values()]
        embedded = {font["/BaseFont"].split("+")[-1] for font in fonts if "/FontFile2" in font.get("/FontDescriptor", {})}
        assert embedded == {"LiberationSans", "LiberationSans-Bold"}

    def test_a_persons_name_is_never_markup(self):
        assert "<img src=x>" in self.letter(name="<img src=x>").pages[0].extract_text()

    def test_a_logo_from_the_stored_files_is_shown(self, app: Flask, tmp_path: Path):
        logo = png(tmp_path / "files" / "ab" / "logo.png")
        assert len(self.letter(head=Letterhead(HEAD.lines, "", logo)).pages[0].images) == 1

    @pytest.mark.gate("G9")
    @pytest.mark.parametrize("where", ["{outside}", "file://{outside}", "../../{outside}", "{data}"])
    def test_no_image_is_read_from_elsewhere_on_the_disk(self, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, where: str):
        outside, data = png(tmp_path_factory.mktemp("elsewhere") / "x.png"), png(tmp_path / "beside_files.png")
        pdf = self.letter(f'<img src="{where.format(outside=outside, data=data)}">')
        assert len(pdf.pages[0].images) == 0

    @pytest.mark.gate("G9")
    @pytest.mark.parametrize(
        "markup",
        [
            '<img src="{url}">',
            '<link rel="stylesheet" href="{url}">',
            "<style>@import '{url}';</style>",
            '<p style="background-image: url({url})">x</p>',
        ],
    )
    def test_nothing_is_fetched_from_the_network(self, markup: str):
        with listening() as (url, calls):
            self.letter(markup.format(url=url))
            assert calls == []


def png(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (8, 8), (200, 30, 30)).save(path)
    return path


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A web server on loopback that remembers who called."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/x.png", calls
    finally:
        server.shutdown()
        server.server_close()
