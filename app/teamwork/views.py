"""The two desks of team works: form and list side by side for the employee (S28 to S37), filters and ticks for the officer (S40 to S45)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest

from app.kernel import richtext, saved_views
from app.kernel.actor import Actor, current_actor
from app.kernel.approval import editable
from app.kernel.crud import MenuItem, next_url
from app.kernel.errors import Invalid
from app.kernel.flow_views import WorkflowView
from app.kernel.forms import PortalForm
from app.kernel.listing import ListState, Page
from app.kernel.navigation import view_called
from app.kernel.routes import route
from app.kernel.stale_pages import is_stale
from app.teamwork.forms import TeamWorkForm
from app.teamwork.listings import APPROVALS, DETAIL, MINE
from app.teamwork.models import TeamWork
from app.teamwork.services import add_team_work, change_team_work, draw_code
from app.teamwork.workflow import DELETE

Answer = Any


class _Writing:
    """How a form becomes an entry, on the screen and at the API."""

    def create(self, actor: Actor, form: Any) -> TeamWork:
        try:
            return add_team_work(actor, form.content(), form.submission_key)
        except Invalid as refusal:
            if "code" not in refusal.fields:
                raise
            # Nothing typed is lost, and the next click can succeed.
            form.code.data = draw_code(actor)
            offered = _("A new code has been put in its place; please save again.")
            raise Invalid(fields={**refusal.fields, "code": f"{refusal.fields['code']} {offered}"}) from refusal

    def change(self, actor: Actor, record: Any, form: Any) -> TeamWork:
        return change_team_work(actor, record.id, form.content(), form.known_version)


class TeamApprovalView(_Writing, WorkflowView):
    """ "APPROVAL TIM KERJA": nothing is listed until "Tampilkan" is pressed; what is ticked is approved together. Entries are written at the other desk, or by REST."""

    route_base = "/team-approvals"
    title = lazy_gettext("APPROVAL OF TEAM WORK")
    export_title = lazy_gettext("Team work")
    model = TeamWork
    listing = APPROVALS
    detail = DETAIL
    add_form = edit_form = TeamWorkForm
    exclude_route_methods = frozenset({"add", "edit"})
    bulk_done = lazy_gettext("Success")
    history_label = history_title = lazy_gettext("History of the team work")

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """What is one's own is corrected at one's own desk."""
        own = [record for record in records if record.employee_id == actor.employee_id]
        desk = view_called(TeamWorkView.__name__) if own else None
        if desk is None or not desk.may("list"):
            return super().menus(actor, records, back)
        others = [record for record in records if record.employee_id != actor.employee_id]
        return super().menus(actor, others, back) | desk.menus(actor, own, back)


class TeamWorkView(_Writing, WorkflowView):
    """ "TIM KERJA": a row is loaded into the form by "Pilih"; adding, correcting and listing are one page."""

    route_base = "/team-work"
    title = lazy_gettext("TEAM WORK")
    export_title = lazy_gettext("Team work")
    model = TeamWork
    listing = MINE
    detail = DETAIL
    add_form = edit_form = TeamWorkForm
    list_template = add_template = edit_template = "teamwork/page.html"
    bulk = False
    history_label = history_title = lazy_gettext("History of the team work")

    @route("/code", "POST", permission="add", again=True)
    def code(self) -> Answer:
        """ "Buat Kode Baru": the code alone for the script, or without one the form as it was typed, with the code in it."""
        actor, form = current_actor(), self._made(self.add_form)
        if is_stale():
            form.validate()
            return self._form(self.add_template, form), 422
        form.code.data = draw_code(actor)
        if request.headers.get("X-Requested-With") == "fetch":
            return jsonify(code=form.code.data)
        return self._form(self.add_template, form)

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        """The empty form beside the list, and which rows may still be loaded into it."""
        here = self.list_url(state)
        return {
            "form": self._made(self.add_form, formdata=None),
            "form_action": url_for(f"{self.endpoint}.add", next=here),
            "record": None,
            "here": here,
            "pickable": editable(actor, page.rows),
        }

    def _form(self, template: str, form: PortalForm, record: Any = None, **values: Any) -> str:
        actor = current_actor()
        state = self._list_behind(actor)
        shown = self.list_values(actor, state, saved_views.of_list(actor, type(self).__name__))
        here = self.list_url(state)
        endpoint = "edit" if record is not None else "add"
        shown |= {
            "form": form,
            "record": record,
            "form_action": url_for(f"{self.endpoint}.{endpoint}", next=here, **({"pk": record.id} if record is not None else {})),
            "remove": self._removal(actor, record, here) if record is not None else None,
            "note_text": richtext.plain(record.note) if record is not None and record.note else "",
        }
        if record is not None:
            shown["dialogs"] = self.dialogs(actor, [record])
        return self._page(template, self.title, **(shown | values))

    def _list_behind(self, actor: Actor) -> ListState:
        """The list as it was when the form was opened beside it: its address travels as `next`."""
        parts = urlsplit(next_url(self.list_url()))
        try:
            state = self.listing.parse(actor, dict(parse_qsl(parts.query)) if parts.path == self.list_url() else {})
        except BadRequest:
            state = self.listing.parse(actor, {})
        return state

    def _removal(self, actor: Actor, record: Any, here: str) -> MenuItem | None:
        """ "Hapus" beside "Simpan" and "Batal" (S36)."""
        address = url_for(f"{self.endpoint}.step", pk=record.id, step=DELETE.key)
        return next((item for item in self.menus(actor, [record], here)[record.id] if item.url.partition("?")[0] == address), None)
