"""WorkflowView: screens of a record with a flow. Buttons, dialogs, routes and bulk steps all come from the rows of its Workflow; nothing here knows a state.

>>> class ProposalView(WorkflowView):
...     route_base, title, model = "/proposals", _("Individual Plan"), Proposal
...     listing, detail = PROPOSALS, DETAIL
...     add_form = edit_form = ProposalForm
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel import formats, richtext, storage
from app.kernel.actor import Actor, current_actor
from app.kernel.approval import (
    Flowing,
    Outcome,
    Possible,
    StepHistory,
    edit,
    editing,
    history,
    last_steps,
    open_steps,
    possible,
    start_own,
    take_step,
    take_steps,
    versions_at,
)
from app.kernel.crud import MenuItem, PortalModelView, next_url, url_for_record, view_of
from app.kernel.crud.exporting import file_name
from app.kernel.crud.links import offered_beside, view_acting_for
from app.kernel.crud.steps import Asking, Entry, acts_of, asking_for, asking_id, askings, bulk_needs_note, describe_history
from app.kernel.crud.ticked import Seen, read_tickets, seen_version, shown, shown_at, tickets
from app.kernel.errors import Changed, Conflict, Denied, Invalid, Missing, Text
from app.kernel.export import Sheet, write_xlsx
from app.kernel.export.sheet import ExportColumn
from app.kernel.filters import Choice
from app.kernel.inbox import Waiting, counts, waiting
from app.kernel.jobs import JobResult, JobRun, job, start_job
from app.kernel.listing import Column, Kind, ListState, Page
from app.kernel.navigation import menu_items
from app.kernel.routes import route
from app.kernel.stale_pages import is_stale, stale_text
from app.kernel.storage import StoredFile
from app.kernel.workflow import Act, Step, Workflow

__all__ = ["InboxView", "WorkflowView", "menu_counters", "state_column", "state_filter", "url_for_record"]

BULK_AT_ONCE = 200
SHOWN = 100
MOST_AT_ONCE = 20_000
BULK = "flow.steps"
Answer = Any


class WorkflowView(PortalModelView):
    """Adds steps to the row menu, the step and bulk routes and the history. Permissions: can_step, can_history beside those of PortalModelView.

    Seeing is not changing: can_step lets a person send a step, the flow's own rows decide which. `bulk_done` is said in a dialog after a bulk step.
    """

    history_title: Text = lazy_gettext("History")
    history_label: Text = lazy_gettext("History")
    history_empty_title: Text = lazy_gettext("Attention!!")
    history_empty_text: Text = lazy_gettext("Nothing has happened yet.")
    bulk = True
    bulk_done: Text = ""
    searchable = True

    def __init_subclass__(cls, **values: Any) -> None:
        super().__init_subclass__(**values)
        if cls.model is not None and not issubclass(cls.model, Flowing):
            raise TypeError(f"{cls.__name__}: {cls.model.__name__} has no flow")
        if cls.deletable:
            raise TypeError(f"{cls.__name__}: a record with a flow leaves by a step, not by deleting")
        if not cls.bulk:
            cls.exclude_route_methods = frozenset(cls.exclude_route_methods) | {"steps"}

    def create(self, actor: Actor, form: Any) -> Any:
        """Start the record for the person himself; a feature with rules of its own calls its service."""
        return start_own(actor, self._model, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Any:
        """Write the form through `approval.edit`; a feature with rules of its own calls its service."""
        return edit(actor, self._model, record.id, form.content(), form.known_version)

    def remove(self, actor: Actor, record: Any) -> None:
        raise TypeError("a record with a flow leaves by a step")

    def check_edit(self, actor: Actor, record: Any) -> None:
        editing(actor, record)

    # --- Routes ---------------------------------------------------------------------------------------------------------

    @route("/<int:pk>/<string:step>", "GET", "POST", again=True)
    def step(self, pk: int, step: str) -> Answer:
        """GET asks (the page of those without JavaScript), POST takes the step."""
        actor = current_actor()
        back = next_url(self.list_url())
        if request.method == "GET":
            record = self.fetch(actor, pk)
            return self._ask(self._open_step(actor, record, step), record, back)
        if is_stale():
            record = self.fetch(actor, pk)
            return self._ask(self._open_step(actor, record, step), record, back, error=stale_text(), note=request.form.get("note", "")), 422
        try:
            record = take_step(actor, self._model, pk, step, request.form.get("note"), seen_version())
        except Changed as refusal:
            return self._ask_again(actor, pk, step, back, refusal), refusal.status
        except Invalid as refusal:
            record = self.fetch(actor, pk)
            row = self._open_step(actor, record, step)
            return self._ask(row, record, back, error=refusal.fields.get("note", refusal.message), note=request.form.get("note", "")), 422
        flash(str(self._act(step).done or self.changed), "success")
        return redirect(back)

    @route("/steps/<string:step>", "POST", permission="step")
    def steps(self, step: str) -> Answer:
        """One step on the ticked rows, or on all that match the filter: as if each were taken alone (G6)."""
        actor, act = current_actor(), self._act(step)
        state = self.listing.parse(actor, request.form)
        wanted = self._wanted(actor, state)
        pks = list(wanted)
        back = self.list_url(state)
        if not pks or len(pks) > MOST_AT_ONCE:
            most = formats.format_number(MOST_AT_ONCE)
            flash(
                _("At most %(count)s rows at once; narrow the filter.", count=most) if pks else _("Tick at least one row first."), "warning"
            )
            return redirect(back)
        asking = asking_for(self._flow, act, bulk_needs_note(self._flow, act, actor), len(pks))
        note = request.form.get("note")
        missing = asking.needs_note and not richtext.plain(note)
        if not request.form.get("confirmed") or missing:
            fields = {"pks": tickets(wanted), "confirmed": "1", **state.args()}
            error = _("A reason is required.") if missing and request.form.get("confirmed") else None
            values = {"asking": asking, "form_action": url_for(f"{self.endpoint}.steps", step=step), "fields": fields, "back_url": back}
            return self._page("kernel/step.html", act.label, subject=_count(len(pks)), error=error, **values), (422 if error else 200)
        versions = {pk: version for pk, version in wanted.items() if version is not None}
        if len(pks) > BULK_AT_ONCE:
            params = {
                "view": type(self).__name__,
                "step": step,
                "pks": pks,
                "versions": {str(pk): known for pk, known in versions.items()},
                "note": note,
            }
            title = f"{act.label}: {_count(len(pks))}"
            return redirect(url_for("JobView.show", pk=start_job(actor, BULK, title, params).id))
        outcomes = take_steps(actor, self._model, pks, step, note, versions)
        done, skipped = [each for each in outcomes if each.ok], [each for each in outcomes if not each.ok]
        return self._page("kernel/bulk_result.html", act.label, done=done, skipped=skipped, act=act, back_url=back, popup=self.bulk_done)

    @route("/history/<int:pk>")
    def history(self, pk: int) -> Answer:
        """Every stage of the record: a page, or the dialog alone for the script that opens it."""
        record = self.fetch(current_actor(), pk)
        entries = self.entries(history(record))
        fragment = request.headers.get("X-Requested-With") == "fetch"
        template = "kernel/history_dialog.html" if fragment else "kernel/history.html"
        texts: dict[str, Any] = {"empty_title": self.history_empty_title, "empty_text": self.history_empty_text}
        return self._page(template, self.history_title, entries=entries, back_url=next_url(self.list_url()), record=record, **texts)

    # --- What lists and pages ask ---------------------------------------------------------------------------------------

    def entries(self, rows: Sequence[StepHistory]) -> Sequence[Entry]:
        """The stages as the timeline shows them; a feature may hide who decided."""
        return describe_history(self._flow, rows)

    def reason(self, record: Any) -> Entry | None:
        """The stage that brought the record where it stands, if something was said at it: its page and its form begin with that."""
        rows = last_steps(type(record), [record.id])
        return next((each for each in self.entries(list(rows.values())) if each.note_html), None)

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """Edit, the steps this person may take now, and History, for all rows of a page in a handful of queries."""
        found, step, change = self._possible(actor, records), self.may("step"), self.may("edit")
        return {
            pk: tuple(self._items(record, found[pk].steps if step else (), change and bool(found[pk].edits), back))
            for record in records
            for pk in [record.id]
        }

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        steps = self._steps_on(actor, page.rows)
        return self._bar(actor, steps, state, page.rows) | {"dialogs": askings(self._flow, actor, steps, bulk=self.bulk)}

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return {"dialogs": self.dialogs(actor, [record])}

    def dialogs(self, actor: Actor, records: Sequence[Any]) -> Sequence[Asking]:
        """The dialogs that the menus of `records` open."""
        return askings(self._flow, actor, self._steps_on(actor, records))

    # --- Parts ----------------------------------------------------------------------------------------------------------

    def _items(self, record: Any, steps: Sequence[Step], may_edit: bool, back: str) -> Sequence[MenuItem]:
        pk, items = record.id, []
        if self.may("show"):
            items.append(MenuItem(self.show_label, url_for(f"{self.endpoint}.show", pk=pk, next=back), "eye"))
        if may_edit:
            items.append(MenuItem(_("Edit"), url_for(f"{self.endpoint}.edit", pk=pk, next=back), "pencil"))
        for step in steps:
            url = url_for(f"{self.endpoint}.step", pk=pk, step=step.key, next=back, version=record.version)
            items.append(
                MenuItem(
                    step.act.label,
                    url,
                    step.act.icon,
                    str(step.act.tone),
                    dialog=f"#{asking_id(self._flow, step.act, step.needs_note)}",
                    action=url,
                )
            )
        items += offered_beside(record)
        if self.may("history"):
            url = url_for(f"{self.endpoint}.history", pk=pk, next=back)
            items.append(MenuItem(self.history_label, url, "clock-history", fragment=url))
        return items

    def _bar(self, actor: Actor, steps: Sequence[Step], state: ListState, rows: Sequence[Any]) -> dict[str, Any]:
        """The bar above the table: one button per act that fits a row of this page."""
        buttons = []
        for act in acts_of(self._flow, steps) if self.bulk else ():
            dialog = f"#{asking_id(self._flow, act, bulk_needs_note(self._flow, act, actor), many=True)}"
            url = url_for(f"{self.endpoint}.steps", step=act.key)
            buttons.append({"label": act.label, "url": url, "tone": f"outline-{act.tone}", "icon": act.icon, "dialog": dialog})
        return {"bulk_steps": buttons, "bulk_url": buttons[0]["url"] if buttons else "", "bulk_kept": state.args(page=1) | shown(rows)}

    def _steps_on(self, actor: Actor, records: Sequence[Any]) -> Sequence[Step]:
        return [step for found in self._possible(actor, records).values() for step in found.steps] if self.may("step") else []

    def _possible(self, actor: Actor, records: Sequence[Any]) -> dict[int, Possible]:
        """Asked once for the menus and the dialogs of a page."""
        asked = (type(self).__name__, tuple(record.id for record in records))
        known: dict[Any, dict[int, Possible]] = g.setdefault("possible", {})
        if asked not in known:
            known[asked] = possible(actor, records)
        return known[asked]

    @property
    def _flow(self) -> Workflow:
        flow: Workflow = self._model.__workflow__
        return flow

    def _act(self, key: str) -> Act:
        for act in self._flow.acts():
            if act.key == key:
                return act
        raise Missing

    def _open_step(self, actor: Actor, record: Any, key: str) -> Step:
        self._act(key)
        for step in open_steps(actor, [record]).get(record.id, ()):
            if step.key == key:
                return step
        if record.__workflow__.steps_from(record.state, act=key):
            raise Denied
        raise Conflict(_("This step no longer fits: the status is now “%(state)s”.", state=record.state_now.label))

    def _ask_again(self, actor: Actor, pk: int, key: str, back: str, refusal: Changed) -> str:
        """What was decided on has changed: the question once more, beside the way to the record, with what was typed. Raises `refusal` where there is nothing to ask."""
        record = self.fetch(actor, pk)
        step = next((each for each in open_steps(actor, [record]).get(pk, ()) if each.key == key), None)
        if step is None:
            raise refusal
        return self._ask(step, record, back, note=request.form.get("note", ""), changed=str(refusal.message))

    def _ask(self, step: Step, record: Any, back: str, error: Any = None, note: str = "", changed: str = "") -> str:
        """The question of a step as a page; `changed` says that the record is no longer what was shown, and is asked of what it is now."""
        asking = asking_for(self._flow, step.act, step.needs_note)
        seen = seen_version()
        version = record.version if changed or seen is None else seen
        action = url_for(f"{self.endpoint}.step", pk=record.id, step=step.key, next=back, version=version)
        subject = self.record_title(record)
        return self._page(
            "kernel/step.html",
            step.act.label,
            asking=asking,
            form_action=action,
            fields={},
            subject=subject,
            error=error,
            note=note,
            back_url=back,
            changed=changed,
            record_url=self.own_url(record.id) if changed and self.may("show") else "",
        )

    def _wanted(self, actor: Actor, state: ListState) -> Seen:
        """The ticked ids, or with all=1 every match of the filter as it stands now, each with the version that was shown, if the page says it.

        Whose they are, each step asks for itself. Of what matches but stood on another page, the version is that of the moment the list was made.
        """
        ticked = read_tickets(request.form.getlist("pks"))
        if not request.form.get("all"):
            return ticked
        pks, moment = self.listing.pks(actor, state, MOST_AT_ONCE + 1), shown_at()
        known: Seen = {**(versions_at(self._model, pks, moment) if moment else {}), **read_tickets(request.form.getlist("shown"))}
        return {pk: known.get(pk) for pk in pks}


class InboxView(BaseView):
    """Perlu Tindakan: everything over all flows that waits for this person, oldest first, with the row menu of the record's own list."""

    route_base = "/inbox"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        actor = current_actor()
        rows = waiting(actor, SHOWN)
        menus, dialogs = _inbox_menus(actor, rows, url_for("InboxView.list"))
        values = {"rows": rows, "menus": menus, "dialogs": dialogs, "total": sum(counts(actor).values())}
        return str(self.render_template("kernel/inbox.html", title=_("Inbox"), url_for_record=url_for_record, **values))


def menu_counters(found: Mapping[type[Any], int]) -> dict[str, int]:
    """How much waits (`found`, by model), by the name of the menu entry: the inbox in all, and each flow's own list."""
    names = {item.baseview: item.name for item in menu_items() if item.baseview is not None}
    numbers = {names[view]: number for model, number in found.items() if (view := view_of(model)) in names}
    inbox = next((name for view, name in names.items() if isinstance(view, InboxView)), None)
    return numbers | ({inbox: sum(found.values())} if inbox and found else {})


def state_column(model: type[Any], label: Text = lazy_gettext("Status")) -> Column:  # noqa: B008 - a lazy text
    """The status as a badge."""
    return Column("state", label, lambda record: record.state_now, sort=model.state, kind=Kind.BADGE)


def state_filter(model: type[Any], placeholder: Text = lazy_gettext("All statuses")) -> Choice:  # noqa: B008 - a lazy text
    """ "Semua Status" (P28): the states of the flow that are not hidden."""
    states = [state for state in model.__workflow__.states if not state.hidden]
    options = [(state.key, state.label) for state in states]
    return Choice("state", lazy_gettext("Status"), placeholder, lambda actor: options, lambda value: model.state == value)


@job(BULK)
def take_steps_of_job(run: JobRun) -> JobResult:
    """A bulk step in the background, with the person's rights of the moment each row's turn comes; run twice, the second finds them taken."""
    view = view_acting_for(run.actor, run.params["view"], WorkflowView, "step")
    pks, skipped, reasons = run.params["pks"], list[Outcome](), dict[str, int]()
    versions = {int(pk): version for pk, version in run.params.get("versions", {}).items()}
    for number, pk in enumerate(pks, start=1):
        for outcome in take_steps(run.actor, view._model, [pk], run.params["step"], run.params["note"], versions):
            if not outcome.ok:
                skipped.append(outcome)
                reasons[outcome.message] = reasons.get(outcome.message, 0) + 1
        run.progress(number, len(pks))
    told = _("%(done)s of %(total)s done.", done=formats.format_number(len(pks) - len(skipped)), total=formats.format_number(len(pks)))
    lines = [told, *(f"{reason} ({count})" for reason, count in reasons.items())]
    if not skipped:
        return JobResult(message=told)
    return JobResult(*_skipped_sheet(run, skipped), " ".join(lines))


def _skipped_sheet(run: JobRun, skipped: Sequence[Outcome]) -> tuple[StoredFile, str]:
    """What was left as it was, row by row with its reason, as a file to keep."""
    title = _("Skipped: %(title)s", title=run.title)
    columns = [ExportColumn("entry", _("Entry"), width=60), ExportColumn("reason", _("Reason"), width=60)]
    sheet = Sheet(title, columns, [(outcome.label, outcome.message) for outcome in skipped], (), run.actor.name, len(skipped))
    return storage.produce(lambda path: write_xlsx(sheet, path), ".xlsx"), file_name(title, "xlsx")


def _count(number: int) -> str:
    return str(_("%(count)s rows", count=formats.format_number(number)))


def _inbox_menus(actor: Actor, rows: Sequence[Waiting], here: str) -> tuple[dict[tuple[str, int], Sequence[MenuItem]], Sequence[Asking]]:
    """The menus by (table, id), and the dialogs they open."""
    menus: dict[tuple[str, int], Sequence[MenuItem]] = {}
    dialogs: dict[str, Asking] = {}
    for model in dict.fromkeys(type(row.record) for row in rows):
        view, records = view_of(model), [row.record for row in rows if type(row.record) is model]
        if isinstance(view, PortalModelView):
            menus |= {(model.__tablename__, pk): items for pk, items in view.menus(actor, records, here).items()}
        if isinstance(view, WorkflowView):
            dialogs |= {asking.id: asking for asking in view.dialogs(actor, records)}
    return menus, list(dialogs.values())
