"""What a kind of document may be, how a file is called, and why one is refused: tables and pure decisions."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.documents.parameters import LIMIT
from app.kernel import settings
from app.kernel.errors import Text
from app.kernel.formats import format_size
from app.kernel.settings import Setting

LONGEST_NAME = 100
LONGEST_PART = 60
"""Bytes of one part of a name that is put together: three of them stay below what any file system takes (255)."""
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories that make a name look like another one: control and direction signs, halves of a sign."""


class FileType(StrEnum):
    """What a file is by its content; its name is not asked (G14)."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is FileType.PDF else f"image/{self.value}"

    @property
    def suffix(self) -> str:
        return {FileType.PDF: ".pdf", FileType.JPEG: ".jpg", FileType.PNG: ".png"}[self]


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document a form asks for: its label, the types allowed, the limit (bytes, a setting), and what else stands in the list of rules (S13).

    Declared as a module constant of the feature that asks for it; `key` is kept with every document.
    """

    key: str
    label: Text
    types: tuple[FileType, ...] = (FileType.PDF,)
    limit: Setting = LIMIT
    rules: tuple[Text, ...] = (_("Please upload the document as a PDF."),)

    def __post_init__(self) -> None:
        if _kinds.setdefault(self.key, self) != self:
            raise ValueError(f"document kind {self.key} is declared twice")

    @property
    def most(self) -> int:
        """The limit in force, in bytes; a file of exactly this size is accepted."""
        return int(settings.get(self.limit))

    @property
    def accept(self) -> str:
        """For the browser's file dialog."""
        return ",".join(each.media_type for each in self.types)

    def all_rules(self) -> list[str]:
        """The rules as the upload step lists them (S13)."""
        return [
            gettext("Files marked with * must not be empty"),
            *(str(rule) for rule in self.rules),
            gettext("The largest file size is %(size)s", size=format_size(self.most).replace(" ", "")),
            gettext("The file must be clear and not blurred"),
            gettext("You can download the file if the preview is not clear enough"),
        ]


_kinds: dict[str, DocumentKind] = {}


def kind_keys() -> Sequence[str]:
    """The kinds that features have declared."""
    return sorted(_kinds)


def kind_called(key: str) -> DocumentKind | None:
    """The kind declared under `key`."""
    return _kinds.get(key)


REFUSALS: Mapping[str, LazyString] = {
    "empty": lazy_gettext("The file is empty."),
    "type_pdf": lazy_gettext("This is not a PDF. Choose a PDF file."),
    "type_picture": lazy_gettext("This is not a picture of the kind asked for. Choose a JPG or PNG file."),
    "type_any": lazy_gettext("This file is neither a PDF nor a JPG or PNG picture."),
    "damaged": lazy_gettext("The file is damaged or incomplete. Save or scan it again."),
    "encrypted": lazy_gettext("The PDF is locked by a password or restricted. Save it without protection and choose it again."),
    "scripts": lazy_gettext("The PDF holds scripts or starts programs. Print it to a new PDF and choose that one."),
    "links": lazy_gettext("The PDF holds a link that opens something other than a web page. Print it to a new PDF and choose that one."),
    "attachments": lazy_gettext("The PDF holds other files inside. Print it to a new PDF and choose that one."),
    "pages": lazy_gettext("The PDF has too many pages."),
    "heavy": lazy_gettext("The file takes too much work to open. Save or scan it again with a lower resolution."),
    "animated": lazy_gettext("The picture moves. Choose a still picture."),
}
"""Why a file was refused, by the word the inspection says."""


def refusal(reason: str, kind: DocumentKind, size: int) -> str:
    """The refusal in the reader's language; `large` names the limit and the size sent (bytes)."""
    if reason == "large":
        return str(gettext("The file is too large (%(size)s); the limit is %(most)s.", size=format_size(size), most=format_size(kind.most)))
    if reason == "stubborn":
        return str(
            gettext(
                "The file is too large (%(size)s); the limit is %(most)s. The portal could not make it small enough: scan it again with a lower resolution, "
                "in shades of grey, or only the pages that are needed.",
                size=format_size(size),
                most=format_size(kind.most),
            )
        )
    if reason == "type":
        pdf, picture = FileType.PDF in kind.types, set(kind.types) - {FileType.PDF}
        reason = "type_any" if pdf and picture else "type_picture" if picture else "type_pdf"
    return str(REFUSALS[reason])


def clean_name(sent: str, file_type: FileType, otherwise: str) -> str:
    """How the file is called here: the last part of what the browser sent, visible signs only, the suffix of what it really is; `otherwise` if nothing is left."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    name = "".join(" " if sign in "\r\n\t" else sign for sign in name if sign in "\r\n\t" or unicodedata.category(sign) not in INVISIBLE)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", " ".join(re.sub(r'[<>:"|?*]', " ", name).split())).strip(" .")
    return (stem[: LONGEST_NAME - len(file_type.suffix)].rstrip(" .") or otherwise) + file_type.suffix


def name_part(text: str) -> str:
    """`text` as one part of a file's name that every file system takes: letters, digits, "_", "-" and ".", at most LONGEST_PART bytes; "-" for nothing."""
    plain = re.sub(r"\s*[/\\]\s*", "-", unicodedata.normalize("NFC", text).strip())
    part = re.sub(r"\.{2,}", ".", re.sub(r"[^\w.\-]+", "_", plain)).strip("_.-")
    return part.encode()[:LONGEST_PART].decode(errors="ignore").rstrip("_.-") or "-"
