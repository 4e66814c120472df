"""Who is told of an award, and what may not be deleted while one refers to it."""

from flask_babel import gettext as _

from app.awards.services import awards_with
from app.kernel.errors import Conflict
from app.kernel.events import Event, listens
from app.notifications.rules import N_
from app.verification.notices import register_verified_notices

register_verified_notices(
    "award",
    "AwardView.show",
    create=N_("An award waits for verification"),
    resubmit=N_("A corrected award waits for verification"),
    approve=N_("Your award has been approved"),
    returned=N_("Your award needs correction"),
    reject=N_("Your award has been rejected"),
    cancel=N_("The approval of your award has been cancelled"),
)


@listens("code.delete")
def keep_used_codes(event: Event) -> None:
    """A code that an award keeps stays; it can be let end instead."""
    if used := awards_with(event.subject.code_list, event.subject.code):
        what = ", ".join(used)
        raise Conflict(_("“%(label)s” is used by: %(what)s. Let it end instead of deleting it.", label=event.subject.label, what=what))
