"""What an agency decides about the reports of activities on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

GRACE = Setting(
    "realisations.report_days",
    Kind.INTEGER,
    7,
    _("Days to report on an activity"),
    _("So many days after the period it speaks of a report is due; afterwards it is marked as overdue, and the supervisor is told."),
    least=0,
    most=90,
)
