"""The process that opens strangers' photos: told what to look at by one JSON argument, answers by one JSON line. Imports nothing of the portal.

A bounded decode, upright and without metadata, drawn anew as an RGB JPEG; then faces and eyes by OpenCV's cascades, the corners' red, the sharpness.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY = 2 * 1024 * 1024 * 1024
PROCESSOR_SECONDS = 15
MOST_PIXELS = 40_000_000
RATIO = 4 / 6
LARGEST = (1200, 1800)
"""Pixels that are kept of a larger photo; a card of 4 × 6 cm is printed from fewer."""
QUALITIES = (92, 85, 75, 65)
LOOKED_AT = (400, 600)
"""Pixels that faces, red and sharpness are looked for in: the same for every photo."""
SMALLEST_FACE = 60


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    request = json.loads(sys.argv[1])
    found: dict[str, Any]
    try:
        found = look(Path(request["source"]), Path(request["target"]), request["most"], crop=request["crop"])
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        found = {"refused": "heavy"}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError):
        found = {"refused": "damaged"}
    sys.stdout.write(json.dumps(found))
    return 0


def look(source: Path, target: Path, most: int, *, crop: bool) -> dict[str, Any]:
    with source.open("rb") as file:
        if not file.read(3).startswith(b"\xff\xd8\xff"):
            return {"refused": "type"}
    with Image.open(source, formats=["JPEG"]) as sent:
        if sent.width * sent.height > MOST_PIXELS:
            return {"refused": "heavy"}
        sent.load()
        picture = ImageOps.exif_transpose(sent).convert("RGB")
    if crop:
        picture = cropped(picture)
    width, height = picture.size
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        picture.save(target, "JPEG", quality=quality, optimize=True)
        if target.stat().st_size < most:
            break
    return {"width": width, "height": height, "kept": picture.size, **measured(picture)}


def cropped(picture: Image.Image) -> Image.Image:
    """The middle of the picture in 4:6."""
    width, height = picture.size
    wide, tall = (round(height * RATIO), height) if width / height > RATIO else (width, round(width / RATIO))
    left, top = (width - wide) // 2, (height - tall) // 2
    return picture.crop((left, top, left + wide, top + tall))


def measured(picture: Image.Image) -> dict[str, Any]:
    """Faces with their eyes, the smaller share of red of both upper corners, and the sharpness of what is in the middle."""
    cv2.setNumThreads(1)
    small = picture.copy()
    small.thumbnail(LOOKED_AT, Image.Resampling.LANCZOS)
    dots = np.asarray(small)
    high, wide = dots.shape[:2]
    grey = cv2.cvtColor(dots, cv2.COLOR_RGB2GRAY)
    even = cv2.equalizeHist(grey)
    faces = []
    for left, top, width, height in cascade("haarcascade_frontalface_default").detectMultiScale(
        even, 1.1, 5, minSize=(SMALLEST_FACE, SMALLEST_FACE)
    ):
        upper = even[top : top + int(height * 0.6), left : left + width]
        least = (int(width) // 8, int(width) // 8)
        eyes = max(
            len(cascade(name).detectMultiScale(upper, 1.05, 3, minSize=least))
            for name in ("haarcascade_eye", "haarcascade_eye_tree_eyeglasses")
        )
        faces.append([left / wide, top / high, width / wide, height / high, eyes])
    colours = cv2.cvtColor(dots, cv2.COLOR_RGB2HSV)
    hue, depth, light = colours[..., 0], colours[..., 1], colours[..., 2]
    red = ((hue <= 10) | (hue >= 168)) & (depth > 100) & (light > 60)
    corners = (red[: high // 5, : wide // 7], red[: high // 5, -(wide // 7) :])
    middle = grey[high // 8 : -(high // 8), wide // 6 : -(wide // 6)]
    return {
        "faces": [[float(each) for each in face] for face in faces],
        "red": float(min(corner.mean() for corner in corners)),
        "sharpness": float(cv2.Laplacian(middle, cv2.CV_64F).var()),
    }


def cascade(name: str) -> Any:
    return cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / f"{name}.xml"))


if __name__ == "__main__":
    sys.exit(main())
