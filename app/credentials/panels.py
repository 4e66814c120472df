"""On the first page: one's certifications that end soon."""

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.credentials.listings import SOON, SOON_DAYS
from app.credentials.queries import ending_soon
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_long_date
from app.kernel.panels import Line, Lines, Panel
from app.kernel.roles import Role

SHOWN = 5


def load_ending(actor: Actor) -> Lines | None:
    """Verified certifications whose end is near; nothing if none is."""
    found = ending_soon(actor, clock.today(), SOON_DAYS)
    lines = [
        Line(
            Brief(each.name, "", url_for("CertificationView.show", pk=each.id)),
            gettext("valid until %(day)s", day=format_long_date(each.valid_until)),
        )
        for each in found[:SHOWN]
    ]
    more = (_("See everything"), url_for("CertificationView.list", ends=SOON)) if len(found) > SHOWN else None
    return Lines(lines, more) if lines else None


PANELS = (Panel("certifications_ending", _("Certifications that end soon"), (Role.EMPLOYEE,), load_ending),)
