"""Profil Saya (B3 to B19): what the portal holds about oneself, changed at once or by a request; and the requests, for those who decide."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView
from flask_babel import gettext, lazy_gettext

from app.kernel.actor import Actor, current_actor
from app.kernel.crud import next_url
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.listing import Kind
from app.kernel.routes import route
from app.organisation import queries as people
from app.organisation.listings import PERSON
from app.organisation.models import Employee
from app.organisation.record_lists import lists_of
from app.photos.queries import own_doubted, own_photo
from app.profile import queries, services
from app.profile.forms import OwnDataForm, ProfileChangeForm, mark_required
from app.profile.listings import DETAIL, PROFILE_CHANGES
from app.profile.models import ProfileChange
from app.profile.rules import Way

AMONG_THE_TWELVE = (
    "nip",
    "full_name",
    "birth",
    "sex",
    "religion",
    "job_title",
    "rank",
    "email_official",
    "agency_origin",
    "office_address",
    "phone",
)


class ProfileView(BaseView):
    """One's own record: the twelve fields with who changes each, what is missing, what differs from the NIP."""

    route_base = "/profile"
    default_view = "show"

    @route("/")
    def show(self) -> ResponseReturnValue:
        actor, person = current_actor(), _me()
        fields = queries.profile_of(person)
        page = self.render_template(
            "profile/mine.html",
            title=gettext("My profile"),
            person=person,
            fields=fields,
            missed=sum(field.is_missed for field in fields),
            change=queries.waiting_change(actor),
            photo=own_photo(actor),
            doubted=own_doubted(actor),
            may_ask=bool(OwnDataForm.names(Way.OFFICER)),
            rows=[
                (str(column.label), column.cell(person), column.kind, column.copied(person))
                for column in PERSON
                if column.key not in AMONG_THE_TWELVE
            ],
            warnings=people.nip_differences(person),
            tests=people.competence_tests(actor, person.id),
            postings=people.postings(actor, person.id),
            records=lists_of(person),
            Kind=Kind,
        )
        return str(page)

    @route("/edit", "GET", "POST")
    def edit(self) -> ResponseReturnValue:
        """ "Update Profil": what the agency's table leaves to the person."""
        actor, person = current_actor(), _me()
        form, back = OwnDataForm(obj=None), next_url(url_for("ProfileView.show"))
        form.begin(person)
        mark_required(form)
        if not form.is_submitted():
            form.version.data = person.version
        elif form.validate():
            try:
                services.save_own(actor, form.typed(), form.known_version)
            except Invalid as refusal:
                form.add_errors(refusal)
            except Conflict:
                form.form_errors.append(gettext("Your record was changed meanwhile. Look at it again before you save."))
                form.version.data = form.version.raw_data = None
                form.version.process_data(_me().version)
            else:
                flash(gettext("Your data have been saved."), "success")
                return redirect(back)
        page = self.render_template(
            "profile/edit.html",
            title=gettext("Update profile"),
            form=form,
            names=OwnDataForm.names(Way.AT_ONCE),
            may_ask=bool(OwnDataForm.names(Way.OFFICER)),
            form_action=url_for("ProfileView.edit", next=back),
            back_url=back,
        )
        return str(page), 422 if form.is_submitted() else 200


class ProfileChangeView(WorkflowView):
    """What people ask to have changed in their data: asked for by the person, decided by the admin of his OPD or by BKPSDM."""

    route_base, title, model = "/profile-changes", lazy_gettext("Data changes"), ProfileChange
    form_title = lazy_gettext("Ask for a change of data")
    export_title = lazy_gettext("List of changes of personal data")
    add_label = lazy_gettext("Ask for a change of data")
    added = lazy_gettext("The request has been sent to the officer.")
    listing, detail = PROFILE_CHANGES, DETAIL
    add_form = ProfileChangeForm
    add_template = "profile/change_form.html"
    show_template = "profile/change.html"
    history_title = history_label = lazy_gettext("History of the request")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """One's own data as they stand, in the fields that an officer checks."""
        person = people.employee_of(actor)
        if person is None:
            raise Denied
        form.begin(person)
        mark_required(form)
        form.shown_names = OwnDataForm.names(Way.OFFICER)
        form.waiting = queries.waiting_change(actor)

    def create(self, actor: Actor, form: Any) -> ProfileChange:
        return services.ask_change(actor, form.typed(), form.reason.data or "", form.proof_id.data, form.submission_key)

    def after_add(self, record: Any) -> str:
        return next_url(self.own_url(record.id))

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        shown = {"differences": queries.differences(record), "warnings": queries.nip_differences_after(record)}
        return super().show_context(actor, record) | shown


def _me() -> Employee:
    person = people.employee_of(current_actor())
    if person is None:
        raise Missing(gettext("Your account has no personnel record."))
    return person
