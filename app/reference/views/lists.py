"""The code lists and the training catalogue as BKPSDM edits them: add, change, let end, delete what nobody refers to."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from app.kernel.actor import Actor, current_actor
from app.kernel.approval import once
from app.kernel.crud import MenuItem, PortalModelView, next_url
from app.kernel.errors import Invalid
from app.kernel.filters import Choice, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.routes import route
from app.reference import queries, services
from app.reference.forms import CodeForm, NewCodeForm, TrainingForm
from app.reference.models import Code, Training
from app.reference.rules import CodeList, parse_extras, write_extras

PERIOD = (lazy_gettext("Valid from"), lazy_gettext("Valid to"))

CODES = Listing(
    Code,
    columns=(
        Column("label", lazy_gettext("Label"), sort=Code.label, primary=True),
        Column("code", lazy_gettext("Code"), sort=Code.code),
        Column("code_list", lazy_gettext("List"), "list_label", sort=Code.code_list),
        Column(
            "extras",
            lazy_gettext("Extra columns"),
            lambda row: write_extras(CodeList(row.code_list), row.data).splitlines(),
            kind=Kind.LINES,
        ),
        Column("valid_from", PERIOD[0], sort=Code.valid_from, kind=Kind.DATE),
        Column("valid_to", PERIOD[1], sort=Code.valid_to, kind=Kind.DATE),
    ),
    filters=(
        Typed((Code.label, Code.code)),
        Choice(
            "code_list",
            lazy_gettext("List"),
            lazy_gettext("All lists"),
            options=lambda actor: [(each.value, str(each.label)) for each in CodeList],
            where=lambda value: Code.code_list == value,
        ),
    ),
    default_sort=(Code.code_list, Code.sort, Code.code),
)

TRAININGS = Listing(
    Training,
    columns=(
        Column("title", lazy_gettext("Training type"), sort=Training.title, primary=True),
        Column(
            "competence_kind",
            lazy_gettext("Kind of competence"),
            lambda row: queries.label(CodeList.COMPETENCE_KIND, row.competence_kind),
            sort=Training.competence_kind,
        ),
        Column("competence", lazy_gettext("Competence it serves"), lambda row: queries.label(CodeList.COMPETENCE, row.competence) or None),
        Column("competence_level", lazy_gettext("Level to which it leads"), sort=Training.competence_level, kind=Kind.NUMBER),
        Column("valid_from", PERIOD[0], sort=Training.valid_from, kind=Kind.DATE),
        Column("valid_to", PERIOD[1], sort=Training.valid_to, kind=Kind.DATE),
    ),
    filters=(
        Typed((Training.title,)),
        Choice(
            "competence_kind",
            lazy_gettext("Kind of competence"),
            lazy_gettext("All kinds"),
            options=lambda actor: queries.choices(CodeList.COMPETENCE_KIND),
            where=lambda value: Training.competence_kind == value,
        ),
    ),
    default_sort="title",
)


class _Ending(PortalModelView):
    """Rows that end instead of being deleted once something refers to them (G11)."""

    deletable = True
    retiring: Any = None

    @route("/retire/<int:pk>", "POST")
    def retire(self, pk: int) -> Response:
        """Offer it until today and then no longer."""
        self.fetch(current_actor(), pk)
        try:
            type(self).retiring(current_actor(), pk)
        except Invalid as refusal:
            flash(str(next(iter(refusal.fields.values()), refusal.message)), "danger")
        else:
            flash(gettext("It is offered until today and then no longer."), "success")
        return redirect(next_url(self.list_url()))

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        menus = super().menus(actor, records, back)
        if not self.may("retire"):
            return menus
        ask = gettext("Offer it no longer from tomorrow on?")
        for record in records:
            if record.valid_to is None:
                url = url_for(f"{self.endpoint}.retire", pk=record.id, next=back)
                menus[record.id] = (*menus[record.id], MenuItem(gettext("Let end today"), url, "archive", post=True, confirm=ask))
        return menus


class CodeView(_Ending):
    """Daftar Kode: golongan, agama, kedudukan hukum and the other lists, each row with its period."""

    route_base, title, model = "/codes", lazy_gettext("Code lists"), Code
    add_label = lazy_gettext("Add code")
    listing = CODES
    add_form, edit_form = NewCodeForm, CodeForm
    retiring = staticmethod(services.retire_code)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        if record is not None and not form.is_submitted():
            form.extras.data = write_extras(CodeList(record.code_list), record.data)

    def create(self, actor: Actor, form: Any) -> Any:
        values = form.content()
        code_list = CodeList(values.pop("code_list"))
        data = parse_extras(code_list, values.pop("extras") or "")
        code, label = values.pop("code"), values.pop("label")
        values |= {"data": data, "sort": values["sort"] or 0}
        return once(actor, form.submission_key, Code, lambda: services.add_code(actor, code_list, code, label, **values))

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        values = form.content()
        data = parse_extras(CodeList(record.code_list), values.pop("extras") or "")
        return services.change_code(actor, record.id, version=form.version.data, **values | {"data": data, "sort": values["sort"] or 0})

    def remove(self, actor: Actor, record: Any) -> None:
        services.delete_code(actor, record.id)


class TrainingView(_Ending):
    """Jenis Diklat: the catalogue that proposals choose from (P8)."""

    route_base, title, model = "/trainings", lazy_gettext("Training types"), Training
    add_label = lazy_gettext("Add training type")
    listing = TRAININGS
    add_form = edit_form = TrainingForm
    retiring = staticmethod(services.retire_training)

    def create(self, actor: Actor, form: Any) -> Any:
        return once(actor, form.submission_key, Training, lambda: services.add_training(actor, **form.content()))

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        return services.change_training(actor, record.id, version=form.version.data, **form.content())

    def remove(self, actor: Actor, record: Any) -> None:
        services.delete_training(actor, record.id)
