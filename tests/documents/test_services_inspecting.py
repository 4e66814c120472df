"""What a file really is decides, whatever it is called (G14); hostile ones are refused with a reason, and heavy ones never reach the portal's own process."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.documents.rules import FileType
from app.documents.services import inspecting
from app.documents.services.inspecting import Finding, inspect
from tests.factories import files

MEGABYTE = 1024 * 1024
ALL = tuple(FileType)


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., tuple[Finding, bytes]]:
    def inspected(content: bytes, types: tuple[FileType, ...] = (FileType.PDF,), most: int = MEGABYTE) -> tuple[Finding, bytes]:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(content)
        target.unlink(missing_ok=True)
        found = inspect(source, target, types, most)
        return found, target.read_bytes() if found.rewritten else content

    return inspected


REFUSED = {
    "scripts in the catalogue": (files.scripted_pdf, "scripts"),
    "a program started by a link": (files.launching_pdf, "scripts"),
    "another file inside": (files.carrying_pdf, "attachments"),
    "a password": (files.locked_pdf, "encrypted"),
    "an owner's password": (lambda: files.locked_pdf(""), "encrypted"),
    "cut off": (lambda: files.pdf(3)[:-300], "damaged"),
    "only a head": (lambda: b"%PDF-1.7\n", "damaged"),
    "nothing": (lambda: b"", "empty"),
    "a program": (lambda: b"MZ\x90\x00" + b"\x00" * 200, "type"),
    "a page of HTML": (lambda: b"<!doctype html><script>alert(1)</script>", "type"),
    "a drawing with scripts": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "type"),
    "HTML before the PDF": (lambda: b"<script></script>\n" + files.pdf(), "type"),
    "a photograph": (files.picture, "type"),
}


@pytest.mark.gate("G14")
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_as_a_pdf(look: Callable[..., tuple[Finding, bytes]], name: str) -> None:
    make, reason = REFUSED[name]
    assert look(make())[0].refused == reason


Name = pikepdf.Name
ACTIONS = {
    "another file": ({"S": Name.GoToR, "F": "rahasia.pdf", "D": [0, Name.Fit]}, "links"),
    "a file inside": ({"S": Name.GoToE, "D": [0, Name.Fit]}, "links"),
    "a script as a link": ({"S": Name.URI, "URI": "javascript:alert(1)"}, "links"),
    "a script with blanks": ({"S": Name.URI, "URI": " Java\tScript:alert(1)"}, "links"),
    "a file as a link": ({"S": Name.URI, "URI": "file:///C:/Windows/System32/cmd.exe"}, "links"),
    "a share": ({"S": Name.URI, "URI": "\\\\server.test\\bagian"}, "links"),
    "a form that is sent": ({"S": Name.SubmitForm, "F": "https://pengumpul.test"}, "scripts"),
    "data read in": ({"S": Name.ImportData, "F": "data.fdf"}, "scripts"),
    "a program": ({"S": Name.Launch, "F": "cmd.exe"}, "scripts"),
    "a second action": ({"S": Name.GoTo, "D": [0, Name.Fit], "Next": pikepdf.Dictionary(S=Name.Launch, F="cmd.exe")}, "scripts"),
    "a web page": ({"S": Name.URI, "URI": "https://contoh.go.id/a?b=javascript:1"}, None),
    "an address without its scheme": ({"S": Name.URI, "URI": "www.contoh.go.id"}, None),
    "a mail": ({"S": Name.URI, "URI": "mailto:bkpsdm@contoh.go.id"}, None),
    "another page of the same file": ({"S": Name.GoTo, "D": [0, Name.Fit]}, None),
}


@pytest.mark.gate("G14")
@pytest.mark.parametrize("what", ACTIONS)
def test_links_lead_to_the_web_and_nowhere_else(look: Callable[..., tuple[Finding, bytes]], what: str) -> None:
    entries, reason = ACTIONS[what]
    assert look(files.acting_pdf(**entries))[0].refused == reason


def test_a_base_for_all_links_is_judged_too(look: Callable[..., tuple[Finding, bytes]]) -> None:
    assert look(files.changed_pdf(URI=pikepdf.Dictionary(Base="javascript:")))[0].refused == "links"


@pytest.mark.parametrize("make", [files.pdf, files.linked_pdf], ids=["plain", "with links"])
def test_a_harmless_pdf_stays_as_it_was_sent(look: Callable[..., tuple[Finding, bytes]], make: Callable[[], bytes]) -> None:
    assert look(make())[0] == Finding(FileType.PDF)


@pytest.mark.manual("S13", "L33", "X1")
def test_the_limit_is_exact_to_the_byte(look: Callable[..., tuple[Finding, bytes]]) -> None:
    exactly, over = files.pdf_of(MEGABYTE), files.pdf_of(MEGABYTE + 1)
    assert (len(exactly), len(over)) == (MEGABYTE, MEGABYTE + 1)
    assert look(exactly)[0] == Finding(FileType.PDF)
    found, kept = look(over)
    assert found == Finding(FileType.PDF, rewritten=True, shrunk=True)
    assert len(kept) <= MEGABYTE


def test_a_large_scan_is_made_smaller_and_keeps_its_pages(look: Callable[..., tuple[Finding, bytes]]) -> None:
    sent = files.scan(pages=2, side=1500)
    assert len(sent) > 2 * MEGABYTE
    found, kept = look(sent)
    assert found.shrunk
    assert len(kept) <= MEGABYTE
    with pikepdf.open(BytesIO(kept)) as small:
        assert len(small.pages) == 2
        pictures = [each for each in small.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
        assert len(pictures) == 2
        assert min(pikepdf.PdfImage(pictures[0]).as_pil_image().size) > 600


def test_what_cannot_be_made_small_enough_is_refused(look: Callable[..., tuple[Finding, bytes]]) -> None:
    assert look(files.pdf_of(120_000), most=20_000)[0].refused == "stubborn"


def test_a_picture_that_unpacks_to_gigabytes_is_refused(look: Callable[..., tuple[Finding, bytes]]) -> None:
    assert look(files.bomb_pdf(22_000))[0].refused == "heavy"


def test_an_endless_inspection_ends(look: Callable[..., tuple[Finding, bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(inspecting, "INSPECTOR", endless)
    monkeypatch.setattr(inspecting, "SECONDS", 1)
    assert look(files.pdf())[0].refused == "heavy"


@pytest.mark.gate("G14")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_place_camera_and_comment_but_not_its_look(look: Callable[..., tuple[Finding, bytes]], kind: str) -> None:
    sent = files.picture(kind, place=True)
    assert b"KameraRahasia" in sent
    found, kept = look(sent, ALL)
    assert found.file_type is FileType(kind.lower())
    assert b"KameraRahasia" not in kept
    assert b"catatan pribadi" not in kept
    with Image.open(BytesIO(kept)) as now:
        assert dict(now.getexif()) == {}
        assert now.size == (400, 600)


def test_a_picture_on_its_side_is_turned_upright(look: Callable[..., tuple[Finding, bytes]]) -> None:
    _found, kept = look(files.picture(turned=True), ALL)
    with Image.open(BytesIO(kept)) as now:
        assert now.size == (600, 400)


@pytest.mark.parametrize(
    ("content", "most", "reason"),
    [
        (files.picture()[:-4000], MEGABYTE, "damaged"),
        (files.picture(size=(900, 900)), 20_000, "large"),
        (files.picture("PNG")[:500], MEGABYTE, "damaged"),
        (b"\xff\xd8\xff" + b"\x00" * 64, MEGABYTE, "damaged"),
    ],
    ids=["cut off", "too large", "cut off PNG", "only a head"],
)
def test_pictures_that_are_refused(look: Callable[..., tuple[Finding, bytes]], content: bytes, most: int, reason: str) -> None:
    assert look(content, ALL, most)[0].refused == reason


def test_a_picture_of_too_many_pixels_is_refused_unseen(look: Callable[..., tuple[Finding, bytes]]) -> None:
    made = BytesIO()
    Image.new("1", (15_000, 15_000)).save(made, "PNG")
    assert look(made.getvalue(), ALL)[0].refused == "heavy"
