"""Who gets a certificate and why not, what is frozen at the issue, and what of it the public may see: pure decisions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Invalid, Text
from app.kernel.workflow import Tone

PLACE = re.compile(r"\{(\w*)\}")
PLACES: Mapping[str, LazyString] = {
    "nama": _("name with titles"),
    "nip": _("NIP"),
    "pangkat": _("rank"),
    "jabatan": _("position"),
    "unit": _("work unit"),
    "judul": _("title of the event"),
    "tanggal": _("days of the event"),
    "jp": _("hours of learning (JP)"),
    "penyelenggara": _("organiser"),
    "tempat": _("place"),
}
STRONG = "judul"
MUST_HAVE = ("judul", "tanggal", "jp")
"""Name, NIP and number are always drawn; these of the least fields (L30) stand in the text."""
LONGEST_OUTLINE = 25
STANDARD: Mapping[str, Any] = {
    "name": "Baku",
    "heading": "Sertifikat",
    "opening": "diberikan kepada",
    "body": (
        "yang telah mengikuti {judul} yang diselenggarakan oleh {penyelenggara} "
        "pada tanggal {tanggal} bertempat di {tempat}, setara {jp} Jam Pelajaran (JP)."
    ),
    "colour": "#0b5394",
    "heading_at": 56,
    "name_at": 88,
    "body_at": 109,
    "signature_x": 222,
    "signature_at": 150,
    "qr_x": 30,
    "qr_at": 152,
    "photo_x": None,
    "photo_at": None,
    "outlined": True,
}
"""The template every agency begins with; its words are those of the paper, whatever language the reader speaks."""
SAMPLE: Mapping[str, Any] = {
    "full_name": "Prof. Dr. Ir. H. Muhammad Abdurrahman Kartawijaya Wicaksono, S.T., M.Si., M.Eng., Ph.D.",
    "nip": "199001012015011001",
    "rank": "Penata Tk. I (III/d)",
    "job_title": "Analis Sumber Daya Manusia Aparatur Ahli Muda",
    "unit": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "title": "Pelatihan Peningkatan Kompetensi Manajemen Aparatur Sipil Negara Berbasis Digital",
    "place": "Aula Balai Kota",
    "jp": 8,
    "revision": 0,
    "outline": [["Kebijakan pengembangan kompetensi ASN", "2"], ["Manajemen talenta", "3"], ["Praktik dan evaluasi", "3"]],
}
"""Of nobody: what the preview of a template shows."""


@dataclass(frozen=True)
class Condition:
    """One condition of a certificate: whether it holds, and if not, why not."""

    key: str
    label: Text
    passed: bool
    why: Text = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a person and an occasion. `more` are conditions of the occasion's own kind, such as answered questions."""

    listed: bool
    takes_place: bool
    over: bool
    validated: bool
    revoked: bool = False
    more: tuple[Condition, ...] = ()


def eligibility(facts: Facts) -> tuple[Condition, ...]:
    """Every condition of a certificate, passed or failed and why; screens, REST, bulk issue, download and the public page all ask here (G1)."""
    rows = (
        ("listed", _("Recorded as a participant"), facts.listed, _("The person is not on the list of participants.")),
        ("takes_place", _("The event takes place"), facts.takes_place, _("The event was called off.")),
        ("over", _("The whole event is over"), facts.over, _("The event is not over yet.")),
        ("validated", _("Attendance validated by the organiser"), facts.validated, _("The organiser has not validated the attendance.")),
        ("not_revoked", _("No certificate of it was revoked"), not facts.revoked, _("The certificate of this person was revoked.")),
    )
    own = tuple(Condition(key, label, passed, "" if passed else why) for key, label, passed, why in rows)
    return (*own, *facts.more)


def failed(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Those that do not hold."""
    return tuple(each for each in conditions if not each.passed)


def reasons(conditions: Iterable[Condition]) -> str:
    """Why there is no certificate, as sentences; "" when everything holds."""
    return " ".join(str(each.why) for each in failed(conditions))


class Standing(StrEnum):
    """What a certificate is worth today, as the public reads it."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    SUSPENDED = "suspended"

    @property
    def label(self) -> LazyString:
        return STANDINGS[self][0]

    @property
    def tone(self) -> Tone:
        return STANDINGS[self][1]


STANDINGS: Mapping[Standing, tuple[LazyString, Tone]] = {
    Standing.VALID: (_("Valid"), Tone.SUCCESS),
    Standing.REVOKED: (_("Revoked"), Tone.DANGER),
    Standing.REPLACED: (_("Replaced by a revision"), Tone.WARNING),
    Standing.SUSPENDED: (_("Under review, not valid for now"), Tone.WARNING),
}


def check_text(text: str) -> None:
    """Raises Invalid (field "body") for a text with places nobody fills, or without what a certificate must say (L30)."""
    found = PLACE.findall(text)
    around = PLACE.sub("", text)
    if "{" in around or "}" in around or set(found) - PLACES.keys():
        raise Invalid(fields={"body": gettext("Only these places are filled in: %(places)s.", places=places_offered())})
    if missing := [name for name in MUST_HAVE if name not in found]:
        raise Invalid(fields={"body": gettext("The text must name %(places)s.", places=", ".join(f"{{{name}}}" for name in missing))})


def places_offered() -> str:
    """{nama}, {nip} and so on, as a form explains them."""
    return ", ".join(f"{{{name}}}" for name in PLACES)


def fill_parts(text: str, values: Mapping[str, str]) -> Sequence[tuple[str, bool]]:
    """The text with its places filled in, in parts: (text, whether it stands out, as the title does). What is filled in is not looked into again."""
    found = PLACE.split(text)
    return [(values.get(part, "") if number % 2 else part, bool(number % 2) and part == STRONG) for number, part in enumerate(found)]


def read_outline(typed: str | None) -> tuple[tuple[str, str], ...]:
    """Page 2, a line each: "Etika publik | 3" is a subject with its JP; the JP may be missing."""
    found = []
    for line in (typed or "").splitlines():
        subject, _bar, hours = line.partition("|")
        if subject.strip():
            found.append((" ".join(subject.split()), " ".join(hours.split())))
    return tuple(found)


def check_outline(typed: str | None) -> None:
    """Raises Invalid (field "outline") for what does not fit on a page."""
    if len(read_outline(typed)) > LONGEST_OUTLINE:
        raise Invalid(fields={"outline": gettext("At most %(count)s lines fit on page 2.", count=LONGEST_OUTLINE)})


def read_nips(typed: str) -> tuple[Sequence[str], Sequence[str]]:
    """(the NIPs in what was pasted, each once and in its order; the lines that hold none)."""
    found: dict[str, None] = {}
    wrong: list[str] = []
    for line in typed.splitlines():
        numbers = re.findall(r"(?<!\d)\d{18}(?!\d)", re.sub(r"(?<=\d)[ .](?=\d)", "", line))
        if numbers:
            found |= dict.fromkeys(numbers)
        elif line.strip():
            wrong.append(line.strip()[:60])
    return list(found), wrong
