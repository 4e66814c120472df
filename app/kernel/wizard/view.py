"""The pages of a wizard: each step a form whose content goes into the draft, then the summary with the declaration. Works without JavaScript."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field
from wtforms.validators import InputRequired

from app.kernel import formats
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import PortalModelView, next_url
from app.kernel.crud.plain import version_of
from app.kernel.errors import Conflict, Denied, Invalid, Missing, Text
from app.kernel.flow_views import WorkflowView
from app.kernel.forms import PortalForm, shown_text, typed_texts
from app.kernel.listing import ListState, Page
from app.kernel.routes import route
from app.kernel.wizard.drafts import (
    NEW,
    UNBEGUN,
    Draft,
    Values,
    begun,
    discard_draft,
    finish,
    follow_record,
    gone,
    my_draft,
    my_drafts,
    save_draft,
)
from app.kernel.wizard.table import SUMMARY, Wizard, WizardStep

BACK, LATER = "back", "later"
Answer = Any


class Declaration(PortalForm):
    """The tick under the summary; its label is the wizard's."""

    declared = BooleanField("", [InputRequired(lazy_gettext("Tick this statement before you send."))])


class WizardSteps:
    """What makes a view's adding and editing a wizard: the mixin of WizardView and WizardFlowView. `editable = False` leaves adding only.

    `fixed` are (label, text) pairs that stand above the first step and on top of the summary; a record's kind, chosen before the wizard began at the endpoint
    `fixed_at`, is one.
    """

    wizard: Wizard
    editable = True
    fixed: tuple[tuple[Text, Text], ...] = ()
    fixed_at = ""
    list_template = "kernel/wizard_list.html"
    step_template = "kernel/wizard_step.html"
    summary_template = "kernel/wizard_summary.html"

    def __init_subclass__(cls, **values: Any) -> None:
        if "wizard" in vars(cls):
            vars_of: Any = cls
            vars_of.add_form = cls.wizard.form
            vars_of.edit_form = cls.wizard.form if cls.editable else None
        super().__init_subclass__(**values)

    @classmethod
    def routes_left_out(cls) -> frozenset[str]:
        left: frozenset[str] = super().routes_left_out()  # type: ignore[misc]
        return left | {f"{name}_step" for name in ("add", "edit") if name in left}

    # --- Routes ---------------------------------------------------------------------------------------------------------

    @route("/add")
    def add(self) -> Answer:
        """Begin, or go on where one was."""
        return self._enter(None)

    @route("/add/<string:step>", "GET", "POST", permission="add")
    def add_step(self, step: str) -> Answer:
        return self._step(current_actor(), None, step)

    @route("/edit/<int:pk>")
    def edit(self, pk: int) -> Answer:
        return self._enter(self._editable(pk))

    @route("/edit/<int:pk>/<string:step>", "GET", "POST", permission="edit")
    def edit_step(self, pk: int, step: str) -> Answer:
        return self._step(current_actor(), self._editable(pk), step)

    @route("/drafts/<int:pk>/discard", "POST", permission="list")
    def discard(self, pk: int) -> Answer:
        """Only one's own: the draft of somebody else is not found."""
        view: Any = self
        if not discard_draft(current_actor(), self.wizard.kind, pk):
            raise Missing
        flash(_("The draft has been discarded."), "success")
        return redirect(view.list_url())

    # --- What a feature may say otherwise -------------------------------------------------------------------------------

    def warnings(self, form: Any) -> Sequence[str]:
        """What is allowed but seldom right, said above the summary; `form` is that of all steps."""
        return ()

    def begins_with(self, actor: Actor, step: str, values: Mapping[str, Values]) -> Mapping[str, Any]:
        """What a step begins with that nobody has filled in yet, by field; `values` are what was typed into the earlier ones, as texts by step and field."""
        return {}

    # --- What the list shows --------------------------------------------------------------------------------------------

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        drafts = [self._drafted(actor, draft) for draft in my_drafts(actor, self.wizard.kind)]
        more: dict[str, Any] = super().list_context(actor, state, page)  # type: ignore[misc]
        return more | {"drafts": [each for each in drafts if each]}

    # --- Parts ----------------------------------------------------------------------------------------------------------

    def _enter(self, record: Any) -> Answer:
        draft = my_draft(current_actor(), self.wizard.kind, record.id if record else NEW)
        return redirect(self._url(record, draft.step if draft and draft.step in self.wizard.keys else self.wizard.keys[0]))

    def _step(self, actor: Actor, record: Any, key: str) -> Answer:
        if key not in self.wizard.keys:
            raise Missing
        draft = my_draft(actor, self.wizard.kind, record.id if record else NEW)
        values = self._values(actor, record, draft)
        step = self.wizard.step(key)
        posted = request.method == "POST"
        known = request.form.get("version", "") if posted and step else ""
        if known not in ("", UNBEGUN) and (draft is None or draft.submission != known):
            return self._gone()
        # A summary sent twice finds no draft, but the record that the first made.
        sent = posted and step is None and draft is None
        missing = None if sent else self._first_open(actor, record, values, before=key)
        if missing:
            flash(_("Complete this step first."), "info")
            return redirect(self._url(record, missing))
        if step is None:
            return self._summary(actor, record, draft, values)
        if not posted:
            return self._form_page(actor, record, step, self._shown(actor, record, step, values), draft)
        return self._take(actor, record, step, draft, values)

    def _take(self, actor: Actor, record: Any, step: WizardStep, draft: Draft | None, values: Mapping[str, Values]) -> Answer:
        """Keep what was typed, right or wrong, and go where the button leads."""
        view: Any = self
        form = self._filled(actor, record, step.form)
        go, keys = request.form.get("go", ""), self.wizard.keys
        at = keys.index(step.key)
        right = go in (BACK, LATER) or form.validate()
        target = keys[max(at - 1, 0)] if go == BACK else keys[at + 1] if go != LATER and right else step.key
        typed = {step.key: {field.short_name: typed_texts(field) for field in form.content_fields()}}
        version = draft.version if draft else version_of(record) if record else ""
        known = str(form.version.data or "")
        try:
            draft = save_draft(actor, self.wizard.kind, record.id if record else NEW, target, typed, version, first=values, known=known)
        except Conflict:
            return self._begun(actor, record, step, form) if known == UNBEGUN else self._gone()
        for field in self._fields(actor, record, {**values, **typed}):
            if hasattr(field, "keep"):
                field.keep()
        if go == LATER:
            flash(_("The draft has been kept. You can go on from any device."), "success")
            return redirect(next_url(view.list_url()))
        if not right:
            return self._form_page(actor, record, step, form, draft), 422
        return redirect(self._url(record, target))

    def _summary(self, actor: Actor, record: Any, draft: Draft | None, values: Mapping[str, Values]) -> Answer:
        view: Any = self
        if request.method == "GET":
            return (
                self._summary_page(actor, record, draft, values, Declaration())
                if draft
                else redirect(self._url(record, self.wizard.keys[0]))
            )
        declaration = Declaration()
        if request.form.get("go") == BACK:
            return redirect(self._url(record, self.wizard.keys[-2]))
        key = declaration.submission_key or ""
        if draft is not None and draft.submission != key:
            draft = None
        if draft is not None and not declaration.validate():
            return self._summary_page(actor, record, draft, values, declaration), 422
        if draft is not None and declaration.version.data not in ("", None, draft.seen):
            declaration.form_errors.append(
                _("Another page has changed this draft. This is how it stands now: look at it again, then send it.")
            )
            declaration.declared.data = False
            return self._summary_page(actor, record, draft, values, declaration), Conflict.status
        hidden = {"submission": [key], "version": [draft.version if draft else ""]}
        form = self._filled(actor, record, self.wizard.form, _formdata(hidden, *values.values()))
        try:
            if draft is not None and not form.validate():
                raise Invalid(fields={name or "": str(texts[0]) for name, texts in form.errors.items() if texts})
            make = (lambda: view.change(actor, record, form) or record) if record else (lambda: view.create(actor, form))
            made = finish(actor, self.wizard.kind, record.id if record else NEW, key, view.model, make)
        except (Invalid, Conflict) as refusal:
            draft = my_draft(actor, self.wizard.kind, record.id if record else NEW)
            if draft is None or draft.submission != key:
                flash(str(refusal.message), "warning")
                return redirect(next_url(view.list_url()))
            declaration.form_errors.extend(self._named(form, refusal))
            again = view.fetch(actor, record.id) if record else None
            if again is not None and version_of(again) != draft.version:
                draft = follow_record(actor, self.wizard.kind, again.id, version_of(again)) or draft
                declaration.form_errors.append(_("Your draft has been kept. Compare it with the record as it is now, then send it again."))
                declaration.declared.data = False
            return self._summary_page(actor, again, draft, values, declaration), refusal.status
        flash(str(view.changed if record else view.added), "success")
        return redirect(next_url(view.list_url()) if record else view.after_add(made))

    def _gone(self) -> Answer:
        """A page of a draft that another page has sent or discarded: nothing of it is begun anew."""
        view: Any = self
        flash(gone(), "warning")
        return redirect(next_url(view.list_url()))

    def _begun(self, actor: Actor, record: Any, step: WizardStep, form: PortalForm) -> Answer:
        """The page once more as it was typed, beside what another page has kept for this step: sent again, it is written over that knowingly."""
        draft = my_draft(actor, self.wizard.kind, record.id if record else NEW)
        form.form_errors.append(begun())
        there = self._filled(actor, record, step.form, _formdata(draft.data[step.key])) if draft and step.key in draft.data else form
        for mine, kept in zip(form.content_fields(), there.content_fields(), strict=True):
            if typed_texts(mine) != typed_texts(kept):
                form.form_errors.append(_("Kept there: %(field)s “%(text)s”.", field=mine.label.text, text=shown_text(kept) or "-"))
        return self._form_page(actor, record, step, form, draft), Conflict.status

    def _editable(self, pk: int) -> Any:
        view: Any = self
        actor = current_actor()
        record = view.fetch(actor, pk)
        view.check_edit(actor, record)
        return record

    def _values(self, actor: Actor, record: Any, draft: Draft | None) -> dict[str, Values]:
        """What stands in each step: from the draft, or else from the record that is edited."""
        kept: dict[str, Values] = dict(draft.data) if draft else {}
        if record is not None:
            view: Any = self
            for step in self.wizard.steps:
                if step.key not in kept:
                    form = view._made(step.form, formdata=None, obj=record, meta={"csrf": False})
                    kept[step.key] = {field.short_name: typed_texts(field) for field in form.content_fields()}
        return kept

    def _first_open(self, actor: Actor, record: Any, values: Mapping[str, Values], before: str) -> str | None:
        """The first step ahead of `before` that is not filled in rightly."""
        for step in self.wizard.steps[: self.wizard.keys.index(before)]:
            if step.key not in values or not self._filled(actor, record, step.form, _formdata(values[step.key])).validate():
                return step.key
        return None

    def _filled(self, actor: Actor, record: Any, form: type[PortalForm], formdata: MultiDict[str, str] | None = None) -> PortalForm:
        """A form of what was sent, or of `formdata`, which is judged without a token: it comes from the database."""
        view: Any = self
        return self._prepared(actor, record, view._made(form, formdata=formdata, meta={"csrf": False}) if formdata else view._made(form))

    def _shown(self, actor: Actor, record: Any, step: WizardStep, values: Mapping[str, Values]) -> PortalForm:
        """The step's form with what stands in it so far, to be filled in."""
        view: Any = self
        if step.key in values:
            return self._prepared(actor, record, view._made(step.form, formdata=_formdata(values[step.key])))
        return self._prepared(actor, record, view._made(step.form, formdata=None, data=self.begins_with(actor, step.key, values)))

    def _prepared(self, actor: Actor, record: Any, form: PortalForm) -> PortalForm:
        view: Any = self
        form.record = record
        view.prepare(actor, form, record)
        return form

    def _fields(self, actor: Actor, record: Any, values: Mapping[str, Values]) -> Sequence[Field]:
        steps = [step for step in self.wizard.steps if step.key in values]
        forms = [self._filled(actor, record, step.form, _formdata(values[step.key])) for step in steps]
        return [field for form in forms for field in form.content_fields()]

    def _form_page(self, actor: Actor, record: Any, step: WizardStep, form: PortalForm, draft: Draft | None) -> str:
        view: Any = self
        first = step.key == self.wizard.keys[0]
        form.version.data = draft.submission if draft else UNBEGUN
        values = {"form": form, "record": record, "draft": draft, "is_first": first, "back_url": next_url(view.list_url())}
        values |= {"fixed": self.fixed if first else (), "fixed_url": url_for(self.fixed_at) if self.fixed_at and not record else None}
        action = self._url(record, step.key)
        return str(
            view._page(self.step_template, self._title(record), form_action=action, steps=self._progress(record, step.key), **values)
        )

    def _summary_page(self, actor: Actor, record: Any, draft: Draft, values: Mapping[str, Values], form: Declaration) -> str:
        view: Any = self
        form.declared.label.text = str(self.wizard.declaration)
        form.submission.data, form.version.data = draft.submission, draft.seen
        sections: list[tuple[str, str, list[tuple[str, str, Any]]]] = []
        for step in self.wizard.steps:
            filled = self._filled(actor, record, step.form, _formdata(values[step.key]))
            called = filled.summary_labels
            rows = [
                (str(called.get(field.short_name) or field.label.text), shown_text(field), getattr(field, "document", None))
                for field in filled.content_fields()
            ]
            lead = [] if sections else [(str(label), str(text), None) for label, text in self.fixed]
            sections.append((str(step.title), self._url(record, step.key), [*lead, *rows]))
        warnings = self.warnings(self._filled(actor, record, self.wizard.form, _formdata(*values.values())))
        context = {"form": form, "record": record, "draft": draft, "sections": sections, "warnings": warnings, "wizard": self.wizard}
        context["back_url"] = next_url(view.list_url())
        action = self._url(record, SUMMARY)
        return str(
            view._page(self.summary_template, self._title(record), form_action=action, steps=self._progress(record, SUMMARY), **context)
        )

    def _progress(self, record: Any, key: str) -> list[dict[str, Any]]:
        """The progress bar: what lies behind is a link."""
        at = self.wizard.keys.index(key)
        return [
            {"title": self.wizard.title_of(each), "url": self._url(record, each) if place < at else None, "current": place == at}
            for place, each in enumerate(self.wizard.keys)
        ]

    def _drafted(self, actor: Actor, draft: Draft) -> dict[str, Any] | None:
        """A draft as the list shows it; None if its record is no longer this person's to see or to change."""
        view: Any = self
        record = None
        if draft.record_id != NEW:
            try:
                record = view.fetch(actor, draft.record_id)
                view.check_edit(actor, record)
            except (Missing, Denied, Conflict):
                return None
        known = draft.step if draft.step in self.wizard.keys else self.wizard.keys[0]
        return {
            "title": view.record_title(record) if record else str(self._title(None)),
            "step": _(
                "Step %(at)s of %(all)s: %(title)s",
                at=self.wizard.keys.index(known) + 1,
                all=len(self.wizard.keys),
                title=self.wizard.title_of(known),
            ),
            "changed": formats.format_datetime(draft.changed_at),
            "url": self._url(record, known, next=None),
            "discard_url": url_for(f"{view.endpoint}.discard", pk=draft.id),
        }

    def _named(self, form: PortalForm, refusal: Invalid | Conflict) -> list[str]:
        """A refusal in lines that name their fields: the summary has none of them."""
        if not isinstance(refusal, Invalid) or not refusal.fields:
            return [str(refusal.message)]
        return [f"{form[name].label.text}: {text}" if name in form else str(text) for name, text in refusal.fields.items()]

    def _title(self, record: Any) -> Any:
        view: Any = self
        return view.record_title(record) if record else view.form_title or view.add_label

    def _url(self, record: Any, key: str, **more: Any) -> str:
        """The address of a step; where the person came from goes along through all of them."""
        view: Any = self
        name = f"{view.endpoint}.{'edit' if record else 'add'}_step"
        known = {"next": next_url("") or None} | more
        return url_for(name, step=key, **({"pk": record.id} if record else {}), **known)


class WizardView(WizardSteps, PortalModelView):
    """A PortalModelView whose records are filled in by a wizard."""


class WizardFlowView(WizardSteps, WorkflowView):
    """A WorkflowView whose records are filled in by a wizard."""


def _formdata(*values: Values) -> MultiDict[str, str]:
    """Values as a browser sends them."""
    pairs = [(name, text) for each in values for name, texts in each.items() for text in texts]
    # Without anything in it, a form would take its fields for untouched instead of for empty.
    return MultiDict([("go", ""), *pairs])
