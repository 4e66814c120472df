"""What `looks.Judged` takes for the same page, and what not: axe-core is asked again wherever its answer could be another one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.looks import Judged
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.looks

PAGE = """<html lang="id"><head><title>Daftar</title><style>a { display: block; padding: 1em }</style></head>
<body><nav><ul><li><a href="/">Beranda</a></li>
<li><a aria-current="page" href="/plans">Rencana</a></li>
<li><a href="/jobs">Proses</a></li></ul></nav>
<main><h1>Usulan</h1><label for="a">Nama</label><input id="a" name="a"><table><tbody><tr><td>Satu</td></tr><tr><td>Dua</td></tr></tbody></table>
<button class="btn" aria-expanded="false">Simpan</button></main></body></html>"""
ALIKE = {
    "other words": ("Usulan", "Rencana"),
    "other ids": ('="a"', '="b"'),
    "more rows": ("<tr><td>Dua</td></tr>", "<tr><td>Dua</td></tr>" * 5),
    "another address": ('href="/"', 'href="/plans"'),
    "another current entry": (
        '<li><a href="/">Beranda</a></li>\n<li><a aria-current="page" href="/plans">Rencana</a></li>',
        '<li><a aria-current="page" href="/">Beranda</a></li>\n<li><a href="/plans">Rencana</a></li>',
    ),
    "fewer entries": ('<li><a href="/jobs">Proses</a></li>', ""),
}
DIFFERENT = {
    "another class": ('"btn"', '"btn btn-light"'),
    "no words": ("Simpan", ""),
    "one letter": ("Simpan", "S"),
    "no label": ('<label for="a">Nama</label>', ""),
    "a label of nothing": ('for="a"', 'for="c"'),
    "an id twice": ("<h1>", '<h1 id="a">'),
    "another state": ('"false"', '"true"'),
    "another element": ("h1>", "h3>"),
    "another entry": ('<a href="/jobs">Proses</a>', '<a href="/jobs"></a>'),
    "a list of something else": ("<ul>", "<ul><p>Menu</p>"),
    "another row": ("<td>Dua</td>", "<td><b>Dua</b></td>"),
    "hidden": ("<h1>", "<h1 hidden>"),
    "no language": (' lang="id"', ""),
    "no title": ("Daftar", ""),
    "another frame": ("<nav>", "<nav class='dark'>"),
    "no name": ("<input", '<input type="image"'),
    "scrolling": ("<h1>", "<p style='width: 3em; overflow: auto; white-space: nowrap'>lebih panjang daripada kotaknya</p><h1>"),
}


def test_only_what_axe_core_would_judge_alike_is_the_same_page(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    page, judged = visit().page, Judged(tmp_path / "judged")
    page.set_content(PAGE)
    assert judged.violations(page, "desk") == []
    assert judged.knows(page, "desk")
    assert not judged.knows(page, "phone")
    known = {}
    for name, (old, new) in (ALIKE | DIFFERENT).items():
        assert old in PAGE
        page.set_content(PAGE.replace(old, new))
        known[name] = judged.knows(page, "desk")
    assert known == {name: name in ALIKE for name in ALIKE | DIFFERENT}


def test_what_is_found_is_found_again(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    page, judged = visit().page, Judged(tmp_path / "judged")
    page.set_content(PAGE.replace("Simpan", ""))
    assert any(complaint.startswith("button-name") for complaint in judged.violations(page, "desk"))
    assert any(complaint.startswith("button-name") for complaint in judged.violations(page, "desk"))


def test_a_known_frame_hides_no_fault_of_the_page_and_a_known_page_none_of_the_frame(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    page, judged = visit().page, Judged(tmp_path / "judged")
    page.set_content(PAGE)
    assert judged.violations(page, "desk") == []
    for rule, old in (
        ("button-name", "Simpan"),
        ("link-name", "Proses"),
        ("document-title", "Daftar"),
        ("label", '<label for="a">Nama</label>'),
    ):
        page.set_content(PAGE.replace(old, ""))
        assert any(complaint.startswith(rule) for complaint in judged.violations(page, "desk")), rule
