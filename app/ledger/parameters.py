"""What an agency decides about hours of learning on its settings screen; every value is in force from a day on."""

from datetime import date, timedelta
from decimal import Decimal

from flask_babel import lazy_gettext as _

from app.kernel import settings
from app.kernel.settings import Kind, Setting

DAILY_MOST = Setting(
    "ledger.maks_jp_per_hari",
    Kind.DECIMAL,
    Decimal(8),
    _("Most JP of a person on one calendar day"),
    _(
        "Over all his approved and pending records; the JP of a record are spread evenly over its days. For each day the value in force on it applies."
    ),
    least=1,
    most=24,
)
TARGET = Setting(
    "ledger.target_jp",
    Kind.DECIMAL,
    Decimal(20),
    _("Yearly target in JP"),
    _("Approved JP count in the year of their last day. The value in force on 31 December, or today, applies."),
    least=1,
    most=500,
)
PPPK_MOST = Setting(
    "ledger.pppk_maks_jp",
    Kind.DECIMAL,
    Decimal(24),
    _("JP a year above which a PPPK gets a hint"),
    _("A hint on the person's own book only; nothing is refused for it."),
    least=1,
    most=500,
)


def most_on(day: date) -> Decimal:
    """The most JP of a person on this day."""
    most: Decimal = settings.get(DAILY_MOST, day)
    return most


def changes(first: date, last: date) -> list[date]:
    """The days behind `first` up to `last` from which another most holds."""
    found: list[date] = []
    day = last
    while (begun := settings.since(DAILY_MOST, day)) is not None and begun > first:
        found.append(begun)
        day = begun - timedelta(days=1)
    return found
