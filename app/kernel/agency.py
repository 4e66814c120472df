"""Whose portal this is: name, colour, address, signatory, as the agency wrote them on its settings screen; letterheads and pages ask here."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from flask_babel import lazy_gettext as _
from werkzeug.security import safe_join

from app.kernel import settings
from app.kernel.errors import Invalid
from app.kernel.export.sheet import Letterhead
from app.kernel.settings import Kind, Setting

SIGNS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
"""How the pictures begin that prints can show."""


def _check_logo(name: str) -> None:
    """Raises Invalid unless `name` is empty or a picture under app/static: no other file of the machine, and none that would stop every print."""
    if name and _logo_file(name) is None:
        raise Invalid(fields={"value": _("There is no PNG or JPEG of this name under app/static.")})


NAME = Setting("agency.name", Kind.TEXT, "Portal Kompetensi ASN", _("Name of the portal"))
SHORT_NAME = Setting("agency.short_name", Kind.TEXT, "Portal Kompetensi", _("Short name"), _("Shown on phones and in the browser's tab."))
GOVERNMENT = Setting("agency.government", Kind.TEXT, "Pemerintah Kota", _("Government"), _("First line of the letterhead."))
OFFICE = Setting(
    "agency.office",
    Kind.TEXT,
    "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    _("Office"),
    _("Second, larger line of the letterhead."),
)
ADDRESS = Setting("agency.address", Kind.LONG_TEXT, "", _("Address"), _("Street, telephone, e-mail and web site on the letterhead."))
CITY = Setting("agency.city", Kind.TEXT, "", _("Place of signature"))
SIGNATORY_TITLE = Setting("agency.signatory_title", Kind.TEXT, "Kepala BKPSDM", _("Signatory's position"))
SIGNATORY_NAME = Setting("agency.signatory_name", Kind.TEXT, "", _("Signatory's name with titles"))
SIGNATORY_RANK = Setting("agency.signatory_rank", Kind.TEXT, "", _("Signatory's rank"))
LOGO = Setting("agency.logo", Kind.TEXT, "", _("Logo"), _("File name of a PNG under app/static, or empty."), check=_check_logo)
COLOUR = Setting("agency.colour", Kind.COLOUR, "#0b5394", _("Colour"), _("Main colour of buttons and headings."))


@dataclass(frozen=True)
class Agency:
    """What every page shows of the agency; `logo_url` is None without a logo."""

    name: str
    short_name: str
    colour: str
    logo_url: str | None


def agency() -> Agency:
    """The agency as pages show it."""
    logo = settings.get(LOGO)
    return Agency(
        settings.get(NAME), settings.get(SHORT_NAME), settings.get(COLOUR), f"{current_app.static_url_path}/{logo}" if logo else None
    )


def letterhead() -> Letterhead:
    """The kop of prints and letters."""
    return Letterhead((settings.get(GOVERNMENT), settings.get(OFFICE)), settings.get(ADDRESS), _logo_file(settings.get(LOGO)))


@dataclass(frozen=True)
class Signatory:
    """Who signs prints, and where."""

    city: str
    title: str
    name: str
    rank: str


def signatory() -> Signatory:
    """The signature block of prints and letters."""
    return Signatory(settings.get(CITY), settings.get(SIGNATORY_TITLE), settings.get(SIGNATORY_NAME), settings.get(SIGNATORY_RANK))


def _logo_file(name: str) -> Path | None:
    """The picture called `name` under app/static; None if it is no picture or stands elsewhere."""
    found = safe_join(current_app.static_folder or "", name) if name else None
    path = Path(found) if found else None
    start = SIGNS.get(path.suffix.lower()) if path else None
    if path is None or start is None or not path.is_file():
        return None
    with path.open("rb") as file:
        return path if file.read(len(start)) == start else None
