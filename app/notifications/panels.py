"""What did not get through, on the first page of those who look after it."""

from flask import url_for
from flask_babel import lazy_gettext as _

from app.kernel.actor import Actor
from app.kernel.formats import format_number
from app.kernel.listing import ListState
from app.kernel.panels import Figure, Panel, Place, Stats
from app.kernel.roles import Role
from app.notifications.listings import OUTBOX


def load_outbox(actor: Actor) -> Stats | None:
    """How many messages are stuck or late; nothing when everything has been delivered."""
    number = OUTBOX.count(actor, ListState())
    if not number:
        return None
    return Stats((Figure(_("Messages not delivered"), format_number(number), url_for("OutboxView.list"), "danger", "send"),))


PANELS = (Panel("outbox", _("Delivery of notices"), (Role.BKPSDM_ADMIN, Role.SUPERUSER), load_outbox, Place.FIGURES),)
