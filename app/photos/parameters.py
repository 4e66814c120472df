"""What an agency decides about photos on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

MEGABYTE = 1024 * 1024

LIMIT = Setting(
    "photos.limit",
    Kind.INTEGER,
    MEGABYTE,
    _("A photo is smaller than so many bytes"),
    _("1 MB is 1048576 bytes; a photo of exactly this size is refused."),
    least=50_000,
    most=8 * MEGABYTE,
)
LEAST_WIDTH = Setting(
    "photos.least_width", Kind.INTEGER, 400, _("Least width of a photo in pixels"), _("The height follows from 4:6."), least=200, most=2000
)
SHARPNESS = Setting(
    "photos.sharpness",
    Kind.INTEGER,
    12,
    _("Least sharpness of a photo"),
    _("How strongly neighbouring dots differ; a blurred picture has less than 10, a sharp one mostly more than 50."),
    least=0,
    most=1000,
)
