"""What an agency decides about proposals on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.numbering import check_pattern
from app.kernel.settings import Kind, Setting
from app.proposals.rules import PeriodKind

PERIOD = Setting(
    "proposals.period",
    Kind.CHOICE,
    PeriodKind.YEAR.value,
    _("An employee may propose once per"),
    _("Counts from the date of the proposal; a proposal made by an admin counts too."),
    choices={
        PeriodKind.YEAR: _("Year"),
        PeriodKind.SEMESTER: _("Semester"),
        PeriodKind.QUARTER: _("Quarter"),
        PeriodKind.EVER: _("Only once ever"),
    },
)
NUMBER_PATTERN = Setting(
    "proposals.number_pattern",
    Kind.TEXT,
    "USUL-{year}-{number:05d}",
    _("Pattern of the proposal number"),
    _("{number:05d} is the running number of the year, {year} and {month} (Roman) are those of the proposal."),
    check=check_pattern,
)
