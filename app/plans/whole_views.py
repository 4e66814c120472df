"""The plan of a year as a whole: every row of it on one page, the declaration, and "Ajukan Rencana" (T5, T10, T11)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.approval import Possible
from app.kernel.crud import MenuItem
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.flow_views import WorkflowView
from app.kernel.listing import ListState, Page
from app.kernel.routes import route
from app.kernel.scope import fetch
from app.ledger.models import JpLine
from app.ledger.parameters import DAILY_MOST, TARGET
from app.ledger.rules import Line, fullest
from app.organisation.queries import decider_for, employee_of
from app.plans.blocks import (
    MOST,
    blocks_for,
    blocks_sent,
    conversions,
    ids_of,
    jp_of,
    lines_of,
    offer,
    with_one_more,
    with_training,
    written,
)
from app.plans.day_queries import as_line, booked_lines, full_days
from app.plans.extension_queries import window_for
from app.plans.forms import PlanBlockForm, PlanProfileForm, WholePlanForm, whole_form
from app.plans.listings import PLAN_DETAIL, PLANS
from app.plans.models import Plan, PlanRow, PlanYear
from app.plans.queries import (
    competences,
    gap_bands,
    help_for,
    level_gaps,
    level_texts,
    open_years,
    performance_bands,
    plan_of,
    rows_of,
    standard_of,
)
from app.plans.rules import Window, band_of, levels_in, spans_of
from app.plans.services import Profile, check_open, write_plan
from app.plans.workflow import DRAFT, REJECTED, RETURNED
from app.reference.models import Training

Answer = Any
UNSENT = (DRAFT.key, RETURNED.key)


class PlanView(WorkflowView):
    """One's own plans of years, one's subordinates', the OPD's, or everybody's; each is written by its owner on one page."""

    route_base = "/year-plans"
    title = lazy_gettext("Plans of the year")
    form_title = lazy_gettext("Submission form")
    export_title = lazy_gettext("Plans of the year")
    model = Plan
    listing = PLANS
    detail = PLAN_DETAIL
    edit_form = PlanProfileForm
    exclude_route_methods = frozenset({"edit"})
    bulk = searchable = False
    list_template = "plans/wholes.html"
    show_template = "plans/whole.html"
    write_template = "plans/write.html"
    history_title = history_label = lazy_gettext("History of the plan")

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        return super().list_context(actor, state, page) | {"open_years": open_years(actor.employee_id) if self.may("write") else ()}

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        """Every row the actor may see, with the sums without what was rejected."""
        rows = rows_of(actor, record.employee_id, record.plan_year_id)
        kept = [row for row in rows if row.state != REJECTED.key]
        sums = {"jp": sum((row.jp for row in kept), Decimal(0)), "cost": sum((row.cost for row in kept), Decimal(0))}
        more = {
            "rows_of_plan": rows,
            "sums": sums,
            "target": settings.get(TARGET),
            "gaps": level_gaps(standard_of(record.employee), record.levels),
            "full_days": full_days(actor, record.employee_id, [as_line(row) for row in kept if row.jp]),
            "daily": settings.get(DAILY_MOST),
        }
        return super().show_context(actor, record) | more

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        found = super().menus(actor, records, back)
        if not self.may("write"):
            return found
        own = {
            row.id: row
            for row in records
            if row.employee_id == actor.employee_id and window_for(row.plan_year, row.employee_id) is Window.OPEN
        }
        links = {
            pk: MenuItem(_("Write the plan"), url_for(f"{self.endpoint}.write", pk=row.plan_year_id), "pencil") for pk, row in own.items()
        }
        return {pk: (links[pk], *items) if pk in links else items for pk, items in found.items()}

    def change(self, actor: Actor, record: Any, form: Any) -> Plan:
        """Other systems write what a person says of himself apart from his rows."""
        return write_plan(
            actor, record.plan_year_id, [], [], Profile(form.performance.data, levels_in(form.levels.data), form.known_version)
        )

    @route("/write/<int:pk>", "GET", "POST", again=True)
    def write(self, pk: int) -> Answer:
        """The own plan of year `pk`: blocks to add, change and take off, then save or send. Each button sends the page; only those two write."""
        actor = current_actor()
        year: PlanYear = fetch(PlanYear, actor, pk)
        person = employee_of(actor)
        if person is None:
            raise Denied
        check_open(year, actor.employee_id)
        rows = rows_of(actor, person.id, year.id)
        drafted = [row for row in rows if row.state in UNSENT]
        known = competences()
        form = whole_form([each.label for each in known])()
        act, _colon, which = request.form.get("do", "").partition(":")
        blocks = blocks_for(drafted) if request.method == "GET" else blocks_sent()
        gone = ids_of(request.form.getlist("gone"), drafted)
        if act == "add":
            blocks = with_one_more(blocks)
        elif act == "remove":
            leaving = [block for block in blocks if str(block.number) == which]
            gone |= ids_of([block.record_id.data for block in leaving], drafted)
            blocks = [block for block in blocks if block not in leaving]
        elif act == "take":
            blocks = with_training(blocks, fetch(Training, actor, which))
        by_id = {row.id: row for row in drafted}
        offer(blocks, [by_id.get(block.known_record or 0) for block in blocks])
        page: dict[str, Any] = {"blocks": blocks, "gone": gone, "year": year, "rows": rows, "person": person, "form": form}
        if request.method == "GET":
            plan = plan_of(person.id, year.id)
            form.version.data = str(plan.version if plan else 0)
            form.show(plan.performance if plan else None, plan.levels if plan else {}, [each.code for each in known])
        if request.method == "GET" or act in ("add", "remove", "show", "take"):
            return self._write_page(**page)
        status = self._save(actor, year, form, blocks, gone, send=act == "send")
        if status:
            return self._write_page(**page), status
        flash(_("The plan has been sent to your direct supervisor.") if act == "send" else str(self.changed), "success")
        return redirect(url_for("PlanRowView.list", year=year.id))

    def _save(
        self, actor: Actor, year: PlanYear, form: WholePlanForm, blocks: list[PlanBlockForm], gone: set[int], *, send: bool
    ) -> int | None:
        """Write what was typed; None when it stands, else the status of the page that says beside each field what is wrong."""
        filled = [block for block in blocks if not block.is_blank]
        right = form.validate()
        if send:
            right = self._complete(form) and right
        complete = [block.validate() for block in filled]
        if not all(complete) or not right:
            return 422
        rows = [written(block) for block in filled]
        profile = Profile(form.performance.data, form.levels([each.code for each in competences()]), form.known_version)
        try:
            write_plan(actor, year.id, rows, gone, profile, send=send)
        except Invalid as refusal:
            wrong = [(block, row.wrong) for block, row in zip(filled, rows, strict=True) if row.wrong]
            for block, found in wrong:
                block.add_errors(found)
            if not wrong:
                form.add_errors(refusal)
            return 422
        except Conflict as refusal:
            form.form_errors.append(str(refusal.message))
            plan = plan_of(actor.employee_id or 0, year.id)
            form.version.data = str(plan.version if plan else 0)
            return 409
        return None

    @staticmethod
    def _complete(form: WholePlanForm) -> bool:
        """Whether everything is there that a plan needs before it is sent; says beside each field that it is not."""
        wanted = [(form.agree, _("Tick this before you submit the plan.")), (form.performance, _("This field is required."))]
        wanted += [(form.level_field(place), _("Choose a level.")) for place in range(len(competences()))]
        missing = [(field, text) for field, text in wanted if not field.data and not field.errors]
        for field, text in missing:
            field.errors = [text]
        return not missing

    def _write_page(self, *, year: PlanYear, rows: Sequence[PlanRow], person: Any, blocks: list[PlanBlockForm], **values: Any) -> str:
        standing = [row for row in rows if row.state not in UNSENT]
        fixed = sum((row.jp for row in standing if row.state != REJECTED.key), Decimal(0))
        title = _("Plan of %(year)s", year=year.year)
        form: WholePlanForm = values["form"]
        value = form.performance.data
        gaps = level_gaps(standard_of(person), form.levels([each.code for each in competences()]))
        lines = [as_line(row) for row in standing if row.jp and row.state != REJECTED.key]
        fixed_lines: list[Line | JpLine] = [
            *lines,
            *booked_lines(current_actor(), person.id, date(year.year - 1, 1, 1), date(year.year + 1, 12, 31)),
        ]
        typed = lines_of(blocks, person.id)
        return self._page(
            self.write_template,
            title,
            year=year,
            person=person,
            decider=decider_for(person),
            standing=standing,
            blocks=blocks,
            fixed=fixed,
            jp=fixed + sum((jp_of(block) for block in blocks), Decimal(0)),
            target=settings.get(TARGET),
            daily=settings.get(DAILY_MOST, date(year.year, 1, 1)),
            fullest=fullest([*fixed_lines, *typed]),
            full_days=full_days(current_actor(), person.id, [*lines, *typed]),
            fixed_lines=[(each.begins_on.isoformat(), each.ends_on.isoformat(), float(each.jp)) for each in fixed_lines],
            conversions=conversions(),
            full=len(blocks) >= MOST,
            gaps=gaps,
            helps=help_for(gaps, {row.training_id for row in standing} | {block.training_id.data for block in blocks}),
            texts=level_texts(),
            gap_bands=[(str(edge), text) for edge, text in gap_bands()],
            performance_spans=spans_of(performance_bands()),
            performance_bands=[(str(edge), text) for edge, text in performance_bands()],
            performance_band=band_of(value, performance_bands()) if value is not None else "",
            **values,
        )

    def _possible(self, actor: Actor, records: Sequence[Any]) -> dict[int, Possible]:
        """What the flow allows while the year is open (T36)."""
        found = super()._possible(actor, records)
        return {row.id: found[row.id] if window_for(row.plan_year, row.employee_id) is Window.OPEN else Possible((), ()) for row in records}
