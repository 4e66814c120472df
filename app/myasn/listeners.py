"""What happens to a record is followed by its package, and every mark says who set it: in the same transaction."""

from app.kernel.events import Event, listens
from app.myasn.kinds import KINDS
from app.myasn.services import follow_record, keep_mark
from app.myasn.workflow import MYASN_FLOW


def follow(event: Event) -> None:
    """Each step of a record: approved, it has a package; otherwise it has none."""
    follow_record(event.subject)


for _kind in KINDS.values():
    listens(f"{_kind.model.__workflow__.name}.*")(follow)


@listens(f"{MYASN_FLOW.name}.*")
def mark(event: Event) -> None:
    """Sent, approved, taken back."""
    keep_mark(event.actor, event.subject, event.key.partition(".")[2])
