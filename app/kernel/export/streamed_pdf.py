"""A PDF whose pages leave memory as soon as they are drawn: reportlab keeps each of them, twice at the end, so that a long list would need what it is long."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from reportlab.pdfbase.pdfdoc import (
    PDFCrossReferenceTable,
    PDFDocument,
    PDFFile,
    PDFIndirectObject,
    PDFObjectReference,
    PDFStream,
    PDFTrailer,
    xObjectName,
)
from reportlab.pdfgen.canvas import Canvas


class StreamedCanvas:
    """`canvas` draws into the file of `path`; leaving the block without an error finishes it."""

    def __init__(self, path: Path, pagesize: tuple[float, float]) -> None:
        self._file = path.open("wb")
        self.canvas = Canvas(str(path), pagesize=pagesize, pageCompression=1)
        # Nothing has been drawn yet but the preamble of a page, which names the fonts of its document.
        self.canvas._doc = _Document(self._file)
        self.canvas._make_preamble()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._file:
            if error is None:
                self.canvas.save()

    def promise(self, name: str) -> None:
        """From now on `canvas.doForm(name)` draws on a page what `keep` says before the end."""
        self.canvas.beginForm(name)
        self.canvas.endForm()

    def keep(self, name: str, draw: Callable[[], None]) -> None:
        """What `draw` draws stands wherever `name` was promised."""
        drawn = f"{name}-kept"
        self.canvas.beginForm(drawn)
        draw()
        self.canvas.endForm()
        forms = self.canvas._doc.idToObject
        forms[xObjectName(name)].stream = forms[xObjectName(drawn)].stream


class _Document(PDFDocument):
    """Writes pages and their streams when they are added; everything else, which is little, at the end as its base does."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(compression=1)
        self._out = PDFFile(self._pdfVersion)
        file.write(b"".join(self._out.strings))
        self._out.write = file.write

    def addPage(self, page: Any) -> None:
        super().addPage(page)
        before = self.objectcounter
        self._put(page.__InternalName__)
        self.Pages.pages[-1] = PDFObjectReference(page.__InternalName__)
        for number in range(before + 1, self.objectcounter + 1):
            if isinstance(self.idToObject[self.numberToId[number]], PDFStream):
                self._put(self.numberToId[number])

    def SaveToFile(self, filename: str, canvas: Canvas) -> None:
        self.GetPDFData(canvas)

    def format(self) -> None:
        root, info, number = self.Reference(self.Catalog), self.Reference(self.info), 1
        while (name := self.numberToId.get(number)) is not None:
            if name not in self.idToOffset:
                self._put(name)
            number += 1
        places = PDFCrossReferenceTable()
        places.addsection(0, [self.numberToId[each] for each in range(1, number)])
        start = self._out.add(places.format(self))
        self._out.add(PDFTrailer(startxref=start, Size=number, Root=root, Info=info, ID=self.ID()).format(self))

    def _put(self, name: str) -> None:
        self.idToOffset[name] = self._out.add(PDFIndirectObject(name, self.idToObject[name]).format(self))
        self.idToObject[name] = None
