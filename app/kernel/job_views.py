"""Pekerjaan: my long jobs, how far they are, and what they left to download. Nobody sees another person's (the scope of Job)."""

from mimetypes import guess_type
from pathlib import Path
from typing import Any

from flask import Response, flash, jsonify, redirect, send_file, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from app.kernel import storage
from app.kernel.access import Grant
from app.kernel.actor import current_actor
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.formats import format_number
from app.kernel.jobs import Job, JobStatus, cancel_job
from app.kernel.roles import SIGNED_IN
from app.kernel.routes import route
from app.kernel.scope import fetch, visible
from app.kernel.workflow import Tone

GRANTS = (Grant("JobView", ("can_list", "can_show", "can_cancel"), SIGNED_IN),)
SHOWN = 50
TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
}
LABELS: dict[JobStatus, tuple[LazyString, Tone]] = {
    JobStatus.QUEUED: (lazy_gettext("Waiting to start"), Tone.NEUTRAL),
    JobStatus.RUNNING: (lazy_gettext("Running"), Tone.INFO),
    JobStatus.DONE: (lazy_gettext("Finished"), Tone.SUCCESS),
    JobStatus.FAILED: (lazy_gettext("Failed"), Tone.DANGER),
    JobStatus.CANCELLED: (lazy_gettext("Cancelled"), Tone.NEUTRAL),
}


class JobView(BaseView):
    """Started by other screens; here people come back to it."""

    route_base = "/jobs"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        """The newest fifty."""
        query = select(Job).where(visible(Job, current_actor())).order_by(Job.id.desc()).limit(SHOWN)
        return self._page("list", _("My jobs"), jobs=session().scalars(query).all())

    @route("/<int:pk>")
    def show(self, pk: int) -> str:
        """One job with its bar; the page follows it by itself where JavaScript is on."""
        job = fetch(Job, current_actor(), pk)
        return self._page("show", job.title, job=job, progress=describe(job), is_over=JobStatus(job.status).is_over)

    @route("/<int:pk>/status", permission="show")
    def status(self, pk: int) -> Response:
        """The same for the script that moves the bar."""
        answer = jsonify(describe(fetch(Job, current_actor(), pk)))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @route("/<int:pk>/download", permission="show")
    def download(self, pk: int) -> Response:
        """The file, under the name the job gave it; 404 before it is there and after it was removed."""
        job = fetch(Job, current_actor(), pk)
        if job.result_key is None or not storage.path(job.result_key).is_file():
            raise Missing(_("The file is not there any more. Start the job again."))
        return file_answer(storage.path(job.result_key), job.result_name or f"{job.title}{Path(job.result_key).suffix}")

    @route("/<int:pk>/cancel", "POST")
    def cancel(self, pk: int) -> AnyResponse:
        cancel_job(current_actor(), pk)
        flash(_("The job has been cancelled."), "success")
        return redirect(url_for("JobView.show", pk=pk))

    def _page(self, template: str, title: str, **values: Any) -> str:
        return str(self.render_template(f"jobs/{template}.html", title=title, labels=LABELS, **values))


def describe(job: Job) -> dict[str, Any]:
    """What the progress bar needs, for page and script alike; a cancelled job has failed, as far as the bar is concerned."""
    status = JobStatus(job.status)
    return {
        "id": job.id,
        "state": JobStatus.FAILED if status is JobStatus.CANCELLED else status,
        "done": job.done,
        "total": job.total,
        "count": _("%(done)s of %(total)s", done=format_number(job.done), total=format_number(job.total)) if job.total else "",
        "message": job.error or (str(LABELS[status][0]) if status is JobStatus.CANCELLED else job.message) or str(LABELS[status][0]),
        "status_url": url_for("JobView.status", pk=job.id),
        "result_url": url_for("JobView.download", pk=job.id) if job.result_key else None,
    }


def file_answer(path: Path, name: str) -> Response:
    """`path` as a download called `name`; never cached, never opened in the portal's own page."""
    mimetype = TYPES.get(path.suffix) or guess_type(name)[0] or "application/octet-stream"
    answer = send_file(path, mimetype=mimetype, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
