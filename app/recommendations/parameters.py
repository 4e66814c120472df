"""What an agency decides about recommendations on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.numbering import check_pattern
from app.kernel.settings import Kind, Setting

NUMBER_PATTERN = Setting(
    "recommendations.number_pattern",
    Kind.TEXT,
    "800/{number:03d}/BKPSDM/{month}/{year}",
    _("Pattern of the letter number"),
    _(
        "Recommendations and refusals share one series. {number} is the running number of the year, {year} and {month} (Roman) are those of the day of issue."
    ),
    check=check_pattern,
)
LEGAL_BASIS = Setting(
    "recommendations.legal_basis",
    Kind.TEXT,
    "",
    _("Legal basis in the letter"),
    _("The regulation that the letters name; left out while it is empty."),
)
REMIND_DAYS = Setting(
    "recommendations.remind_days",
    Kind.INTEGER,
    5,
    _("Days after which BKPSDM is reminded of a request for a recommendation"),
    _("Counted from the day on which it was sent."),
    least=1,
    most=90,
)
CHECKS_PER_MINUTE = Setting(
    "recommendations.checks_per_minute",
    Kind.INTEGER,
    30,
    _("Checks of letters a minute from one network address"),
    _("Of the public page; whoever asks more often has to wait."),
    least=5,
    most=1000,
)
