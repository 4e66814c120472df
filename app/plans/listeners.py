"""What holds at every act on a plan, by whichever way it comes: the window (T36), a supervisor to decide (T23), the decision kept and frozen. And who is told."""

from app.kernel.db import session
from app.kernel.events import Event, listens
from app.kernel.held import renew
from app.kernel.roles import Role
from app.notifications.rules import GROUP, N_, OWNER, ROLE, Notice, register_notices
from app.plans.extension_queries import HELD as EXTENSIONS
from app.plans.models import PlanYear
from app.plans.queries import HELD, deciders_of
from app.plans.services import (
    agree,
    check_dialogue,
    check_open,
    check_room_to_send,
    ensure_plan,
    follow,
    freeze,
    route_to_decider,
    send_rows,
)

PAGE, VERIFY = "PlanRowView.show", "PlanVerificationView.show"
DECIDERS = GROUP("deciders", deciders_of)
NEXT = GROUP("next_supervisor", lambda row: [row.escalated_to_id])


@listens("plan_row.create")
@listens("plan_row.edit")
@listens("plan_row.send")
@listens("plan_row.delete")
def keep_window(event: Event) -> None:
    """Outside its days a plan is neither made nor changed, sent or deleted; this runs inside the act and undoes it, on screen, by API and in bulk alike."""
    check_open(session().get_one(PlanYear, event.subject.plan_year_id), event.subject.employee_id)


@listens("plan.send")
@listens("plan.edit")
def keep_window_of_plan(event: Event) -> None:
    check_open(session().get_one(PlanYear, event.subject.plan_year_id), event.subject.employee_id)


@listens("plan_row.edit")
def keep_window_of_before(event: Event) -> None:
    """Nor does a row leave a locked year for an open one."""
    if (left := event.data["before"].get("plan_year_id")) is not None:
        check_open(session().get_one(PlanYear, left), event.subject.employee_id)


@listens("plan_row.send")
def make_ready(event: Event) -> None:
    """What a row needs before it is with the supervisor, whether it is sent alone, with others or with the whole plan."""
    agree(event.subject)
    route_to_decider(event.subject)


@listens("plan.send")
def send_all(event: Event) -> None:
    """ "Ajukan Rencana" sends everything that is drafted, or nothing (T11)."""
    send_rows(event.actor, event.subject)


@listens("plan_row.create")
@listens("plan_row.edit")
def keep_plan(event: Event) -> None:
    """The first row of a year makes its plan."""
    ensure_plan(event.actor, event.subject.employee_id, event.subject.plan_year_id)


@listens("plan_row.create")
@listens("plan_row.edit")
@listens("plan_row.send")
@listens("plan_row.accept")
@listens("plan_row.reject")
@listens("plan_row.return")
@listens("plan_row.delete")
def follow_row(event: Event) -> None:
    """The plan stands where its rows stand."""
    follow(event.subject, sent=event.key == "plan_row.send")


@listens("plan_row.send")
def find_room(event: Event) -> None:
    """Behind the plan, which is locked first wherever both plan and person are."""
    check_room_to_send(event.subject)


@listens("plan_row.accept")
@listens("plan_row.reject")
def need_dialogue(event: Event) -> None:
    """Who only returns a row for a correction may speak with the person afterwards."""
    check_dialogue(event.subject)


@listens("plan_row.accept")
@listens("plan_row.reject")
@listens("plan_row.return")
def keep_decision(event: Event) -> None:
    """ "Alasan Keputusan" stands with the row (T17); what is accepted is frozen with person, job and labels of this day."""
    event.subject.decision = event.data["note"]
    if event.key == "plan_row.accept":
        event.subject.frozen = freeze(event.subject, event.actor.name, event.data.get("in_place_of"))


@listens("plan_year.*")
def renew_years(event: Event) -> None:
    renew(HELD)


@listens("plan_extension.*")
def renew_extensions(event: Event) -> None:
    renew(EXTENSIONS)


register_notices(
    Notice(
        "plan_row.send",
        (DECIDERS,),
        title=N_("A planned training waits for your verification: %(subject)s"),
        outside=N_("A planned training waits for your verification"),
        opens=VERIFY,
    ),
    Notice(
        "plan_extension.create",
        (OWNER, ROLE(Role.OPD_ADMIN)),
        title=N_("The plan may be written longer: %(subject)s"),
        outside=N_("A plan of competence development may be written longer"),
        opens="PlanExtensionView.show",
    ),
    Notice(
        "plan_row.nudge",
        (DECIDERS,),
        title=N_("A planned training has been waiting for your verification for %(days)s days: %(subject)s"),
        outside=N_("A planned training has been waiting for your verification for some time"),
        opens=VERIFY,
        data=("days",),
    ),
    Notice(
        "plan_row.escalate",
        (NEXT,),
        title=N_("Nobody has decided on this planned training; you can do it now: %(subject)s"),
        outside=N_("A planned training on which nobody has decided waits for you"),
        opens=VERIFY,
    ),
    Notice(
        "plan_row.escalate",
        (OWNER,),
        title=N_("Your planned training waits for the next supervisor too: %(subject)s"),
        outside=N_("Your planned training waits for the next supervisor too"),
        opens=PAGE,
    ),
    Notice(
        "plan_dialogue.create",
        (OWNER,),
        title=N_("Your supervisor has recorded the dialogue with you: %(subject)s"),
        outside=N_("Your supervisor has recorded the dialogue with you"),
        opens="PlanDialogueView.show",
    ),
    Notice(
        "plan_row.accept",
        (OWNER,),
        title=N_("Your planned training has been accepted: %(subject)s"),
        outside=N_("Your planned training has been accepted"),
        opens=PAGE,
    ),
    Notice(
        "plan_row.reject",
        (OWNER,),
        title=N_("Your planned training has been rejected: %(subject)s"),
        outside=N_("Your planned training has been rejected"),
        opens=PAGE,
    ),
    Notice(
        "plan_row.return",
        (OWNER,),
        title=N_("Your planned training has been returned for revision: %(subject)s"),
        outside=N_("Your planned training has been returned for revision"),
        opens=PAGE,
    ),
    Notice(
        "plan_reminder.create",
        (OWNER,),
        title=N_("Your plan for %(year)s is not sent yet. Days left before it locks: %(days)s"),
        outside=N_("Your plan of competence development is not sent yet and will lock soon"),
        opens="PlanRowView.add",
        data=("year", "days"),
    ),
)
