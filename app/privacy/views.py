"""Data Saya: what the portal holds about oneself, who looked at it, and what one asks about it."""

from typing import Any

from flask import flash, redirect, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.kernel.actor import Actor, current_actor
from app.kernel.crud import PortalModelView
from app.kernel.db import session
from app.kernel.errors import Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.jobs import KEEP_DAYS, start_job, unsettled
from app.kernel.jobs import JobStatus as Status
from app.kernel.reads import reads_of
from app.kernel.routes import route
from app.kernel.scope import visible
from app.privacy.consents import give, has_agreed, withdraw
from app.privacy.forms import ActivityForm, PackageForm, RequestForm
from app.privacy.listings import ACTIVITIES, REQUEST, REQUESTS
from app.privacy.models import Consent, DataRequest, ProcessingActivity
from app.privacy.rules import READ_KINDS, WORDS, Purpose, Wish
from app.privacy.services import ask
from app.privacy.tasks import PACKAGE


class MyDataView(BaseView):
    """One page per person: what there is, and the job that makes it a file."""

    route_base = "/my-data"
    default_view = "show"

    @route("/")
    def show(self) -> str:
        return self._page(PackageForm())

    @route("/package", "POST")
    def package(self) -> Any:
        """Start the job, or go to the one that is under way."""
        form, actor = PackageForm(), current_actor()
        if not form.validate():
            return self._page(form), 422
        waiting = (Status.QUEUED, Status.RUNNING)
        under_way = next((each for each in unsettled(actor) if each.kind == PACKAGE and each.status in waiting), None)
        job = under_way or start_job(actor, PACKAGE, _("My data"), {"form": form.form.data})
        answer: Response = redirect(url_for("JobView.show", pk=job.id))
        return answer

    def _page(self, form: PackageForm) -> str:
        reads = reads_of(current_actor())
        return str(
            self.render_template("privacy/my_data.html", title=_("My data"), form=form, days=KEEP_DAYS, reads=reads, kinds=READ_KINDS)
        )


class DataRequestView(WorkflowView):
    """Requests about one's data; BKPSDM's queue of them, the most urgent first."""

    route_base, title, model = "/data-requests", lazy_gettext("Requests about personal data"), DataRequest
    listing, detail = REQUESTS, REQUEST
    add_form = RequestForm
    add_label = lazy_gettext("Ask about my data")
    bulk = False
    history_label = history_title = lazy_gettext("History of the request")

    def create(self, actor: Actor, form: Any) -> DataRequest:
        return ask(actor, Wish(form.kind.data), form.wish.data, form.submission_key)


class ProcessingActivityView(PortalModelView):
    """The register of processing: kept by BKPSDM, read by auditors, on paper for whoever asks for it."""

    route_base, title, model = "/processing-activities", lazy_gettext("Register of processing"), ProcessingActivity
    listing, detail = ACTIVITIES, ACTIVITIES.columns
    add_form = edit_form = ActivityForm
    add_label = lazy_gettext("Add an activity")
    deletable = True
    searchable = True


class ConsentView(BaseView):
    """Persetujuan Saya: what one agrees to beyond the law, and the log of it."""

    route_base = "/my-consents"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        actor = current_actor()
        choices = [(purpose, WORDS[purpose], has_agreed(actor.user_id or 0, purpose)) for purpose in Purpose]
        log = session().scalars(select(Consent).where(visible(Consent, actor)).order_by(Consent.id.desc())).all()
        return str(self.render_template("privacy/consents.html", title=_("My consents"), choices=choices, log=log))

    @route("/<string:purpose>/give", "POST")
    def give(self, purpose: str) -> Any:
        give(current_actor(), _purpose(purpose))
        flash(_("Your consent has been noted."), "success")
        return redirect(url_for("ConsentView.list"))

    @route("/<string:purpose>/withdraw", "POST")
    def withdraw(self, purpose: str) -> Any:
        withdraw(current_actor(), _purpose(purpose))
        flash(_("Your consent has been withdrawn."), "success")
        return redirect(url_for("ConsentView.list"))


def _purpose(typed: str) -> Purpose:
    if typed not in set(Purpose):
        raise Missing
    return Purpose(typed)
