"""Screens of the tree, the people and their competence tests."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from app.kernel.actor import Actor, current_actor
from app.kernel.approval import once
from app.kernel.crud import MenuItem, PortalModelView, Related, next_url
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.reads import record_read
from app.kernel.routes import route
from app.organisation import queries, services
from app.organisation.forms import CompetenceTestForm, EmployeeForm, UnitEditForm, UnitEndForm, UnitForm, parse_score
from app.organisation.listings import PEOPLE, PERSON, SUBORDINATES, TESTS, UNIT, UNITS
from app.organisation.models import CompetenceTest, Employee, Unit
from app.organisation.record_lists import lists_of
from app.organisation.rules import UnitKind, suggest_titles


class EmployeeView(PortalModelView):
    """Pegawai: BKPSDM's list and forms; an OPD admin's of his OPD; supervisors and auditors read."""

    route_base, title, model = "/employees", lazy_gettext("Employees"), Employee
    add_label = lazy_gettext("Add employee")
    listing, detail = PEOPLE, PERSON
    add_form = edit_form = EmployeeForm
    deletable = searchable = True
    form_title = lazy_gettext("Employee record")
    show_template = "organisation/person.html"
    add_template = edit_template = "organisation/employee_form.html"

    def record_title(self, record: Any) -> str:
        return str(record.full_name)

    def check_edit(self, actor: Actor, record: Any) -> None:
        if not queries.may_change(actor, record):
            raise Denied

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        if record is not None:
            form.offer(record)
            if not form.is_submitted() or form.opd_id.data is None:
                form.opd_id.data = record.unit.opd_id
            # Units are everybody's to see, and these were read with the person.
            form.unit_id.chosen, form.opd_id.chosen = record.unit, record.unit.opd

    def create(self, actor: Actor, form: Any) -> Any:
        person = once(actor, form.submission_key, Employee, lambda: services.add_employee(actor, **form.columns()))
        _remark(person)
        return person

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        person = services.change_employee(actor, record.id, form.columns(), form.known_version)
        _remark(person)
        return person

    def remove(self, actor: Actor, record: Any) -> None:
        services.delete_employee(actor, record.id)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        tests = queries.competence_tests(actor, record.id)
        if tests:
            record_read(actor, record.id, "competence_test")
        return {
            "warnings": queries.nip_differences(record),
            "tests": tests,
            "postings": queries.postings(actor, record.id),
            "records": lists_of(record),
        }


class UnitView(PortalModelView):
    """Perangkat Daerah dan Unit: whoever works with people may look, BKPSDM changes it."""

    route_base, title, model = "/units", lazy_gettext("Units"), Unit
    add_label = lazy_gettext("Add unit")
    listing, detail = UNITS, UNIT
    related = (
        Related("UnitView", Unit.parent_id, lazy_gettext("Units below")),
        Related("EmployeeView", Employee.unit_id, lazy_gettext("Employees")),
    )
    add_form, edit_form = UnitForm, UnitEditForm
    deletable = searchable = True

    def record_title(self, record: Any) -> str:
        return str(record.name)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        if record is not None and not form.is_submitted():
            head = queries.head_of(record.id)
            form.head_id.data = head.id if head else None
        if record is not None:
            record.head_id = getattr(queries.head_of(record.id), "id", None)

    def create(self, actor: Actor, form: Any) -> Any:
        values = form.content()
        values |= {"kind": UnitKind(values["kind"])}
        return once(actor, form.submission_key, Unit, lambda: services.add_unit(actor, **values))

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        values = form.content()
        head_id = values.pop("head_id")
        with transaction():
            unit = services.change_unit(actor, record.id, values, form.known_version)
            services.set_head(actor, record.id, head_id)
        return unit

    def remove(self, actor: Actor, record: Any) -> None:
        services.delete_unit(actor, record.id)

    @route("/close/<int:pk>", "GET", "POST")
    def close(self, pk: int) -> ResponseReturnValue:
        """Let the unit end on a day, alone or by going up in another."""
        actor, form = current_actor(), self._made(UnitEndForm)
        unit = self.fetch(actor, pk)
        if form.validate_on_submit():
            try:
                if form.into_id.data is None:
                    services.close_unit(actor, pk, form.last_day.data)
                else:
                    services.merge_unit(actor, pk, form.into_id.data, form.last_day.data)
            except Invalid as refusal:
                form.add_errors(refusal)
            except Conflict as refusal:
                form.form_errors.append(str(refusal.message))
            else:
                flash(gettext("%(name)s is closed.", name=unit.name), "success")
                return redirect(next_url(self.list_url()))
            unit = self.fetch(actor, pk)
        title = gettext("Close or merge: %(name)s", name=unit.name)
        action, back = url_for(f"{self.endpoint}.close", pk=pk, next=request.args.get("next")), next_url(self.list_url())
        page = self._page("kernel/form.html", title, form=form, record=unit, form_action=action, back_url=back)
        return page, 422 if request.method == "POST" else 200

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        menus = super().menus(actor, records, back)
        if not self.may("close"):
            return menus
        for record in records:
            if record.valid_to is None:
                url = url_for(f"{self.endpoint}.close", pk=record.id, next=back)
                menus[record.id] = (*menus[record.id], MenuItem(gettext("Close or merge"), url, "archive"))
        return menus


class CompetenceTestView(PortalModelView):
    """Uji Kompetensi: BKPSDM only; owners and supervisors see results on the person's page. A second entry of a day corrects the first."""

    route_base, title, model = "/competence-tests", lazy_gettext("Competence tests"), CompetenceTest
    add_label = lazy_gettext("Enter competence test")
    listing = TESTS
    add_form = CompetenceTestForm
    exportable = False

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        asked = request.args.get("employee", "")
        if not form.is_submitted() and asked.isdecimal():
            form.employee_id.data = int(asked)

    def create(self, actor: Actor, form: Any) -> Any:
        return services.record_competence_test(
            actor,
            form.employee_id.data,
            taken_on=form.taken_on.data,
            score=parse_score(form.score.data),
            box=form.box.data,
            recommendation=form.recommendation.data,
        )


class SubordinateView(PortalModelView):
    """Bawahan Langsung (T3, T23): those whose direct supervisor I am. Their pages are EmployeeView's."""

    route_base, title, model = "/subordinates", lazy_gettext("Direct subordinates"), Employee
    listing = SUBORDINATES
    exportable = stands_for_records = False

    def record_title(self, record: Any) -> str:
        return str(record.full_name)

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        return {
            record.id: (MenuItem(gettext("Details"), url_for("EmployeeView.show", pk=record.id, next=back), "eye"),) for record in records
        }


def _remark(person: Employee) -> None:
    """What the portal noticed about a saved record: warnings, and better spellings to offer."""
    for warning in queries.nip_differences(person):
        flash(warning, "warning")
    for titles in (person.front_title, person.back_title):
        better = suggest_titles(titles)
        if better:
            flash(gettext("Titles are usually written “%(titles)s”.", titles=better), "info")
