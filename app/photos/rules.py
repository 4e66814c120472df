"""What a photo for certificates must be (B20 to B29, B34): each check with its words, out of what was measured; and what only an officer can judge. Pure decisions.

What is counted refuses the photo; what a machine may mistake (faces, colour, sharpness) is a doubt: the person sees it, and may still let an officer decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel.errors import Text
from app.kernel.formats import format_size

RATIO, TOLERANCE = 4 / 6, 0.02
RED = 0.6
"""Share of red dots in each upper corner."""
FACE_HEIGHT = (0.16, 0.50)
"""Height of the face as it is found, forehead to chin, in parts of the picture: head to chest."""
MIDDLE = (0.35, 0.65)
HIGHEST, LOWEST = 0.03, 0.45
"""Where the face begins."""


class Check(StrEnum):
    """What is looked at, in the order in which it is said."""

    JPEG = "jpeg"
    SIZE = "size"
    MEASURES = "measures"
    RATIO = "ratio"
    FACE = "face"
    EYES = "eyes"
    FRAMING = "framing"
    BACKGROUND = "background"
    SHARPNESS = "sharpness"

    @property
    def label(self) -> Text:
        return LABELS[self]

    @property
    def refuses(self) -> bool:
        """Whether a photo that fails it is not taken at all."""
        return self in (Check.JPEG, Check.SIZE, Check.MEASURES, Check.RATIO)


LABELS: dict[Check, Text] = {
    Check.JPEG: lazy_gettext("A real JPG picture"),
    Check.SIZE: lazy_gettext("Smaller than the limit"),
    Check.MEASURES: lazy_gettext("Enough pixels"),
    Check.RATIO: lazy_gettext("Upright, 4:6"),
    Check.FACE: lazy_gettext("Exactly one face, looking straight ahead"),
    Check.EYES: lazy_gettext("Both eyes open"),
    Check.FRAMING: lazy_gettext("Head to chest, in the middle"),
    Check.BACKGROUND: lazy_gettext("Red background"),
    Check.SHARPNESS: lazy_gettext("Sharp"),
}


@dataclass(frozen=True)
class Face:
    """A face as it was found: left, top, width and height in parts of the picture, and how many eyes in it."""

    left: float
    top: float
    width: float
    height: float
    eyes: int


@dataclass(frozen=True)
class Measured:
    """What was measured of an upright JPEG: `size` in bytes as it was sent, sides in pixels, `red` the smaller share of red of the two upper corners."""

    size: int
    width: int
    height: int
    red: float
    sharpness: float
    faces: Sequence[Face]


@dataclass(frozen=True)
class Limits:
    """The agency's settings: bytes (strictly below), pixels, sharpness."""

    size: int
    width: int
    sharpness: int


@dataclass(frozen=True)
class Finding:
    """One check and what came of it; `advice` says what to do, "" for a check that was passed."""

    check: Check
    advice: str = ""

    @property
    def passed(self) -> bool:
        return not self.advice


def judge(found: Measured, limits: Limits) -> list[Finding]:
    """Every check that can be made of what was measured, in their order."""
    return [Finding(check, advice) for check, advice in _advices(found, limits)]


def _advices(found: Measured, limits: Limits) -> list[tuple[Check, str]]:
    height = round(limits.width / RATIO)
    fits = abs(found.width / found.height - RATIO) <= TOLERANCE * RATIO
    advices = [
        (Check.JPEG, ""),
        (Check.SIZE, "" if found.size < limits.size else too_large(found.size, limits.size)),
        (
            Check.MEASURES,
            ""
            if found.width >= limits.width and found.height >= height * (1 - TOLERANCE)
            else _(
                "The photo has %(width)s × %(height)s pixels; at least %(least)s × %(tall)s are needed. Choose the original photo, not one from a chat.",
                width=found.width,
                height=found.height,
                least=limits.width,
                tall=height,
            ),
        ),
        (
            Check.RATIO,
            ""
            if fits
            else _(
                "The photo is not upright in 4:6 (%(width)s × %(height)s pixels). Crop it to 4:6.", width=found.width, height=found.height
            ),
        ),
    ]
    return [*advices, *_of_the_face(found), (Check.BACKGROUND, _background(found)), (Check.SHARPNESS, _sharpness(found, limits))]


def _of_the_face(found: Measured) -> list[tuple[Check, str]]:
    if not found.faces:
        return [(Check.FACE, _("No face was found. Look straight into the camera, in good light, with nothing in front of the face."))]
    if len(found.faces) > 1:
        text = _("%(count)s faces were found. Only you may be in the photo.", count=len(found.faces))
        return [(Check.FACE, text)]
    face = found.faces[0]
    eyes = "" if face.eyes >= 2 else _("Both eyes could not be seen. Open them, look straight ahead, and take off glasses that reflect.")
    middle = face.left + face.width / 2
    if face.height < FACE_HEIGHT[0]:
        framing = _("The face is too small. The photo shows head to chest: go nearer, or crop more tightly.")
    elif face.height > FACE_HEIGHT[1]:
        framing = _("The face is too large. The photo shows head to chest: go further away, or crop less.")
    elif not MIDDLE[0] <= middle <= MIDDLE[1]:
        framing = _("The face is not in the middle. Move the frame.")
    elif not HIGHEST <= face.top <= LOWEST:
        framing = _("The face stands too high or too low. The photo shows head to chest: move the frame.")
    else:
        framing = ""
    return [(Check.FACE, ""), (Check.EYES, eyes), (Check.FRAMING, framing)]


def _background(found: Measured) -> str:
    return (
        ""
        if found.red >= RED
        else _("The background does not look red in both upper corners. Take the photo in front of a red cloth or wall.")
    )


def _sharpness(found: Measured, limits: Limits) -> str:
    return (
        ""
        if found.sharpness >= limits.sharpness
        else _("The photo is blurred. Hold the camera still, clean the lens, and choose the original photo.")
    )


def too_large(size: int, limit: int) -> str:
    """The refusal of a file that is not below the limit, in bytes."""
    return str(
        _(
            "The photo has %(size)s (%(bytes)s bytes); it must be smaller than %(limit)s (%(most)s bytes). Save it with a lower quality.",
            size=format_size(size),
            bytes=size,
            limit=format_size(limit),
            most=limit,
        )
    )


def not_a_jpeg() -> str:
    return str(_("This is not a JPG picture, whatever its name says. Save the photo as JPG and choose it again."))


CHECKLIST: tuple[tuple[str, Text], ...] = (
    ("ahead", lazy_gettext("Face straight ahead with a normal expression: both eyes open, mouth closed")),
    ("shirt", lazy_gettext("White shirt with tie, no jacket; the colour of tie and jilbab is free, and a jilbab may hide the tie")),
    ("framing", lazy_gettext("Head to chest")),
    ("background", lazy_gettext("Red background")),
    ("person", lazy_gettext("It is this person, and a recent photo")),
)
"""What an officer judges (B23 to B28)."""
