"""The screens of awards; wizard, list, steps and the officer's screen are the kernel's and the ground's (S20 to S27)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.awards.forms import AWARD
from app.awards.listings import AWARDS, DETAIL, ELIGIBLE
from app.awards.models import Award, LongService
from app.awards.parameters import NUMBER_NEEDED
from app.awards.queries import counted_on, missing_years, own_missing_years, own_standing, same_grade
from app.awards.rules import SATYA_LENCANA, unusual_year
from app.awards.services import FILED, add_award, change_award, forced_scales
from app.kernel import settings
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import MenuItem, PortalModelView, url_for_record
from app.kernel.crud.tablehtml import address_of
from app.kernel.explained import explained
from app.kernel.formats import format_long_date
from app.kernel.listing import ListState, Page
from app.kernel.navigation import view_called
from app.kernel.wizard import WizardFlowView
from app.reference.queries import choices, code, codes
from app.reference.rules import CodeList
from app.verification.views import Hint, Reviewed


class AwardView(Reviewed, WizardFlowView):
    """ "Riwayat Penghargaan"."""

    route_base, title, model, wizard = "/awards", lazy_gettext("Awards"), Award, AWARD
    listing, detail = AWARDS, DETAIL
    form_title = add_label = lazy_gettext("Add to the award history")
    export_title = lazy_gettext("List of awards")
    history_label = history_title = lazy_gettext("History of the award")
    added = lazy_gettext("Your data has been sent. It counts once BKPSDM has verified it.")
    list_template = "awards/list.html"

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        for name, code_list in FILED.items():
            if name in form and name != "award_kind":
                form[name].choices = choices(code_list, getattr(record, name, None))
        if "award_kind" in form:
            form.award_kind.choices = [_kind(*pair) for pair in choices(CodeList.AWARD_KIND, getattr(record, "award_kind", None))]
            settled = {group: {"scale": scale} for group, scale in forced_scales().items()}
            form.scale.description = _scales() or form.scale.description
            form.award_group.render_kw = {"data-settles": json.dumps(settled)}
            form.number.flags.required = bool(settings.get(NUMBER_NEEDED))

    def create(self, actor: Actor, form: Any) -> Award:
        return add_award(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Award:
        return change_award(actor, record.id, form.content(), form.known_version)

    def warnings(self, form: Any) -> Sequence[str]:
        early = _early(own_missing_years(current_actor(), form.award_kind.data, form.decree_on.data))
        return [*early, *(str(text) for text in unusual_year(form.year.data, form.decree_on.data))]

    def hints(self, actor: Actor, record: Any) -> Sequence[Hint]:
        """A grade given twice or too early, and a year that is not the decree's, besides."""
        found = [*super().hints(actor, record)]
        for other in same_grade(actor, record):
            text = _("This person has an entry of the same grade already: %(record)s", record=other.summary)
            found.append(Hint(text, url_for_record(other)))
        found += [Hint(text) for text in _early(missing_years(record.award_kind, record.decree_on, record.employee.nip))]
        return [*found, *(Hint(str(text)) for text in unusual_year(record.year, record.decree_on))]

    def shares_number(self, record: Award, other: Any) -> bool:
        """One decree gives a Satya Lencana to many."""
        return record.award_group == SATYA_LENCANA and other.employee_id != record.employee_id

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        """How the person himself stands with the Satya Lencana Karya Satya, above his list."""
        return super().list_context(actor, state, page) | {"standing": own_standing(actor) if self.may("add") else None}


class LongServiceView(PortalModelView):
    """Who may be proposed for a Satya Lencana Karya Satya this year and does not hold it yet; the people's pages are EmployeeView's."""

    route_base, title, model = "/karya-satya", lazy_gettext("Satya Lencana Karya Satya"), LongService
    listing = ELIGIBLE
    export_title = lazy_gettext("May be proposed for a Satya Lencana Karya Satya")
    stands_for_records = False
    list_template = "awards/eligible.html"

    def list_context(self, actor: Actor, state: ListState, page: Page) -> dict[str, Any]:
        return {"counted_on": counted_on()}

    def menus(self, actor: Actor, records: Sequence[Any], back: str) -> dict[int, tuple[MenuItem, ...]]:
        """To the person, and to his awards."""
        people, awards = view_called("EmployeeView"), view_called(AwardView.__name__)
        items: dict[int, tuple[MenuItem, ...]] = {}
        at = address_of("EmployeeView.show", next=back) if people is not None and people.may("show") else None
        for record in records:
            ways = [MenuItem(_("Details"), at(record.employee_id), "eye")] if at else []
            if awards is not None and awards.may("list"):
                listed = awards.listing.parse(actor, {"q": record.employee.name})
                ways.append(MenuItem(_("Awards"), awards.list_url(listed), "award"))
            items[record.id] = tuple(ways)
        return items


def _early(full: date | None) -> list[str]:
    """What is said of a Satya Lencana given before its years of service were full."""
    if full is None:
        return []
    return [_("By the NIP the years of service for this grade are full on %(day)s only, after the decree.", day=format_long_date(full))]


def _scales() -> str:
    """What the scales mean, as the list explains them (S21)."""
    told = [f"{row.label}: {row.data['definisi']}" for row in codes(CodeList.AWARD_SCALE) if row.data.get("definisi")]
    return ". ".join([*told, ""]).strip()


def _kind(key: str, label: str) -> Any:
    """A kind with its definition, offered under its group (S22, S23)."""
    found = code(CodeList.AWARD_KIND, key)
    data = found.data if found else {}
    group = data.get("kelompok")
    return explained(key, label, help=str(data.get("definisi") or ""), only_for=f"award_group={group}" if group else "")
