"""The code lists and the training catalogue as BKPSDM edits them: add, change, let end, delete what nobody refers to."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import BaseView, expose, has_access
from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.actor import current_actor
from app.kernel.errors import Conflict, Invalid
from app.kernel.scope import fetch
from app.reference import queries, services
from app.reference.forms import CodeForm, RecordForm, TrainingForm
from app.reference.models import Code, Training
from app.reference.rules import CodeList, parse_extras, write_extras


class ListPage(BaseView):
    """What the two screens share: the form page, and the two ways to take something away."""

    default_view = "list"

    def form_page(self, title: str, form: RecordForm, note: str | None = None) -> ResponseReturnValue:
        back_url = url_for(f"{self.endpoint}.list")
        page = self.render_template("reference/form.html", title=title, form=form, note=note, back_url=back_url)
        return page, 422 if request.method == "POST" else 200

    def saved(self, **arguments: Any) -> ResponseReturnValue:
        flash(_("The changes have been saved."), "success")
        return redirect(url_for(f"{self.endpoint}.list", **arguments))

    def removed(self, service: Any, pk: int, done: str, **arguments: Any) -> ResponseReturnValue:
        """Let `service` take the row away; its refusal is shown on the list."""
        try:
            service(current_actor(), pk)
        except (Conflict, Invalid) as refusal:
            message = next(iter(refusal.fields.values()), refusal.message) if isinstance(refusal, Invalid) else refusal.message
            flash(str(message), "danger")
        else:
            flash(done, "success")
        return redirect(url_for(f"{self.endpoint}.list", **arguments))


class CodeView(ListPage):
    """Daftar Kode: golongan, agama, kedudukan hukum and the other lists, each row with its period."""

    route_base = "/codes"

    @expose("/list/")
    @has_access
    def list(self) -> ResponseReturnValue:
        asked = request.args.get("code_list") or CodeList.GOLONGAN_PNS.value
        if asked not in [each.value for each in CodeList]:
            abort(400)
        code_list = CodeList(asked)
        rows = queries.all_codes(code_list)
        return self.render_template(
            "reference/codes.html", title=_("Code lists"), code_list=code_list, lists=list_choices(), rows=rows, today=clock.today()
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        asked = request.args.get("code_list", "")
        form = CodeForm(data={"code_list": asked, "valid_from": clock.today()})
        if form.validate_on_submit():
            try:
                code_list = CodeList(form.code_list.data)
                values = _code_values(code_list, form)
                services.add_code(current_actor(), code_list, form.code.data or "", values.pop("label"), **values)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return self.saved(code_list=code_list.value)
        return self.form_page(_("Add code"), form)

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        row: Code = fetch(Code, current_actor(), pk)
        code_list = CodeList(row.code_list)
        columns = {name: getattr(row, name) for name in ("label", "sort", "valid_from", "valid_to")}
        form = CodeForm(data=columns | {"extras": write_extras(code_list, row.data)})
        del form.code_list, form.code
        if not code_list.extras:
            del form.extras
        if form.validate_on_submit():
            try:
                services.change_code(current_actor(), pk, **_code_values(code_list, form))
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return self.saved(code_list=code_list.value)
        return self.form_page(f"{code_list.label}: {row.code}", form)

    @expose("/retire/<int:pk>", methods=["POST"])
    @has_access
    def retire(self, pk: int) -> ResponseReturnValue:
        row: Code = fetch(Code, current_actor(), pk)
        return self.removed(services.retire_code, pk, _("It is offered until today and then no longer."), code_list=row.code_list)

    @expose("/delete/<int:pk>", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        row: Code = fetch(Code, current_actor(), pk)
        return self.removed(services.delete_code, pk, _("It has been deleted."), code_list=row.code_list)


class TrainingView(ListPage):
    """Jenis Diklat: the catalogue that proposals choose from (P8)."""

    route_base = "/trainings"

    @expose("/list/")
    @has_access
    def list(self) -> ResponseReturnValue:
        text, kind = request.args.get("q", "").strip(), request.args.get("competence_kind") or None
        return self.render_template(
            "reference/trainings.html",
            title=_("Training types"),
            rows=queries.all_trainings(text, kind),
            text=text,
            kind=kind,
            kinds=queries.choices(CodeList.COMPETENCE_KIND),
            labels=dict(queries.choices(CodeList.COMPETENCE_KIND)),
            today=clock.today(),
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> ResponseReturnValue:
        form = TrainingForm(data={"valid_from": clock.today()})
        form.competence_kind.choices = queries.choices(CodeList.COMPETENCE_KIND)
        if form.validate_on_submit():
            try:
                values = _training_values(form)
                services.add_training(current_actor(), values.pop("title"), values.pop("competence_kind"), **values)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return self.saved()
        return self.form_page(_("Add training type"), form)

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        row: Training = fetch(Training, current_actor(), pk)
        form = TrainingForm(obj=row)
        form.competence_kind.choices = queries.choices(CodeList.COMPETENCE_KIND, row.competence_kind)
        if form.validate_on_submit():
            try:
                services.change_training(current_actor(), pk, **_training_values(form))
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return self.saved()
        return self.form_page(row.title, form)

    @expose("/retire/<int:pk>", methods=["POST"])
    @has_access
    def retire(self, pk: int) -> ResponseReturnValue:
        fetch(Training, current_actor(), pk)
        return self.removed(services.retire_training, pk, _("It is offered until today and then no longer."))

    @expose("/delete/<int:pk>", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        fetch(Training, current_actor(), pk)
        return self.removed(services.delete_training, pk, _("It has been deleted."))


def list_choices() -> list[tuple[str, str]]:
    """Every code list with its name."""
    return [(each.value, str(each.label)) for each in CodeList]


def _code_values(code_list: CodeList, form: CodeForm) -> dict[str, Any]:
    data = parse_extras(code_list, form.extras.data or "") if "extras" in form else {}
    period = {"valid_from": form.valid_from.day, "valid_to": form.valid_to.day}
    return {"label": form.label.data or "", "sort": form.sort.data or 0, "data": data} | period


def _training_values(form: TrainingForm) -> dict[str, Any]:
    period = {"valid_from": form.valid_from.day, "valid_to": form.valid_to.day}
    return {"title": form.title.data or "", "competence_kind": form.competence_kind.data} | period
