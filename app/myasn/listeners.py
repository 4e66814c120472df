"""What happens to a record is followed by its package, and every mark says who set it: in the same transaction."""

from app.kernel.events import Event, listens
from app.kernel.roles import Role
from app.myasn.kinds import KINDS
from app.myasn.services import follow_record, keep_mark
from app.myasn.workflow import ACCEPTED, MYASN_FLOW, SENT
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices

PAGE = "PackageView.show"


def _had_gone(event: Event) -> bool:
    return event.data["from"] in (SENT.key, ACCEPTED.key)


register_notices(
    Notice(
        "myasn.withdraw",
        (OWNER,),
        N_("What you sent to MyASN was taken back here: correct it there as well"),
        N_("%(subject)s"),
        opens=PAGE,
        when=_had_gone,
    ),
    Notice(
        "myasn.withdraw",
        (ROLE(Role.BKPSDM_ADMIN),),
        N_("A record that was sent to MyASN was taken back here"),
        N_("%(subject)s"),
        opens=PAGE,
        chosen=(),
        when=_had_gone,
    ),
)


def follow(event: Event) -> None:
    """Each step of a record: approved, it has a package; otherwise it has none."""
    follow_record(event.subject)


for _kind in KINDS.values():
    listens(f"{_kind.model.__workflow__.name}.*")(follow)


@listens(f"{MYASN_FLOW.name}.*")
def mark(event: Event) -> None:
    """Sent, approved, taken back."""
    keep_mark(event.actor, event.subject, event.key.partition(".")[2])
