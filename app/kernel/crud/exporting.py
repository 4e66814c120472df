"""Export and print of a list: exactly the rows the filters leave inside the person's scope; many rows become a job that he can leave and find again."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from app.kernel import clock, storage
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import letterhead
from app.kernel.crud.links import view_acting_for
from app.kernel.errors import Text
from app.kernel.export import Sheet, write_csv, write_pdf, write_xlsx
from app.kernel.export.sheet import Progress
from app.kernel.job_views import file_answer
from app.kernel.jobs import JobResult, JobRun, job, start_job
from app.kernel.listing import Listing, ListState
from app.kernel.routes import route

AT_ONCE = 5000
EXPORT = "list.export"
PAPER = "pdf"
SUFFIXES = {"xlsx": ".xlsx", "csv": ".csv", PAPER: ".pdf"}


class ExportMixin:
    """The two routes; the rest comes from the view."""

    title: Text
    export_title: Text = ""
    listing: Listing
    list_url: Callable[..., str]
    may: Callable[[str], bool]
    _page: Callable[..., str]

    @route("/export", "GET", "POST")
    def export(self) -> Any:
        """Excel, or CSV with ?format=csv."""
        wanted = request.args.get("format", "xlsx")
        if wanted not in ("xlsx", "csv"):
            raise BadRequest
        return self._file(wanted)

    @route("/print", "GET", "POST")
    def print(self) -> Any:
        """The list as PDF with the agency's letterhead."""
        return self._file(PAPER)

    def sheet_of(self, actor: Actor, state: ListState, title: str, total: int, *, on_paper: bool) -> Sheet:
        """What is written of the list; a view adds here what its document says beside the rows."""
        return self.listing.sheet(actor, state, title, total, on_paper=on_paper)

    def _file(self, kind: str) -> Any:
        """The file at once, or above AT_ONCE rows a job: started by POST only, so a GET asks first."""
        actor = current_actor()
        state = self.listing.parse(actor, request.args)
        title = str(self.export_title or self.title)
        total = 0 if self.listing.is_waiting(state) else self.listing.count_leaving(actor, state)
        if total > AT_ONCE:
            if request.method == "GET":
                action = url_for(request.endpoint or "", **dict[str, Any](request.args))
                return self._page("kernel/export_job.html", title, total=total, form_action=action, back_url=self.list_url(state))
            params = {"view": type(self).__name__, "args": request.args.to_dict(), "kind": kind}
            return redirect(url_for("JobView.show", pk=start_job(actor, EXPORT, _("Export: %(title)s", title=title), params).id))
        return sheet_answer(self.sheet_of(actor, state, title, total, on_paper=kind == PAPER), kind)


def sheet_answer(sheet: Sheet, kind: str) -> Response:
    """`sheet` as a download: xlsx, csv or pdf."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export{SUFFIXES[kind]}"
        write(sheet, kind, path)
        # The answer holds the file open; its name may go now, its content goes when the answer is closed.
        return file_answer(path, file_name(sheet.title, kind))


def write(sheet: Sheet, kind: str, path: Path, progress: Progress | None = None) -> int:
    """Write `sheet` as xlsx, csv or pdf; returns the number of rows."""
    match kind:
        case "xlsx":
            return write_xlsx(sheet, path, progress)
        case "csv":
            return write_csv(sheet, path, progress)
        case _:
            return write_pdf(sheet, letterhead(), path, progress)


def file_name(title: str, kind: str) -> str:
    """A name that says what and of when: "usulan-diklat-20261121.xlsx"."""
    words = "".join(sign if sign.isalnum() else " " for sign in title.lower()).split()
    return f"{'-'.join(words) or 'data'}-{clock.today():%Y%m%d}{SUFFIXES[kind]}"


@job(EXPORT)
def export_list(run: JobRun) -> JobResult:
    """The same export in the background, with the person's rights of the moment it runs."""
    kind = str(run.params["kind"])
    view = view_acting_for(run.actor, run.params["view"], ExportMixin, "print" if kind == PAPER else "export")
    state = view.listing.parse(run.actor, run.params["args"])
    title = str(view.export_title or view.title)
    sheet = view.sheet_of(run.actor, state, title, view.listing.count_leaving(run.actor, state), on_paper=kind == PAPER)
    stored = storage.produce(lambda path: write(sheet, kind, path, run.progress), SUFFIXES[kind])
    return JobResult(stored, file_name(title, kind))
