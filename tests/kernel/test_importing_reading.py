"""Files as they really come, and files made to do harm: what is read, what is refused, and in which words."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from app.kernel.errors import Invalid
from app.kernel.importing import reading
from app.kernel.importing.matching import find_header, fingerprint, guess_columns
from app.kernel.importing.reading import MOST_COLUMNS, open_book
from app.organisation.imports.employees import EMPLOYEES

pytestmark = pytest.mark.usefixtures("speaking")


@pytest.fixture
def speaking(portal: Flask) -> Any:
    with portal.test_request_context():
        yield


def rows(path: Path, sheet: str | None = None) -> list[list[Any]]:
    book = open_book(path)
    return [cells for _number, cells in book.rows(sheet or book.names[0])]


def refusal(path: Path) -> str:
    with pytest.raises(Invalid) as found:
        _read_all(path)
    return str(found.value.message)


def _read_all(path: Path) -> None:
    for name in open_book(path).names:
        list(open_book(path).rows(name))


def workbook(path: Path, **cells: Any) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Data")
        for place, value in (cells or {"A1": "NIP"}).items():
            page.write(place, value)
    return path


def repacked(path: Path, change: dict[str, bytes], source: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return path


class TestWorkbooks:
    def test_rows_and_columns_keep_their_places(self, tmp_path: Path):
        assert rows(workbook(tmp_path / "a.xlsx", B3="NIP", C4="x")) == [["", "", ""], ["", "", ""], ["", "NIP", ""], ["", "", "x"]]

    def test_formulas_give_their_values_dates_are_dates_and_hidden_sheets_are_left_out(self, tmp_path: Path):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
            page = book.add_worksheet("Data")
            page.write_formula("A1", "=1+1", None, 2)
            page.write_datetime("B1", date(2022, 8, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
            page.write_formula("C1", '=HYPERLINK("http://example.org/steal","klik")', None, "klik")
            book.add_worksheet("Rahasia").hide()
            book.add_chartsheet("Grafik")
            book.add_worksheet("Lain")
        book = open_book(tmp_path / "a.xlsx")
        assert book.names == ("Data", "Lain")
        assert rows(tmp_path / "a.xlsx") == [[2.0, date(2022, 8, 31), "klik"]]
        assert rows(tmp_path / "a.xlsx", "Lain") == []

    def test_a_sheet_that_is_not_there_is_refused(self, tmp_path: Path):
        with pytest.raises(Invalid):
            list(open_book(workbook(tmp_path / "a.xlsx")).rows("Tidak ada"))


class TestText:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_the_delimiter_is_found(self, tmp_path: Path, delimiter: str):
        path = tmp_path / "a.csv"
        path.write_text(f'NIP{delimiter}Nama\n1{delimiter}"Ani{delimiter} S.E., M.Si."\n')
        assert rows(path) == [["NIP", "Nama"], ["1", f"Ani{delimiter} S.E., M.Si."]]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_the_encoding_is_found(self, tmp_path: Path, encoding: str):
        path = tmp_path / "a.csv"
        path.write_bytes("Nama;Kota\r\nJosé;Solo\r\n".encode(encoding))
        assert rows(path) == [["Nama", "Kota"], ["José", "Solo"]]

    def test_a_cell_over_two_lines_is_one_cell(self, tmp_path: Path):
        path = tmp_path / "a.csv"
        path.write_text('A;B\n"satu\ndua";3\n')
        assert rows(path)[1] == ["satu\ndua", "3"]


class TestHostile:
    def test_nothing(self, tmp_path: Path):
        (tmp_path / "a.xlsx").write_bytes(b"")
        assert "0 byte" in refusal(tmp_path / "a.xlsx")

    @pytest.mark.parametrize(
        "page",
        [b"<html><table><tr><td>NIP</table>", b"\xef\xbb\xbf<!DOCTYPE html>", b"  <table border=1>", b"<?xml version='1.0'?><Workbook/>"],
    )
    def test_a_web_page_called_xls(self, tmp_path: Path, page: bytes):
        (tmp_path / "a.xls").write_bytes(page)
        assert "halaman web" in refusal(tmp_path / "a.xls")

    def test_a_locked_workbook_and_an_old_one(self, tmp_path: Path):
        (tmp_path / "a.xlsx").write_bytes(reading.OLE + b"\0" * 600 + reading.ENCRYPTED + b"\0" * 600)
        assert "kata sandi" in refusal(tmp_path / "a.xlsx")
        (tmp_path / "b.xls").write_bytes(reading.OLE + b"\0" * 1000)
        assert "Excel lama" in refusal(tmp_path / "b.xls")

    def test_a_renamed_archive_and_rubbish(self, tmp_path: Path):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr("readme.txt", "x")
        (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04" + b"rubbish" * 100)
        (tmp_path / "c.csv").write_bytes(b"\x00\x01\x02" * 100)
        workbook(tmp_path / "d.xlsx")
        (tmp_path / "d.xlsx").write_bytes((tmp_path / "d.xlsx").read_bytes()[:-300])
        for name in ("a.xlsx", "b.xlsx", "c.csv", "d.xlsx"):
            assert "bukan lembar kerja" in refusal(tmp_path / name), name

    def test_broken_xml_inside(self, tmp_path: Path):
        path = repacked(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}, workbook(tmp_path / "b.xlsx"))
        assert "bukan lembar kerja" in refusal(path)

    def test_macros(self, tmp_path: Path):
        path = repacked(tmp_path / "a.xlsm", {"xl/vbaProject.bin": b"\x01"}, workbook(tmp_path / "b.xlsx"))
        assert "makro" in refusal(path)

    def test_links_to_elsewhere_are_never_followed(self, tmp_path: Path):
        link = b'<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
        path = repacked(
            tmp_path / "a.xlsx",
            {"xl/externalLinks/externalLink1.xml": link},
            workbook(tmp_path / "b.xlsx", A1="='http://127.0.0.1:9/[x.xlsx]Sheet1'!A1"),
        )
        assert len(rows(path)) == 1

    @pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "CW1", "A200000"])
    def test_one_cell_far_away_claims_no_memory(self, tmp_path: Path, cell: str):
        assert "terlalu besar" in refusal(workbook(tmp_path / "a.xlsx", A1="NIP", **{cell: "x"}))

    def test_a_claimed_dimension_is_not_believed(self, tmp_path: Path):
        source = workbook(tmp_path / "b.xlsx", A1="NIP")
        with zipfile.ZipFile(source) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").replace(b'<dimension ref="A1"/>', b'<dimension ref="A1:XFD1048576"/>')
        assert rows(repacked(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet}, source)) == [["NIP"]]

    def test_a_bomb_is_not_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(reading, "MOST_UNPACKED", 5 * 1024 * 1024)
        bomb = io.BytesIO(b" " * 20 * 1024 * 1024).getvalue()
        path = repacked(tmp_path / "a.xlsx", {"xl/worksheets/sheet2.xml": bomb}, workbook(tmp_path / "b.xlsx"))
        assert path.stat().st_size < 100_000
        assert "terlalu besar" in refusal(path)

    def test_a_workbook_of_countless_parts_is_not_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        many = {f"xl/media/{number}.bin": b"x" for number in range(30)}
        path = repacked(tmp_path / "a.xlsx", many, workbook(tmp_path / "b.xlsx"))
        assert open_book(path).names
        monkeypatch.setattr(reading, "MOST_PARTS", 20)
        assert "terlalu besar" in refusal(path)

    def test_too_many_columns_and_rows_of_text(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        (tmp_path / "a.csv").write_text(";" * MOST_COLUMNS + "\n")
        assert "terlalu besar" in refusal(tmp_path / "a.csv")
        monkeypatch.setattr(reading, "MOST_ROWS", 10)
        (tmp_path / "b.csv").write_text("a;b\n" * 11)
        assert "terlalu besar" in refusal(tmp_path / "b.csv")

    def test_a_cell_without_an_end(self, tmp_path: Path):
        (tmp_path / "a.csv").write_text('a;b\n"' + "x" * 200_000)
        assert "bukan lembar kerja" in refusal(tmp_path / "a.csv")


class TestHeaders:
    def test_the_header_is_found_below_titles(self):
        sheet = [(1, ["DAFTAR PEGAWAI", "", ""]), (2, ["", "", ""]), (3, ["NO.", "N I P", "NAMA  LENGKAP"]), (4, [1.0, "198", "Nama"])]
        assert find_header(EMPLOYEES, sheet) == (3, 2)

    def test_without_a_known_header_the_fullest_row_of_texts_counts(self):
        assert find_header(EMPLOYEES, [(1, ["x"]), (2, ["foo", "bar"]), (3, [1.0, 2.0])]) == (2, 0)

    @pytest.mark.parametrize(
        ("header", "key"),
        [("NIP Baru", "nip"), ("nip.", "nip"), ("Nomor Induk Pegawai", "nip"), ("Gol. Ruang", "rank_code"), ("Tempat/Tgl. Lahir", "birth"),
         ("UNIT_KERJA", "unit"), ("No. HP", "phone"), ("L/P", "sex"), ("birth date", "birth_date"), ("E-Mail", "email_official")],
    )  # fmt: skip
    def test_common_spellings(self, header: str, key: str):
        assert guess_columns(EMPLOYEES, ["No", header]) == {key: 1}

    def test_the_first_of_two_columns_with_one_meaning_counts(self):
        assert guess_columns(EMPLOYEES, ["NIP", "NIP Baru"]) == {"nip": 0}

    def test_a_mapping_is_remembered_whatever_the_capitals(self):
        assert fingerprint(["NIP", "Nama Lengkap", ""]) == fingerprint(["nip.", "NAMA LENGKAP"]) != fingerprint(["Nama", "NIP"])
