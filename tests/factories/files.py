"""Files as people send them: good ones of an exact size, and hostile ones, made here so that no sample lies about."""

import zlib
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas


def pdf(pages: int = 1, text: str = "Sertifikat") -> bytes:
    """A small true PDF."""
    made = BytesIO()
    canvas = Canvas(made)
    for number in range(pages):
        canvas.drawString(72, 720, f"{text} {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def pdf_of(size: int) -> bytes:
    """A true PDF of exactly `size` bytes that cannot be packed better: noise inside it fills it up."""
    for noise in (size - 1500, *range(size - 1500, size)):
        with pikepdf.open(BytesIO(pdf())) as made:
            made.Root.Fill = pikepdf.Stream(made, b"x" * 10)
            made.Root.Fill.write(_noise(noise), filter=pikepdf.Name.DCTDecode)
            target = BytesIO()
            made.save(target)
        short = size - len(target.getvalue())
        if short >= 0:
            # A comment between the header and the first object moves everything: it stands after the end instead.
            return target.getvalue() + b"%" * max(short - 1, 0) + b"\n" * min(short, 1)
    raise AssertionError("no such size")


def _noise(count: int) -> bytes:
    state, parts = b"seed", bytearray()
    while len(parts) < count:
        state = zlib.crc32(state).to_bytes(4, "big") + state[:4]
        parts += state[:4]
    return bytes(parts[:count])


def scan(pages: int = 1, side: int = 2200, quality: int = 97) -> bytes:
    """A PDF of noisy photographs, as scanners make them: megabytes that shrink."""
    made = BytesIO()
    leaves = [Image.effect_noise((side, int(side * 1.41)), 40).convert("RGB") for _page in range(pages)]
    leaves[0].save(made, "PDF", save_all=True, append_images=leaves[1:], quality=quality, resolution=200)
    return made.getvalue()


def changed_pdf(**entries: Any) -> bytes:
    """A PDF whose catalogue has `entries` besides."""
    with pikepdf.open(BytesIO(pdf())) as made:
        for name, value in entries.items():
            made.Root[f"/{name}"] = made.make_indirect(value)
        return _saved(made)


def scripted_pdf() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('halo')")
    return changed_pdf(OpenAction=action)


def launching_pdf() -> bytes:
    """The action hides inside an annotation of the page, not in the catalogue."""
    with pikepdf.open(BytesIO(pdf())) as made:
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].Annots = pikepdf.Array([link])
        return _saved(made)


def acting_pdf(**entries: Any) -> bytes:
    """A link on the page that does what `entries` say."""
    with pikepdf.open(BytesIO(pdf())) as made:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(**entries))
        made.pages[0].Annots = pikepdf.Array([link])
        return _saved(made)


def carrying_pdf() -> bytes:
    with pikepdf.open(BytesIO(pdf())) as made:
        made.attachments["virus.exe"] = b"MZ"
        return _saved(made)


def linked_pdf() -> bytes:
    """Opens at its first page and links to a web site: harmless."""
    with pikepdf.open(BytesIO(pdf())) as made:
        made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.go.id")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].Annots = pikepdf.Array([link])
        return _saved(made)


def locked_pdf(password: str = "rahasia") -> bytes:
    with pikepdf.open(BytesIO(pdf())) as made:
        target = BytesIO()
        made.save(target, encryption=pikepdf.Encryption(owner="pemilik", user=password))
        return target.getvalue()


@cache
def _darkness(side: int) -> bytes:
    """A black picture of `side` by `side` dots, packed; gigabytes to pack, so once is enough."""
    packer = zlib.compressobj(9)
    row = bytes(side * 3)
    return b"".join([*(packer.compress(row) for _row in range(side)), packer.flush()])


def bomb_pdf(side: int = 30_000, fill: int = 0) -> bytes:
    """Small on the disk, gigabytes once its picture is unpacked; too large for the limit, so that somebody would unpack it. `fill` bytes make a small one so."""
    with pikepdf.open(BytesIO(pdf())) as made:
        if fill:
            made.Root.Fill = pikepdf.Stream(made, b"x" * 10)
            made.Root.Fill.write(_noise(fill), filter=pikepdf.Name.DCTDecode)
        data = _darkness(side)
        picture = pikepdf.Stream(made, data)
        picture.write(data, filter=pikepdf.Name.FlateDecode)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent, picture.ColorSpace = side, side, 8, pikepdf.Name.DeviceRGB
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=made.make_indirect(picture)))
        return _saved(made)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 600), place: bool = False, turned: bool = False) -> bytes:
    """A photograph; with `place` it tells where it was taken and by which camera, with `turned` it lies on its side."""
    made = BytesIO()
    image = Image.effect_noise(size, 30).convert("RGB")
    exif = Image.Exif()
    if place:
        exif[0x010F] = "KameraRahasia"
        exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 34.0, 12.0), 3: "E", 4: (110.0, 49.0, 30.0)})
    if turned:
        exif[0x0112] = 6
    comment = {"comment": b"catatan pribadi"} if place and kind == "JPEG" else {}
    image.save(made, kind, exif=exif, **comment)
    return made.getvalue()


def _saved(made: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()
