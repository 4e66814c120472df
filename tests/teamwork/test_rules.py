"""What may be written about a team work: codes, days, and which links can prove anything (S29 to S35)."""

from datetime import date

import pytest
from flask import Flask

from app.kernel.errors import Invalid
from app.teamwork.rules import Coverage, LinkState, Seat, Validity, check_letter_day, check_url, is_sign_in, read_code, write_code

TODAY = date(2026, 11, 21)


@pytest.mark.manual("S31")
@pytest.mark.parametrize(
    ("year", "number", "code"), [(2026, 1, "TK-2026-00001"), (2026, 99_999, "TK-2026-99999"), (2027, 123_456, "TK-2027-123456")]
)
def test_a_code_is_written_and_read_back(year: int, number: int, code: str) -> None:
    assert write_code(year, number) == code
    assert read_code(code) == (year, number)


@pytest.mark.manual("S31")
@pytest.mark.parametrize("code", ["", "TK-2026-1", "TK-2026-000001", "tk-2026-00001", "TK-2026-00001 ", "TK-٢٠٢٦-00001", "TK-2026-00001\n"])
def test_what_the_portal_would_not_write_is_no_code(code: str) -> None:
    assert read_code(code) is None


@pytest.mark.manual("S29")
def test_a_letter_is_signed_before_it_is_entered() -> None:
    check_letter_day(TODAY, TODAY)
    check_letter_day(date(1970, 1, 1), TODAY)
    for day in (date(2026, 11, 22), date(1969, 12, 31), date(202, 1, 3)):
        with pytest.raises(Invalid) as refusal:
            check_letter_day(day, TODAY)
        assert set(refusal.value.fields) == {"letter_on"}


@pytest.mark.manual("S35")
@pytest.mark.parametrize(
    "url",
    [
        "https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "http://bkpsdm.surakarta.go.id:8080/sk.pdf",
        "https://bkpsdm-kota.co.id./sk",
        "https://münchen.de/sk",
        "https://8.8.8.8/sk.pdf",
        "https://[2001:4860:4860::8888]/sk",
        " https://drive.google.com/x ",
    ],
)
def test_a_link_to_a_public_place_is_kept_as_typed(url: str) -> None:
    assert check_url(url) == url.strip()


@pytest.mark.manual("S35")
@pytest.mark.parametrize(
    "url",
    [
        "tes",
        "",
        "https://",
        "ftp://drive.google.com/sk",
        "javascript:alert(1)",
        "drive.google.com/sk",
        "https://drive.google.com:0/",
        "https://drive.google.com:99999/",
        "https://drive .google.com/",
        "https://drive.google.com/\tx",
        "https://drive.google.com\\@evil.example/",
        "https://user@drive.google.com/",
        "https://user:secret@drive.google.com/",
        "http://localhost/sk",
        "http://localhost./sk",
        "http://intranet/sk",
        "http://server.local/sk",
        "http://db.internal/sk",
        "http://127.0.0.1/sk",
        "http://127.1/sk",
        "http://2130706433/sk",
        "http://0x7f.0.0.1/sk",
        "http://0x7f000001/sk",
        "http://127.0.0.0x1/sk",
        "http://10.1.2.3/sk",
        "http://192.168.1.10/sk",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/sk",
        "http://[::ffff:127.0.0.1]/sk",
        "http://[fd00::1]/sk",
        "http://[::1/sk",
        "https://-.com/",
        "https://..com/",
        "https://" + "a" * 64 + ".com/",
        "https://drive.google.com/" + "x" * 1000,
    ],
)
def test_everything_else_is_refused_at_the_field(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_url(url)
    assert set(refusal.value.fields) == {"proof_url"}


@pytest.mark.manual("S35")
@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("https://accounts.google.com/ServiceLogin?continue=x", True),
        ("https://login.microsoftonline.com/common", True),
        ("https://cloud.example.go.id/index.php/login", True),
        ("https://drive.google.com/file/d/1/view", False),
        ("https://cloud.example.go.id/loginfo.pdf", False),
    ],
)
def test_a_redirect_to_a_sign_in_is_known(url: str, asks: bool) -> None:
    assert is_sign_in(url) is asks


@pytest.mark.manual("S30")
@pytest.mark.manual("S33")
@pytest.mark.manual("S34")
def test_the_choices_are_stored_and_called_as_in_the_manual(portal: Flask) -> None:
    with portal.test_request_context(), portal.app_context():
        assert {each.value: str(each.label) for each in Validity} == {"BERLAKU": "Berlaku", "TIDAK_BERLAKU": "Tidak Berlaku"}
        assert {each.value: (str(each.label), str(each.short)) for each in Coverage} == {
            "LINTAS": ("Lintas Perangkat Daerah", "LINTAS"),
            "INTERNAL": ("Internal Perangkat Daerah", "INTERNAL"),
        }
        assert {each.value: str(each.label) for each in Seat} == {"KETUA": "Ketua", "ANGGOTA": "Anggota"}
        assert [str(each.label) for each in LinkState] == ["terbuka", "perlu masuk", "tidak terjangkau"]
