"""FORM KETERANGAN keeps harmless markup and knows when nothing was written."""

import pytest

from app.kernel import richtext


@pytest.mark.parametrize("text", ["", None, "   ", "<p><br></p>", "<div>&nbsp;</div>", "<p>\u200b</p>", "<ul><li> </li></ul>"])
@pytest.mark.manual("P26")
def test_a_reason_without_words_is_empty(text: str | None) -> None:
    assert richtext.plain(text) == ""


def test_scripts_and_handlers_are_gone_and_words_stay() -> None:
    dirty = '<p onclick="x()">Mohon <strong>sesuaikan</strong><script>alert(1)</script> <a href="javascript:x()">ini</a></p><img src=x onerror=y>'
    kept = richtext.clean(dirty)
    assert kept == '<p>Mohon <strong>sesuaikan</strong> <a rel="noopener noreferrer">ini</a></p>'
    assert richtext.plain(dirty) == "Mohon sesuaikan ini"


def test_blocks_are_separated_by_a_space_in_plain_words() -> None:
    assert richtext.plain("<p>satu</p><p>dua &amp; tiga</p>") == "satu dua & tiga"
