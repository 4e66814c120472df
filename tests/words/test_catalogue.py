"""The catalogue is whole, each side speaks its language, and no script carries words of its own."""

import re
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.words.test_pages import ENGLISH, KEPT, WORD

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "app/static/js").glob("*.js"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*(?::\w+)?\}")
SENTENCE = re.compile(r"""(['"`])((?:[A-Z][a-z]+|[a-z]+) [a-z]+(?: [a-z]+)+[.?!…]?|[A-Z][a-z]+ [a-z]+[.?!…]?|[A-Z][a-z]+[.?!…])\1""")
"""A literal that reads like a text and not like a key, an event or a list of classes."""

INDONESIAN = frozenset(
    """
    yang dan untuk dari dengan tidak ini itu ke pada atau belum sudah akan oleh sebagai adalah anda silakan pilih simpan hapus batal kembali tambah
    ubah cari pegawai usulan diklat pelatihan jabatan atasan jenis tanggal nama nomor daftar halaman pesan berkas kata sandi masuk keluar setujui tolak
    teruskan
    """.split()  # noqa: SIM905 - a paragraph is read more easily than eighty quotes
)
KEPT_INDONESIAN = {
    "Jabatan Fungsional Tertentu": "a kind of position in manual P",
    "Jabatan Fungsional Umum": "a kind of position in manual P",
    "“%(key)s” is ya or tidak.": "the two values are typed in Indonesian",
    "At MyASN, under Riwayat Diklat/Kursus.": "the name of a menu in MyASN",
    "Open Home > Riwayat Diklat/Kursus. If the record is not on the list yet, press the button that adds one.": "the name of a menu in MyASN",
    "Upload the PDF under “Unggah File Dokumen Sertifikat” (at most 1 MB), look at the preview, press “Unggah”, then “Lanjutkan”.": "buttons of MyASN",
    "Copy the fields above one by one, then press “Lanjutkan”.": "a button of MyASN",
    "Compare everything once more, tick the declaration, and press “Kirim” or “Selesai”.": "buttons of MyASN",
    "Come back here and mark it as sent; mark it as approved once “Lihat History Pengajuan” in MyASN says so.": "a button of MyASN",
    "Write an e-mail address like nama@contoh.go.id.": "an address as an example",
}
SAME = {
    "“%(subject)s”: %(reasons)s": "a name and what is wrong with it",
    "%(field)s: %(old)s → %(new)s": "names, before and after",
    "Administrator": "a kind of position",
    "Auditor": "a loan word",
    "CPNS": "an abbreviation of the institution",
    "Cancel": "the button of manual P (P26, P31)",
    "D-III": "a kind of education",
    "Demo": "a loan word",
    "Dialog": "a loan word",
    "Edit": "the button of manual P",
    "HOME": "the first step of every way in manual P3",
    "Individual Plan": "the menu of manual P",
    "JP": "an abbreviation of the institution",
    "JPM": "an abbreviation of the institution",
    "JPT Madya": "a kind of position",
    "JPT Pratama": "a kind of position",
    "JPT Utama": "a kind of position",
    "Jabatan Fungsional Tertentu": "a kind of position",
    "Jabatan Fungsional Umum": "a kind of position",
    "Kelurahan": "a kind of unit",
    "Logo": "a loan word",
    "Menu": "a loan word",
    "OK": "the button of manual S45",
    "MyASN": "the name of the national portal",
    "NIP": "an abbreviation of the institution",
    "NIP: %(nip)s": "an abbreviation of the institution",
    "OPD": "an abbreviation of the institution",
    "OPD: %(opd)s": "an abbreviation of the institution",
    "PNS": "an abbreviation of the institution",
    "PPPK": "an abbreviation of the institution",
    "Pelaksana": "a kind of position",
    "Pengawas": "a kind of position",
    "Perangkat daerah (OPD)": "a kind of unit",
    "Puskesmas": "a kind of unit",
    "S-2": "a kind of education",
    "S-3": "a kind of education",
    "SIIP ASN": "the system's name in manual P",
    "Semester": "a loan word",
    "Status": "a loan word",
    "%(ratio)s : 1": "a number",
    "%(subject)s": "the record's own words",
    "“%(title)s” %(jp)s JP": "a name and a number",
    "Join Webinar": "the link of manual L5 and L15",
    "Upload Photo": "the button of manual B20",
    "Webinar": "a loan word",
    "Webinar ID": "the field of manual L16",
    "Status: %(state)s": "a loan word",
    "Target": "a loan word",
    "Target: %(target)s JP": "a loan word",
    "Telegram": "a name",
    "Total": "a loan word",
    "UPTD": "an abbreviation of the institution",
    "Unit": "a loan word",
    "Webhook": "a loan word",
    "Satya Lencana Karya Satya": "the name of an award",
}
"""Texts that are the same in both languages, each with its reason."""


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    """scripts/catalogue, which is a program and has no suffix."""
    loader = SourceFileLoader("catalogue", str(ROOT / "scripts/catalogue"))
    spec = spec_from_loader("catalogue", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def pairs(catalogue: ModuleType) -> Iterator[tuple[str, str]]:
    """(English, Indonesian) of every text; a plural by its last form."""
    for message in catalogue.stored():
        if message.id:
            english = message.id[-1] if message.pluralizable else message.id
            yield english, message.string[0] if message.pluralizable else message.string


def test_every_text_has_its_indonesian_words(catalogue: ModuleType) -> None:
    """Untranslated, fuzzy, unused, placeholders that differ, a compiled file that is not current."""
    assert list(catalogue.find_problems()) == []


def test_the_same_words_in_both_languages_are_meant_so(catalogue: ModuleType) -> None:
    assert {english for english, indonesian in pairs(catalogue) if english == indonesian} - SAME.keys() == set()


def test_the_indonesian_side_is_indonesian(catalogue: ModuleType) -> None:
    wrong = {
        indonesian: found
        for _english, indonesian in pairs(catalogue)
        if (found := {word for word in WORD.findall(KEPT.sub(" ", PLACEHOLDER.sub(" ", indonesian).casefold())) if word in ENGLISH})
    }
    assert wrong == {}


def test_the_english_side_is_english(catalogue: ModuleType) -> None:
    """Every text of the portal comes from the catalogue, so English pages show no other Indonesian than these and what people typed."""
    wrong = {
        english: found
        for english, _indonesian in pairs(catalogue)
        if (found := {word for word in WORD.findall(PLACEHOLDER.sub(" ", english).casefold()) if word in INDONESIAN})
    }
    assert wrong.keys() - KEPT_INDONESIAN.keys() == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_takes_its_words_from_the_page(script: Path) -> None:
    code = re.sub(r"^\s*//.*$|/\*.*?\*/|\s//.*$", "", script.read_text(), flags=re.MULTILINE | re.DOTALL)
    code = re.sub(r"//[^\n'\"`]*$", "", code, flags=re.MULTILINE)
    assert [found[1] for found in SENTENCE.findall(code)] == []


def test_a_text_in_a_script_would_be_noticed() -> None:
    for literal in ("'Nothing found'", '"Please wait…"', "`Saved.`", "'the file is too large'"):
        assert SENTENCE.search(literal), literal
    for literal in ("'btn btn-primary'", "'click'", "'aria-busy'", "'POST'", "'data-theme'"):
        assert not SENTENCE.search(literal), literal
