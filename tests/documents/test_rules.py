"""Kinds, names and refusals."""

import pytest
from flask import Flask

from app.documents.parameters import MEGABYTE
from app.documents.rules import REFUSALS, DocumentKind, FileType, clean_name, kind_called, name_part, refusal
from app.gaya.forms import CERTIFICATE, PHOTO
from app.kernel import settings
from tests.factories.accounts import make_account


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("sertifikat.pdf", "sertifikat.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\rina\\Sertifikat Rina.PDF", "Sertifikat Rina.pdf"),
        ("satu\r\nContent-Type: text/html.pdf", "html.pdf"),
        ("satu\r\ndua.pdf", "satu dua.pdf"),
        ("foto\u202egnp.exe", "fotognp.pdf"),
        ("laporan\u200b.pdf\x00.exe", "laporan.pdf.pdf"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
        ("", "Dokumen.pdf"),
        ("...", "Dokumen.pdf"),
        ("sertifikat.pdf.exe", "sertifikat.pdf.pdf"),
        ('nama "aneh" <b>.pdf', "nama aneh b.pdf"),
    ],
)
def test_a_name_keeps_its_visible_last_part_and_gets_the_suffix_of_its_content(sent: str, name: str) -> None:
    assert clean_name(sent, FileType.PDF, "Dokumen") == name
    assert len(clean_name(sent, FileType.PDF, "Dokumen")) <= 100


def test_a_kind_is_found_by_its_key_and_declared_once() -> None:
    assert kind_called("specimen_certificate") is CERTIFICATE
    assert kind_called("nothing") is None
    with pytest.raises(ValueError, match="declared twice"):
        DocumentKind("specimen_certificate", "Lain")


@pytest.mark.manual("S13", "S16", "S25", "L33", "X1")
def test_the_rules_name_the_limit_in_force(ctx: Flask) -> None:
    make_account(name="akun")
    assert CERTIFICATE.most == MEGABYTE
    with ctx.test_request_context("/", headers={"Accept-Language": "en"}):
        rules = CERTIFICATE.all_rules()
    assert any("1MB" in rule for rule in rules)
    assert len(rules) == 5
    assert settings.get(CERTIFICATE.limit) == 1_048_576


def test_every_refusal_has_words(ctx: Flask) -> None:
    with ctx.test_request_context("/"):
        for reason in (*REFUSALS, "type", "large", "stubborn"):
            assert refusal(reason, CERTIFICATE, 5 * MEGABYTE)
        assert refusal("type", CERTIFICATE, 0) != refusal("type", PHOTO, 0)
        assert "5 MB" in refusal("large", CERTIFICATE, 5 * MEGABYTE)
        assert "pindai lagi" in refusal("stubborn", CERTIFICATE, 5 * MEGABYTE)


@pytest.mark.manual("S16")
@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("20/BKPSDM/003/I/2026", "20-BKPSDM-003-I-2026"),
        (" 20 / BKPSDM \\ 003 ", "20-BKPSDM-003"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\CON", "CON"),
        ("a\x00b\r\nContent-Type: x", "a_b_Content-Type_x"),
        ("No. 7 \u202efdp.exe", "No._7_fdp.exe"),
        ('"; rm -rf ~ #', "rm_-rf"),
        ("=HYPERLINK(1)", "HYPERLINK_1"),
        ("e\u0301tude", "étude"),
        ("…", "-"),
        ("", "-"),
        ("-", "-"),
        (".", "-"),
    ],
)
def test_a_part_of_a_name_is_safe_on_every_file_system(typed: str, part: str) -> None:
    assert name_part(typed) == part


@pytest.mark.manual("S16")
def test_a_part_of_a_name_is_short_in_bytes_too() -> None:
    for sign in ("9", "é", "漢", "𝟗"):
        part = name_part(sign * 300)
        assert 0 < len(part.encode()) <= 60
        assert set(part) == {sign}
