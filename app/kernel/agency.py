"""Whose portal this is: name, colour, address, signatory, as the agency wrote them on its settings screen; letterheads and pages ask here."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import lazy_gettext as _

from app.kernel import clock, settings, storage
from app.kernel.actor import Actor
from app.kernel.colours import version_of
from app.kernel.export.sheet import Letterhead
from app.kernel.pictures import clean_picture
from app.kernel.settings import Kind, Setting

LOGO_SIDE = 512
"""Pixels a logo is kept with: enough for a letterhead of 22 mm at 600 dpi."""

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
LOGO = Setting(
    "agency.logo",
    Kind.PICTURE,
    "",
    _("Logo"),
    _("PNG or JPEG, at best square and with a transparent ground. Shown on pages, in the tab and on letters."),
)
TIME_ZONE = Setting(
    "agency.time_zone",
    Kind.CHOICE,
    clock.DEFAULT_ZONE,
    _("Time zone"),
    _("Of every time shown, and of the day that deadlines end with."),
    choices={"Asia/Jakarta": "WIB (Asia/Jakarta)", "Asia/Makassar": "WITA (Asia/Makassar)", "Asia/Jayapura": "WIT (Asia/Jayapura)"},
)
COLOUR = Setting(
    "agency.colour",
    Kind.COLOUR,
    "#0b5394",
    _("Colour"),
    _("Of buttons and links; where it could not be read, a darker or lighter tone is used."),
)


@dataclass(frozen=True)
class Agency:
    """What every page shows of the agency; `logo` is the digest of its picture, None without one."""

    name: str
    short_name: str
    colour: str
    logo: str | None

    @property
    def logo_url(self) -> str | None:
        """Another picture has another address."""
        return url_for("IdentityView.logo", digest=self.logo) if self.logo else None

    @property
    def colours_url(self) -> str:
        """Where the stylesheet with the tones of its colour is."""
        return url_for("IdentityView.colours", colour=self.colour.removeprefix("#"), version=version_of(self.colour))


def agency() -> Agency:
    """The agency as pages show it."""
    return Agency(settings.get(NAME), settings.get(SHORT_NAME), settings.get(COLOUR), (settings.get(LOGO) or {}).get("digest"))


def logo_file(digest: str) -> Path | None:
    """The picture with this digest, if it is or was the agency's logo."""
    return next((found for value in settings.values_of(LOGO) if value and value["digest"] == digest and (found := _file(value))), None)


def change_logo(actor: Actor, stream: IO[bytes], valid_from: date | None = None) -> None:
    """Let the picture in `stream` be the logo from a day (today) on. Raises Invalid (field `value`)."""
    picture = clean_picture(stream, LOGO_SIDE)
    stored = storage.put(BytesIO(picture), ".png")
    _replace_logo(actor, {"key": stored.key, "digest": stored.sha256}, valid_from)


def remove_logo(actor: Actor) -> None:
    """Pages and letters without a picture from today on."""
    _replace_logo(actor, "", None)


def _replace_logo(actor: Actor, value: Any, valid_from: date | None) -> None:
    """Files of earlier days stay, for letters of their time; one that no value names any more goes."""
    before = {known["key"] for known in settings.values_of(LOGO) if known}
    settings.set_value(actor, LOGO, value, valid_from)
    for key in before - {known["key"] for known in settings.values_of(LOGO) if known}:
        storage.delete(key)


def time_zone() -> str:
    """The name of the zone in force. Which day it is cannot be asked for here: that depends on the zone."""
    return str(settings.get(TIME_ZONE, on=clock.now().astimezone(ZoneInfo(clock.DEFAULT_ZONE)).date()))


def letterhead() -> Letterhead:
    """The kop of prints and letters; without its logo where the file is gone."""
    return Letterhead((settings.get(GOVERNMENT), settings.get(OFFICE)), settings.get(ADDRESS), _file(settings.get(LOGO)))


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


def _file(value: Any) -> Path | None:
    path = storage.path(value["key"]) if value else None
    return path if path is not None and path.is_file() else None
