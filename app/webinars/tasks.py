"""What the worker does for webinars."""

from app.kernel import storage
from app.kernel.jobs import JobResult, JobRun, job
from app.kernel.queue import background
from app.kernel.scope import fetch
from app.notifications.channels import Channel
from app.notifications.tasks import senders
from app.webinars.guest_services import SEND, GuestOutbox
from app.webinars.models import Webinar
from app.webinars.services import keep_time
from app.webinars.services import remind as remind_people
from app.webinars.zoom_services import REPORT, keep, read_file, report_told

SEND_SECONDS = 20.0


@background("webinars.keep_time", every_minutes=1)
def start_and_finish() -> None:
    """Webinars begin and end at their time, whether or not anybody presses a button."""
    keep_time()


@background("webinars.remind", every_minutes=5)
def remind() -> None:
    """A day and an hour before, each once, however often this runs."""
    remind_people()


@background(SEND, every_minutes=1)
def send_guest_mail() -> None:
    """Mails to guests: after every commit that wrote one, and each minute for what failed."""
    GuestOutbox(senders().get(Channel.EMAIL)).drain(SEND_SECONDS)


@job(REPORT)
def read_zoom_report(run: JobRun) -> JobResult:
    """A large report; begun anew it finds what it has written."""
    webinar: Webinar = fetch(Webinar, run.actor, int(run.params["webinar"]))
    key = str(run.params["file"])
    counts = keep(run.actor, webinar, read_file(webinar, key), str(run.params["name"]), run.progress)
    storage.delete(key)
    return JobResult(message=report_told(counts))
