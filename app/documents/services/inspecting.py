"""Looking into a file: in a process of its own, with bounded memory and time, because strangers' files are parsed by C libraries (decompression bombs, endless loops)."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.rules import FileType

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
    request = json.dumps({"source": str(source), "target": str(target), "types": list(types), "most": most})
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-I", str(INSPECTOR), request],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # what reads strangers' files knows no secret
        )
    except subprocess.TimeoutExpired:
        return Finding(refused="heavy")
    if done.returncode != 0:
        # Killed for what it took, or broken by what it read.
        return Finding(refused="heavy" if done.returncode < 0 else "damaged")
    found = json.loads(done.stdout)
    file_type = FileType(found["type"]) if found.get("type") else None
    return Finding(file_type, found.get("refused"), bool(found.get("rewritten")), bool(found.get("shrunk")))
