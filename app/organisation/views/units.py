"""The tree of units: everybody may look, BKPSDM changes it."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.actor import current_actor
from app.kernel.db import transaction
from app.kernel.errors import Conflict, Invalid, PortalError
from app.kernel.scope import fetch
from app.organisation import queries, services
from app.organisation.forms import UnitForm
from app.organisation.models import Employee, Unit
from app.organisation.rules import UnitKind


class UnitView(BaseView):
    """Perangkat Daerah dan Unit: the OPDs, or one OPD with everything below it."""

    route_base = "/units"
    default_view = "list"

    @expose("/list/")
    @has_access
    def list(self) -> ResponseReturnValue:
        text, opd_id = request.args.get("q", "").strip(), request.args.get("opd_id", type=int)
        units = queries.list_units(text, opd_id)
        return self.render_template(
            "organisation/units.html",
            title=_("Units"),
            units=units,
            people=queries.count_people(unit.id for unit in units),
            text=text,
            opd_id=opd_id,
            opds=queries.all_opds(),
        )

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        unit: Unit = fetch(Unit, current_actor(), pk)
        return self.render_template(
            "organisation/unit.html",
            title=unit.name,
            unit=unit,
            head=queries.head_of(unit.id),
            children=queries.children_of(unit.id),
            people=queries.count_people([unit.id]).get(unit.id, 0),
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        parent_id = request.args.get("parent_id", type=int)
        kind = UnitKind.OTHER if parent_id else UnitKind.OPD
        form = UnitForm(data={"kind": kind.value, "parent_id": str(parent_id or ""), "valid_from": clock.today()})
        del form.head_id, form.valid_to
        if form.validate_on_submit():
            try:
                unit = services.add_unit(
                    current_actor(),
                    code=form.code.data or "",
                    name=form.name.data or "",
                    kind=UnitKind(form.kind.data),
                    parent_id=form.parent_id.pk,
                    valid_from=form.valid_from.day,
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("%(name)s has been added.", name=unit.name), "success")
                return redirect(url_for("UnitView.show", pk=unit.id))
        return self._form(_("Add unit"), form, url_for("UnitView.list"))

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        unit: Unit = fetch(Unit, current_actor(), pk)
        head = queries.head_of(unit.id)
        columns = {name: getattr(unit, name) for name in ("code", "name", "kind", "valid_from", "valid_to", "version")}
        form = UnitForm(data=columns | {"parent_id": str(unit.parent_id or ""), "head_id": str(head.id) if head else ""})
        if form.validate_on_submit():
            try:
                _save(pk, form)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("The changes have been saved."), "success")
                return redirect(url_for("UnitView.show", pk=pk))
        return self._form(_("Edit %(name)s", name=unit.name), form, url_for("UnitView.show", pk=pk))

    @expose("/close/<int:pk>", methods=["POST"])
    @has_access
    def close(self, pk: int) -> ResponseReturnValue:
        try:
            unit = services.close_unit(current_actor(), pk)
        except Conflict as refusal:
            return _back(pk, refusal)
        flash(_("%(name)s is closed.", name=unit.name), "success")
        return redirect(url_for("UnitView.show", pk=pk))

    @expose("/delete/<int:pk>", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        name = fetch(Unit, current_actor(), pk).name
        try:
            services.delete_unit(current_actor(), pk)
        except Conflict as refusal:
            return _back(pk, refusal)
        flash(_("%(name)s has been deleted.", name=name), "success")
        return redirect(url_for("UnitView.list"))

    def _form(self, title: str, form: UnitForm, back_url: str) -> ResponseReturnValue:
        actor = current_actor()
        chosen: tuple[tuple[str, Any, str], ...] = (("parent_id", Unit, "name"), ("head_id", Employee, "select_label"))
        for name, model, text in chosen:
            if name in form and form[name].pk is not None:
                record = next(iter(queries.seen(model, actor, [form[name].pk])), None)
                form[name].show(form[name].pk, getattr(record, text) if record else "–")
        remote = {
            "parent_id": (url_for("OrganisationSelectView.parents"), None),
            "head_id": (url_for("OrganisationSelectView.people"), None),
        }
        page = self.render_template("organisation/form.html", title=title, form=form, remote=remote, back_url=back_url)
        return page, 422 if request.method == "POST" else 200


def _save(pk: int, form: UnitForm) -> None:
    actor = current_actor()
    changes = {
        "code": form.code.data or "",
        "name": form.name.data or "",
        "kind": form.kind.data,
        "parent_id": form.parent_id.pk,
        "valid_from": form.valid_from.day,
        "valid_to": form.valid_to.day,
    }
    with transaction():
        services.change_unit(actor, pk, changes, int(form.version.data or 0))
        services.set_head(actor, pk, form.head_id.pk)


def _back(pk: int, refusal: PortalError) -> ResponseReturnValue:
    flash(str(refusal), "danger")
    return redirect(url_for("UnitView.show", pk=pk))
