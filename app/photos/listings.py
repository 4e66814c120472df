"""What lists and pages of photos show and filter by."""

from flask_babel import lazy_gettext as _

from app.kernel.columns import Column, Kind
from app.kernel.flow_views import state_column
from app.kernel.formats import format_size
from app.organisation.listings import personal_listing
from app.photos.models import Photo
from app.photos.rules import Check


def doubts_of(photo: Photo) -> list[str]:
    """What the machine doubts, in words."""
    return [str(Check(key).label) for key in photo.doubts if key in list(Check)]


SENT_AT = Column("created_at", _("Uploaded on"), sort=Photo.created_at, kind=Kind.DATETIME)
DOUBTS = Column("doubts", _("Doubts of the portal"), doubts_of, kind=Kind.LINES, width=44)
PHOTOS = personal_listing(
    Photo,
    columns=(SENT_AT, DOUBTS),
    default_sort="-created_at",
    empty_title=_("No photo yet"),
    empty_text=_("The photos that people upload for their certificates stand here."),
)
DETAIL = (
    Column("name", _("Full name"), "employee.full_name"),
    Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP),
    SENT_AT,
    Column("measures", _("Pixels and size"), lambda row: f"{row.width} × {row.height}, {format_size(row.size)}"),
    DOUBTS,
    state_column(Photo),
)
