"""Proposals on the first page: an employee's own with what to do next, and the year's numbers for those who decide and check (T4)."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.kernel import clock, settings
from app.kernel.actor import Actor
from app.kernel.agency import COLOUR
from app.kernel.approval import editable, last_steps
from app.kernel.charts import Bar
from app.kernel.columns import as_badge
from app.kernel.crud.brief import Brief
from app.kernel.crud.steps import describe_history
from app.kernel.formats import format_date, format_month, format_number
from app.kernel.panels import Call, Chart, Figure, Line, Lines, Panel, Place, Stats
from app.kernel.richtext import plain
from app.kernel.roles import Role
from app.proposals.models import Proposal
from app.proposals.parameters import PERIOD
from app.proposals.queries import may_propose, months, newest_own
from app.proposals.rules import PeriodKind, period_of
from app.proposals.workflow import PROPOSAL_FLOW

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
OWN_SHOWN = 3


def load_own(actor: Actor) -> Sequence[Call | Lines]:
    """His newest proposals with their last step, and the button to propose while he may (P18)."""
    proposals = newest_own(actor, OWN_SHOWN)
    steps, changeable = last_steps(Proposal, [each.id for each in proposals]), editable(actor, proposals)
    lines = []
    for each in proposals:
        entry = describe_history(PROPOSAL_FLOW, [steps[each.id]])[0]
        note = f"{entry.person} ({entry.role}), {format_date(steps[each.id].at)}"
        reason = plain(entry.note_html)
        url = url_for("ProposalView.show", pk=each.id)
        sent_back = each.id in changeable and PROPOSAL_FLOW.edits_in(each.state)[0].becomes is not None
        action = (_("Correct it"), url_for("ProposalView.edit", pk=each.id)) if sent_back else None
        lines.append(Line(Brief(each.summary, f"“{reason}”" if reason else "", url, as_badge(each.state_now)), note, action))
    more = (_("All my proposals"), url_for("ProposalView.list"))
    found: list[Call | Lines] = []
    if may_propose(actor):
        period = period_of(clock.today(), PeriodKind(settings.get(PERIOD)))
        text = (
            _("You have not proposed a training yet.")
            if period == "ever"
            else _("You have not proposed a training for %(period)s yet.", period=period)
        )
        found.append(Call(text, (_("Propose a training"), url_for("ProposalView.add"))))
    return [*found, *([Lines(lines, more)] if lines else [])]


def load_year(actor: Actor) -> Sequence[Stats | Chart]:
    """This year's proposals within his sight, by state and by month."""
    today = clock.today()
    counted = months(actor, today.year)
    figures = []
    for state in PROPOSAL_FLOW.states:
        if state.hidden:
            continue
        number = sum(count for (_month, key), count in counted.items() if key == state.key)
        url = url_for("ProposalView.list", state=state.key, proposed_from=f"{today.year}-01-01", proposed_to=f"{today.year}-12-31")
        figures.append(Figure(state.label, format_number(number), url, state.tone.value))
    bars = []
    for month in range(1, today.month + 1):
        number = sum(count for (each, _key), count in counted.items() if each == month)
        bars.append(Bar(format_month(today.replace(month=month, day=1)), number))
    alt = gettext("Bar chart of the proposals of each month; the table below holds the same figures.")
    more = (_("Recap of proposals"), url_for("RecapView.index"))
    chart = Chart(bars, (_("Month"), _("Proposals")), alt, settings.get(COLOUR), more)
    return [Stats(figures), *([chart] if counted else [])]


PANELS = (
    Panel("own_proposals", _("My proposals"), (Role.EMPLOYEE,), load_own),
    Panel("proposals_of_the_year", _("Proposals of this year"), OFFICERS, load_year, Place.FIGURES),
)
