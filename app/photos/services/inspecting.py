"""Looking into a photo: what the machine measures of it, in a process of its own, so that a request without a photo pays nothing for it."""

from dataclasses import dataclass
from pathlib import Path

from app.kernel.inspection import ask_inspector
from app.photos.rules import Face, Measured

INSPECTOR = Path(__file__).with_name("inspector.py")
SECONDS = 30
"""Of wall clock; the inspector allows itself fewer of the processor."""


@dataclass(frozen=True)
class Inspected:
    """What was measured, with the sides (pixels) of what was drawn anew; or why it was `refused`: type, damaged, heavy."""

    measured: Measured | None = None
    kept: tuple[int, int] = (0, 0)
    refused: str = ""


def inspect(source: Path, target: Path, most: int, *, crop: bool) -> Inspected:
    """Look into `source`, `most` bytes being the limit; the clean photo is written to `target`, with `crop` its middle in 4:6."""
    request = {"source": str(source), "target": str(target), "most": most, "crop": crop}
    found = ask_inspector(INSPECTOR, request, SECONDS, {"OPENBLAS_NUM_THREADS": "1"})
    if "refused" in found:
        return Inspected(refused=found["refused"])
    faces = tuple(Face(left, top, width, height, int(eyes)) for left, top, width, height, eyes in found["faces"])
    size = source.stat().st_size
    return Inspected(Measured(size, found["width"], found["height"], found["red"], found["sharpness"], faces), tuple(found["kept"]))
