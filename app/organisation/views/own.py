"""What everybody sees of himself, and a supervisor of his people."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.kernel.actor import current_actor
from app.kernel.errors import Invalid, Missing
from app.organisation import queries, services
from app.organisation.forms import ContactForm
from app.organisation.models import Employee
from app.organisation.views.facts import job_facts, person_facts, warnings_of


class ProfileView(BaseView):
    """Profil Saya: one's own record; the contact data are one's own to change (B16, B18, B19), the rest the agency's."""

    route_base = "/profile"
    default_view = "show"

    @expose("/")
    @has_access
    def show(self) -> ResponseReturnValue:
        person = _me()
        return self.render_template(
            "organisation/profile.html",
            title=_("My profile"),
            person=person,
            person_facts=person_facts(person),
            job_facts=job_facts(person),
            warnings=warnings_of(person),
            tests=queries.competence_tests(current_actor(), person.id),
        )

    @expose("/edit", methods=["GET", "POST"])
    @has_access
    def edit(self) -> ResponseReturnValue:
        person = _me()
        form = ContactForm(obj=person)
        if form.validate_on_submit():
            changes = {name: form[name].data for name in ("email_official", "phone", "office_address")}
            try:
                services.change_own_contact(current_actor(), changes, int(form.version.data or 0))
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("Your contact data have been saved."), "success")
                return redirect(url_for("ProfileView.show"))
        page = self.render_template("organisation/form.html", title=_("My contact data"), form=form, back_url=url_for("ProfileView.show"))
        return page, 422 if request.method == "POST" else 200


class SubordinateView(BaseView):
    """Bawahan Langsung (T3, T23): those whose direct supervisor I am."""

    route_base = "/subordinates"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> ResponseReturnValue:
        people = queries.subordinates(current_actor())
        return self.render_template("organisation/subordinates.html", title=_("Direct subordinates"), people=people)


def _me() -> Employee:
    person = queries.employee_of(current_actor())
    if person is None:
        raise Missing(_("Your account has no personnel record."))
    return person
