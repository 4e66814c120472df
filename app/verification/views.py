"""Reviewed: the officer's screen of a verified record type. The proof beside the data, what should make him look twice, the decision; then the next one opens.

>>> class CourseView(Reviewed, WizardFlowView): ...
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.kernel import formats
from app.kernel.actor import Actor, current_actor
from app.kernel.approval import history, open_steps
from app.kernel.crud import MenuItem, url_for_record
from app.kernel.crud.steps import asking_for
from app.kernel.errors import Text
from app.kernel.listing import Column, Kind, ListState, Page
from app.kernel.roles import Role
from app.kernel.routes import route
from app.kernel.workflow import Step, Tone
from app.verification.models import Numbered
from app.verification.queries import first_waiting, place_of, queue_length, same_files, same_number

Answer = Any
ON = "on"
"""Says that the portal opened this record by itself, after a decision: one that somebody else decided meanwhile is passed over."""


@dataclass(frozen=True)
class Hint:
    """Something to look at before deciding; never a refusal. `url` leads to what it speaks of."""

    text: str
    url: str | None = None


class Reviewed:
    """Mixin of a WorkflowView over a Verified model. Permission: can_review.

    The queue is the list as it is filtered, without what does not wait for this person, by age. The address holds the filters, so that it can be left and found again.
    """

    review_template = "verification/review.html"
    review_label: Text = lazy_gettext("Verify")

    # --- Routes ---------------------------------------------------------------------------------------------------------

    @route("/review/", permission="review")
    def queue(self) -> Answer:
        """Begin with the one that has waited longest."""
        view: Any = self
        actor = current_actor()
        state = view.listing.parse(actor, request.args)
        pk = first_waiting(view.listing, actor, state)
        if pk is None:
            flash(_("Nothing in this list waits for you any more."), "success")
            return redirect(view.list_url(state))
        return redirect(self._review_url(pk, state))

    @route("/review/<int:pk>", permission="review")
    def review(self, pk: int) -> Answer:
        """One record on one screen."""
        view: Any = self
        actor = current_actor()
        state = view.listing.parse(actor, request.args)
        record = view.fetch(actor, pk)
        place = place_of(view.listing, actor, state, record)
        if not place.number and request.args.get(ON):
            return redirect(url_for(f"{view.endpoint}.queue", **state.args(page=1)))
        after = self._review_url(place.next, state, on=1) if place.next else url_for(f"{view.endpoint}.queue", **state.args(page=1))
        steps = open_steps(actor, [record]).get(pk, ())
        return view._page(
            self.review_template,
            view.record_title(record),
            record=record,
            place=place,
            proofs=record.proofs,
            rows=[(str(each.label), each.cell(record), each.kind, each.copied(record)) for each in self.reviewed_columns()],
            hints=self.hints(actor, record),
            entries=view.entries(history(record)),
            decisions=[self._decision(record, step, after) for step in steps],
            previous_url=self._review_url(place.previous, state) if place.previous else None,
            next_url=self._review_url(place.next, state) if place.next else None,
            back_url=view.list_url(state),
        )

    # --- What a feature may say otherwise -------------------------------------------------------------------------------

    def reviewed_columns(self) -> Sequence[Column]:
        """What stands beside the proof: the columns of the record's page, without links to the proof itself."""
        view: Any = self
        return [column for column in view.detail if column.kind is not Kind.HTML]

    def hints(self, actor: Actor, record: Any) -> Sequence[Hint]:
        """What should make the officer look twice: the file and the number seen before; a feature adds its own."""
        bare = [Hint(_("Brought over by import: nobody has seen a proof of it in the portal."))] if record.lacks_proof else []
        twins = [self._twin(record, other) for other in same_files(actor, record)]
        others = same_number(actor, record) if isinstance(record, Numbered) else ()
        return [*bare, *twins, *(self._number_seen(record, other) for other in others if not self.shares_number(record, other))]

    def shares_number(self, record: Any, other: Any) -> bool:
        """Whether the number of `other` says nothing here, because one decree is for many."""
        return False

    # --- What lists and pages ask ---------------------------------------------------------------------------------------

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        view: Any = self
        more: dict[str, Any] = super().list_context(actor, state, page)  # type: ignore[misc]
        number = queue_length(view.listing, actor, state) if view.may("review") else 0
        if number:
            label = ngettext("Verify %(number)s record", "Verify %(number)s records", number, number=formats.format_number(number))
            more["page_links"] = [(label, url_for(f"{view.endpoint}.queue", **state.args(page=1)), "check2-square")]
        return more

    def _items(self, record: Any, steps: Sequence[Step], may_edit: bool, back: str) -> Sequence[MenuItem]:
        """In a row's menu the screen comes first where there is something to decide."""
        view: Any = self
        items: Sequence[MenuItem] = super()._items(record, steps, may_edit, back)  # type: ignore[misc]
        decides = any(step.role is not Role.EMPLOYEE for step in steps) and record.state_now.waits_for is not None
        if not (decides and view.may("review")):
            return items
        return [MenuItem(self.review_label, self._review_url(record.id, ListState()), "check2-square", "primary"), *items]

    def _bar(self, actor: Actor, steps: Sequence[Step], state: ListState, rows: Sequence[Any]) -> dict[str, Any]:
        """Decisions go in bulk; what owners do to their own few records does not."""
        more: dict[str, Any] = super()._bar(actor, [step for step in steps if step.role is not Role.EMPLOYEE], state, rows)  # type: ignore[misc]
        return more

    # --- Parts ----------------------------------------------------------------------------------------------------------

    def _decision(self, record: Any, step: Step, after: str) -> dict[str, Any]:
        """A button: what needs no reason is done at once, because it can be taken back; the others ask for the reason."""
        view: Any = self
        url = url_for(f"{view.endpoint}.step", pk=record.id, step=step.key, next=after, version=record.version)
        asking = asking_for(record.__workflow__, step.act, step.needs_note)
        at_once = not step.needs_note and step.act.tone is Tone.SUCCESS
        return {"step": step, "url": url, "asking": asking, "at_once": at_once, "note_id": f"reason-{step.key}"}

    def _review_url(self, pk: int, state: ListState, **more: Any) -> str:
        view: Any = self
        return url_for(f"{view.endpoint}.review", pk=pk, **(state.args(page=1) | more))

    @staticmethod
    def _twin(record: Any, other: Any) -> Hint:
        name = other.employee.full_name
        text = (
            _("The same file is the proof of another record of this person: %(record)s", record=other.summary)
            if other.employee_id == record.employee_id
            else _("The same file is the proof of a record of %(name)s: %(record)s", name=name, record=other.summary)
        )
        return Hint(text, url_for_record(other))

    @staticmethod
    def _number_seen(record: Any, other: Any) -> Hint:
        seen = f"{other.__workflow__.title}, {other.state_now.label}: {other.summary}"
        text = (
            _("This number stands in another record of this person: %(record)s", record=seen)
            if other.employee_id == record.employee_id
            else _("This number stands in a record of %(name)s: %(record)s", name=other.employee.full_name, record=seen)
        )
        return Hint(text, url_for_record(other))
