"""The people of the agency: BKPSDM's list and forms; an OPD admin's of his OPD; supervisors and auditors read."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.kernel.actor import Actor, current_actor
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.roles import Role
from app.kernel.scope import fetch
from app.organisation import queries, services
from app.organisation.forms import EmployeeForm
from app.organisation.models import Employee, Unit
from app.organisation.queries import PEOPLE_ORDER, PeopleFilter
from app.organisation.rules import EmployeeStatus, JobType, parse_birth, suggest_titles
from app.organisation.views.facts import job_facts, person_facts, warnings_of
from app.reference import queries as reference
from app.reference.rules import CodeList

COPIED = (
    *("nip", "front_title", "name", "back_title", "sex", "religion", "employee_status", "legal_position", "job_title", "job_type"),
    *("job_level", "rank_code", "email_official", "agency_origin", "office_address", "phone"),
)
ASKED = ("q", "opd_id", "unit_id", "status", "job_type", "legal_position", "order", "down", "size", "page")


class EmployeeView(BaseView):
    """Pegawai: list, record, forms. Rows outside the reach are not found (G12)."""

    route_base = "/employees"
    default_view = "list"

    @expose("/list/")
    @has_access
    def list(self) -> ResponseReturnValue:
        actor = current_actor()
        chosen, order, descending = _asked()
        page = queries.list_people(
            actor,
            chosen,
            order=order,
            descending=descending,
            number=request.args.get("page", 1, int),
            size=request.args.get("size", 10, int),
        )
        return self.render_template(
            "organisation/people.html",
            title=_("Employees"),
            page=page,
            chosen=chosen,
            order=order,
            descending=descending,
            opds=queries.opd_options(actor),
            units=queries.unit_options(actor, chosen.opd_id),
            statuses=[(status.value, status.label) for status in EmployeeStatus],
            job_types=[(job.value, job.label) for job in JobType],
            legal_positions=reference.choices(CodeList.LEGAL_POSITION),
            asked={name: request.args[name] for name in ASKED if request.args.get(name)},
        )

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        actor, person = current_actor(), _person(pk)
        return self.render_template(
            "organisation/person.html",
            title=person.full_name,
            person=person,
            person_facts=person_facts(person),
            job_facts=job_facts(person),
            warnings=warnings_of(person),
            tests=queries.competence_tests(actor, person.id),
            may_change=queries.may_change(actor, person),
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        actor = current_actor()
        form = EmployeeForm()
        form.offer(actor, None)
        if form.validate_on_submit():
            try:
                person = services.add_employee(actor, **_values(form))
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("%(name)s has been added.", name=person.full_name), "success")
                return _to_record(person)
        return self._form(_("Add employee"), form, url_for("EmployeeView.list"))

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        actor, person = current_actor(), _person(pk)
        if not queries.may_change(actor, person):
            raise Denied
        form = EmployeeForm(data=_shown(person))
        form.offer(actor, person)
        if form.validate_on_submit():
            try:
                services.change_employee(actor, pk, _values(form), int(form.version.data or 0))
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("The changes have been saved."), "success")
                return _to_record(person)
        return self._form(_("Edit %(name)s", name=person.full_name), form, url_for("EmployeeView.show", pk=pk))

    @expose("/delete/<int:pk>", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        person = _person(pk)
        name = person.full_name
        try:
            services.delete_employee(current_actor(), pk)
        except Conflict as refusal:
            flash(str(refusal), "danger")
            return redirect(url_for("EmployeeView.show", pk=pk))
        flash(_("%(name)s has been deleted.", name=name), "success")
        return redirect(url_for("EmployeeView.list"))

    def _form(self, title: str, form: EmployeeForm, back_url: str) -> ResponseReturnValue:
        _show_chosen(form)
        groups = [
            (_("Personal data"), ["nip", "front_title", "name", "back_title", "birth", "sex", "religion"]),
            (_("Job"), ["employee_status", "legal_position", "job_title", "job_type", "job_level", "rank_code", "joined"]),
            (_("Place of work"), ["opd_id", "unit_id", "supervisor_id", "agency_origin", "office_address"]),
            (_("Contact"), ["email_official", "phone"]),
        ]
        remote = {
            "unit_id": (url_for("OrganisationSelectView.units"), "opd_id"),
            "supervisor_id": (url_for("OrganisationSelectView.people"), None),
        }
        locked = [] if current_actor().has(Role.BKPSDM_ADMIN) else ["nip"]
        page = self.render_template(
            "organisation/form.html", title=title, form=form, groups=groups, remote=remote, locked=locked, back_url=back_url
        )
        return page, 422 if request.method == "POST" else 200


def _person(pk: int) -> Employee:
    options = [joinedload(Employee.unit).joinedload(Unit.opd), joinedload(Employee.supervisor)]
    person: Employee = fetch(Employee, current_actor(), pk, options=options)
    return person


def _asked() -> tuple[PeopleFilter, str, bool]:
    """Filter and order of the address; 400 for what no select and no heading offers."""
    asked = request.args
    order = asked.get("order", "name")
    known = order in PEOPLE_ORDER and asked.get("status", "") in ("", *EmployeeStatus) and asked.get("job_type", "") in ("", *JobType)
    if not known:
        abort(400)
    chosen = PeopleFilter(
        text=asked.get("q", "").strip(),
        opd_id=asked.get("opd_id", type=int),
        unit_id=asked.get("unit_id", type=int),
        status=asked.get("status") or None,
        job_type=asked.get("job_type") or None,
        legal_position=asked.get("legal_position") or None,
    )
    return chosen, order, asked.get("down") == "1"


def _shown(person: Employee) -> dict[str, Any]:
    """The record as the form shows it."""
    shown: dict[str, Any] = {name: getattr(person, name) for name in COPIED}
    chosen = {"opd_id": person.unit.opd_id, "unit_id": person.unit_id, "supervisor_id": person.supervisor_id}
    shown.update({name: str(pk) if pk is not None else "" for name, pk in chosen.items()})
    return shown | {"birth": person.birth, "joined": person.joined, "version": person.version}


def _values(form: EmployeeForm) -> dict[str, Any]:
    """What was typed as the columns of the service."""
    place, day = parse_birth(form.birth.data or "")
    values: dict[str, Any] = {name: form[name].data or None for name in COPIED}
    unit_id = form.unit_id.pk if form.unit_id.pk is not None else _chosen_opd(form)
    return values | {
        "birth_place": place,
        "birth_date": day,
        "joined": form.joined.day,
        "unit_id": unit_id,
        "supervisor_id": form.supervisor_id.pk,
    }


def _chosen_opd(form: EmployeeForm) -> int | None:
    """Someone of the OPD itself, if no unit below it was chosen."""
    return int(form.opd_id.data) if str(form.opd_id.data or "").isdecimal() else None


def _show_chosen(form: EmployeeForm) -> None:
    actor: Actor = current_actor()
    for field, model, text in ((form.unit_id, Unit, "name"), (form.supervisor_id, Employee, "select_label")):
        if field.pk is not None:
            record = next(iter(queries.seen(model, actor, [field.pk])), None)
            field.show(field.pk, getattr(record, text) if record else "–")


def _to_record(person: Employee) -> ResponseReturnValue:
    """To the saved record, with what the portal noticed about it."""
    for warning in warnings_of(person):
        flash(warning, "warning")
    for titles in (person.front_title, person.back_title):
        better = suggest_titles(titles)
        if better:
            flash(_("Titles are usually written “%(titles)s”.", titles=better), "info")
    return redirect(url_for("EmployeeView.show", pk=person.id))
