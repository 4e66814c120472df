"""How proofs are called, and when two numbers are the same."""

from datetime import date

import pytest

from app.verification.rules import file_name, number_key

DAY = date(2026, 1, 15)


@pytest.mark.manual("S16")
def test_files_are_called_by_date_number_and_name() -> None:
    called = file_name(DAY, "20/BKPSDM/003/I/2026", 'Sosialisasi  Manajemen ASN: "Tahap 1"')
    assert called == "2026-01-15-Nomor_-_20-BKPSDM-003-I-2026-Sosialisasi_Manajemen_ASN_Tahap_1.pdf"
    assert file_name(DAY, "-", "../../etc/passwd") == "2026-01-15-Nomor_-_--etc-passwd.pdf"
    assert "/" not in file_name(DAY, "a/b\\c", "d/e")
    assert len(file_name(DAY, "9" * 300, "x" * 300)) < 160


def test_a_number_is_the_same_however_it_is_punctuated() -> None:
    assert number_key("20/BKPSDM/003/I/2026") == number_key(" 20.bkpsdm.003 - i - 2026") == "20bkpsdm003i2026"
    assert number_key("-") == ""
    assert len(number_key("ß" * 100)) == 100, "as long as its column, whatever lower case makes of a sign"
