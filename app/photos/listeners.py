"""What follows a photo's steps, inside their transaction; and who is told."""

from app.kernel.events import Event, listens
from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices
from app.photos.services import replace_older
from app.photos.workflow import ACCEPTED, DOUBTED, WAITING

PAGE = "PhotoView.show"


@listens("photo.create")
def drop_doubted(event: Event) -> None:
    """One photo at a time waits for its owner's word."""
    replace_older(event.subject, (DOUBTED.key,))


@listens("photo.send")
def drop_waiting(event: Event) -> None:
    """The officer decides on the newest; the accepted one stays in use until then."""
    replace_older(event.subject, (WAITING.key, DOUBTED.key))


@listens("photo.accept")
def drop_accepted(event: Event) -> None:
    replace_older(event.subject, (ACCEPTED.key,))


register_notices(
    Notice("photo.send", (ROLE(Role.OPD_ADMIN),), N_("A photo waits for your look"), opens=PAGE, chosen=()),
    Notice("photo.accept", (OWNER,), N_("Your photo has been accepted"), opens=PAGE),
    Notice("photo.refuse", (OWNER,), N_("Your photo has been refused; read why and take another one"), opens=PAGE),
)
