"""Results of Uji Kompetensi: BKPSDM's list and entry form. Nobody else opens these pages; owners and supervisors see results on the person's page."""

from decimal import Decimal, InvalidOperation

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.kernel.actor import current_actor
from app.kernel.errors import Invalid
from app.organisation import queries, services
from app.organisation.forms import CompetenceTestForm
from app.organisation.models import CompetenceTest, Employee


class CompetenceTestView(BaseView):
    """Uji Kompetensi."""

    route_base = "/competence-tests"
    default_view = "list"

    @expose("/list/")
    @has_access
    def list(self) -> ResponseReturnValue:
        text = request.args.get("q", "").strip()
        page = queries.list_competence_tests(current_actor(), text, request.args.get("page", 1, int), request.args.get("size", 10, int))
        return self.render_template("organisation/competence_tests.html", title=_("Competence tests"), page=page, text=text)

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        actor = current_actor()
        form = CompetenceTestForm(data={"employee_id": request.args.get("employee", "")})
        if form.validate_on_submit():
            try:
                test = _record(form)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("The result of %(name)s has been saved.", name=test.employee.full_name), "success")
                return redirect(url_for("CompetenceTestView.list"))
        if form.employee_id.pk is not None:
            person = next(iter(queries.seen(Employee, actor, [form.employee_id.pk])), None)
            form.employee_id.show(form.employee_id.pk, person.select_label if person else "–")
        page = self.render_template(
            "organisation/form.html",
            title=_("Enter competence test"),
            form=form,
            remote={"employee_id": (url_for("OrganisationSelectView.people"), None)},
            note=_("A result of the same person and day is corrected, not entered twice."),
            back_url=url_for("CompetenceTestView.list"),
        )
        return page, 422 if request.method == "POST" else 200


def _record(form: CompetenceTestForm) -> CompetenceTest:
    if form.employee_id.pk is None:
        raise Invalid(fields={"employee_id": _("Choose the employee.")})
    try:
        score = Decimal((form.score.data or "").strip())
    except InvalidOperation:
        raise Invalid(fields={"score": _("Number with a point, not a comma.")}) from None
    if not score.is_finite() or form.taken_on.day is None:
        raise Invalid(fields={"score": _("Number with a point, not a comma.")})
    return services.record_competence_test(
        current_actor(),
        form.employee_id.pk,
        taken_on=form.taken_on.day,
        score=score,
        box=form.box.data,
        recommendation=form.recommendation.data,
    )
