"""Looking into a document: what kind of file it is, whether it is taken, and what of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.rules import FileType
from app.kernel.inspection import ask_inspector

INSPECTOR = Path(__file__).with_name("inspector.py")
SECONDS = 20
"""Of wall clock; the inspector allows itself fewer of the processor."""


@dataclass(frozen=True)
class Finding:
    """What the file is, or why it is refused (a key of `rules.REFUSALS`, or type, large). `rewritten`: the target holds what is to be kept instead."""

    file_type: FileType | None = None
    refused: str | None = None
    rewritten: bool = False
    shrunk: bool = False


def inspect(source: Path, target: Path, types: Sequence[FileType], most: int) -> Finding:
    """Look into `source`; what must be changed (a picture without its metadata, a PDF made smaller than `most` bytes) is written to `target`."""
    found = ask_inspector(INSPECTOR, {"source": str(source), "target": str(target), "types": list(types), "most": most}, SECONDS)
    file_type = FileType(found["type"]) if found.get("type") else None
    return Finding(file_type, found.get("refused"), bool(found.get("rewritten")), bool(found.get("shrunk")))
