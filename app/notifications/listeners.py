"""Every event passes here once, inside its own transaction; what people are told stands or falls with it."""

from flask import current_app

from app.accounts.services import make_link
from app.kernel.db import after_commit, unit_of_work
from app.kernel.events import Event, listens
from app.notifications.channels import Channel, switched_on
from app.notifications.rules import GROUP, N_, OWNER, Notice, register_notices
from app.notifications.services.telling import tell_people
from app.notifications.tasks import wake_outbox


def new_password_path(user_id: int) -> str:
    """Where the one mail leads that opens without signing in."""
    return current_app.url_map.bind("portal").build("ForgottenView.choose", {"token": make_link(user_id)})


BOTH_OFFICERS = GROUP("acting_officer", lambda acting: [acting.officer_id, acting.deputy_id])
register_notices(
    Notice(
        "account.password_forgotten",
        (OWNER,),
        N_("Somebody asked for a link to choose a new password for your account. If it was not you, do nothing."),
        outside=N_("Choose a new password for the portal by this link. If you did not ask for it, do nothing."),
        channels=(Channel.EMAIL,),
        chosen=(Channel.EMAIL,),
        link=new_password_path,
    ),
    Notice(
        "acting_officer.create",
        (BOTH_OFFICERS,),
        title=N_("Decisions are taken in somebody's place: %(subject)s"),
        outside=N_("Decisions are lent for some days, by you or to you"),
        opens="ActingOfficerView.show",
    ),
    Notice(
        "acting_officer.end",
        (BOTH_OFFICERS,),
        title=N_("Decisions are no longer taken in somebody's place: %(subject)s"),
        outside=N_("Decisions that were lent for some days are no longer lent"),
        opens="ActingOfficerView.show",
    ),
)


@listens("*")
def tell_of_event(event: Event) -> None:
    """Write the rows of this event, and wake the worker once after the commit, however many events it holds."""
    leaving = tell_people(event, switched_on(current_app.config))
    if leaving and wake_outbox not in unit_of_work().after_commit:
        after_commit(wake_outbox)
