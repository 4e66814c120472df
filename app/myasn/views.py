"""The screens of MyASN: the list of what is ready, the card of each record to copy from, the export in the national names, and the recapitulation by OPD."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, redirect, request, send_file, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest

from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem
from app.kernel.crud.exporting import AT_ONCE, sheet_answer
from app.kernel.crud.links import offer_beside, url_for_record
from app.kernel.errors import Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.jobs import start_job
from app.kernel.listing import ListState, Page
from app.kernel.navigation import view_called
from app.kernel.routes import route
from app.myasn.exporting import EXPORT, FORMATS, national_answer
from app.myasn.kinds import KINDS, Service, service_name
from app.myasn.listings import KIND, PACKAGES, RECAP, SERVICE_FILTER, SERVING
from app.myasn.models import Package
from app.myasn.queries import OpdRow, card_of, counts_by_kind, counts_by_service, next_card, package_of, record_of, refuse_withdrawn
from app.myasn.rules import MOST_BYTES, NOTHING, in_indonesian
from app.myasn.services import proof_for_myasn
from app.myasn.workflow import READY

LABEL = lazy_gettext("Ready for MyASN")
DETAIL = tuple(column for column in PACKAGES.columns if column.key in ("person", "opd", "sent", "accepted", "state"))
"""What the card does not say among MyASN's own fields."""


class PackageView(WorkflowView):
    """Siap MyASN: what is approved here, copied field by field into MyASN by its owner. Permissions: can_export also for the national names."""

    route_base, title, model = "/myasn", LABEL, Package
    listing, detail = PACKAGES, DETAIL
    show_template = "myasn/card.html"
    history_label = history_title = lazy_gettext("See the submission history")
    searchable = False

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        kind, subject = KINDS[record.subject_type], record_of(record)
        fields = card_of(record, subject)
        problem = kind.problems([subject]).get(subject.id, "") if record.is_open else ""
        paper = kind.paper(subject) if record.is_open and not problem else None
        follower = next_card(record, subject) if not record.is_open else None
        return super().show_context(actor, record) | {
            "person_line": " · ".join(line for line in self._person(subject) if line),
            "kind": kind,
            "place": in_indonesian(kind.place),
            "fields": fields,
            "nothing": NOTHING,
            "everything": "\n".join(f"{name}: {value}" for name, _label, value in fields),
            "problem": problem,
            "taken_back_on": None if record.is_open else record.state_since,
            "next_url": self.own_url(follower) if follower else None,
            "record_url": url_for_record(subject),
            "proof": paper,
            "file_name": subject.file_name if paper else "",
            "small": paper is not None and paper.size <= MOST_BYTES,
        }

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        more = super().list_context(actor, state, page)
        if page.count and self.may("national"):
            more["page_links"] = [(_("Export for SIASN"), url_for(f"{self.endpoint}.national", **state.args(page=1, size=0)), "archive")]
        return more

    @route("/of/<string:kind>/<int:pk>", permission="show")
    def of(self, kind: str, pk: int) -> Any:
        """From a record to its card."""
        return redirect(self.own_url(package_of(current_actor(), kind, pk).id))

    @route("/<int:pk>/proof", permission="show")
    def proof(self, pk: int) -> Response:
        """The record's document under the name of S16, no larger than MyASN takes."""
        actor = current_actor()
        package = self.fetch(actor, pk)
        subject = record_of(package)
        refuse_withdrawn(package)
        paper = KINDS[package.subject_type].paper(subject)
        if paper is None:
            raise Missing
        return _sent(proof_for_myasn(actor, paper), paper.media_type, subject.file_name)

    @route("/national", "GET", "POST", permission="export")
    def national(self) -> Any:
        """The rows of the list in the web service's names: the page says which fields there are, `format` fetches the file of one type."""
        actor = current_actor()
        state = self.listing.parse(actor, request.args)
        criteria, joins = self.listing.criteria(actor, state), self.listing.joins
        counts = counts_by_kind(actor, criteria, joins)
        wanted, chosen = request.args.get("format", ""), state.value(KIND.key)
        if wanted:
            service = KINDS[chosen].service_at(request.args.get("service", "")) if chosen in KINDS else None
            if wanted not in FORMATS or service is None:
                raise BadRequest
            return self._national_file(actor, state, chosen, wanted, counts.get(chosen, 0), service)
        found = [
            {
                "service": service,
                "key": f"{key}-{service_name(service)}",
                "count": count,
                "files": [
                    (label, url_for(f"{self.endpoint}.national", **self._arguments(state, key), format=name, service=service_name(service)))
                    for name, label in FORMATS.items()
                ],
            }
            for key, kind in KINDS.items()
            if not chosen or key == chosen
            for service, count in counts_by_service(actor, kind, counts.get(key, 0), criteria, joins)
        ]
        chips = [(each.label, each.text) for each in self.listing.fields(actor, state) if each.text]
        return self._page("myasn/national.html", _("Export for SIASN"), found=found, chips=chips, back_url=self.list_url(state))

    def _national_file(self, actor: Actor, state: ListState, key: str, wanted: str, total: int, service: Service) -> Any:
        kind = KINDS[key]
        if total <= AT_ONCE:
            return national_answer(actor, state, kind, wanted, service)
        title = _("Export for SIASN: %(kind)s", kind=service.label)
        if request.method == "GET":
            action = url_for(f"{self.endpoint}.national", **dict[str, Any](request.args))
            return self._page("kernel/export_job.html", title, total=total, form_action=action, back_url=self.list_url(state))
        params = {"args": self._arguments(state, key), "kind": key, "format": wanted, "service": service_name(service)}
        return redirect(url_for("JobView.show", pk=start_job(actor, EXPORT, title, params).id))

    @staticmethod
    def _arguments(state: ListState, key: str) -> dict[str, Any]:
        arguments: dict[str, Any] = state.args(page=1, size=0, own=False)
        return arguments | {KIND.key: key}

    @staticmethod
    def _person(subject: Any) -> Sequence[str]:
        person = subject.employee
        return person.full_name, person.job_title


class MyasnRecapView(BaseView):
    """Rekap MyASN: by OPD what is approved here, sent, approved in MyASN, and still to send."""

    route_base = "/myasn-recap"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        return str(self.render_template("myasn/recap.html", **_recap(current_actor())))

    @route("/export")
    def export(self) -> Response:
        return _sheet(current_actor(), "xlsx")

    @route("/print")
    def print(self) -> Response:
        return _sheet(current_actor(), "pdf")


def _recap(actor: Actor) -> dict[str, Any]:
    state = RECAP.asks.parse(actor, {KIND.key: request.args.get(KIND.key, "")})
    kind = state.value(KIND.key)
    rows = RECAP.rows(actor, state)
    whole = OpdRow(0, _("All"), sum(row.ready for row in rows), sum(row.sent_only for row in rows), sum(row.accepted for row in rows))
    return {
        "title": str(RECAP.title),
        "kind": kind,
        "rows": rows,
        "whole": whole,
        "filters": RECAP.asks.fields(actor, state),
        "asked": {KIND.key: kind} if kind else {},
        "counted": {SERVICE_FILTER.key: SERVING} | ({KIND.key: kind} if kind else {}),
        "ready": READY.key,
        "columns": RECAP.columns(),
    }


def _sheet(actor: Actor, wanted: str) -> Response:
    page = _recap(actor)
    chosen = tuple(f"{each.label}: {each.text}" for each in page["filters"] if each.text)
    return sheet_answer(RECAP.sheet(actor, page["rows"], chosen), wanted)


def _sent(content: bytes, media_type: str, name: str) -> Response:
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _way_to_card(record: Any) -> MenuItem | None:
    """In the menu of an approved record, the way to its card."""
    view = view_called(PackageView.__name__) if record.counts else None
    if view is None or not view.may("show"):
        return None
    return MenuItem(LABEL, url_for("PackageView.of", kind=record.__tablename__, pk=record.id), "send")


for _kind in KINDS.values():
    offer_beside(_kind.model, _way_to_card)
