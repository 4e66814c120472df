"""What an agency decides about webhooks on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

KEEP_DAYS = Setting(
    "webhooks.keep_days",
    Kind.INTEGER,
    30,
    _("Days that deliveries of webhooks are kept"),
    _("What was taken, is stuck or was given up is deleted afterwards; what still waits stays."),
    least=1,
    most=365,
)
