"""The table of retention: how long what is kept, what is due now, and the word without which nothing ends."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.audit.words import field_word
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import PortalModelView
from app.kernel.crud.plain import version_of
from app.kernel.formats import format_date, format_datetime
from app.kernel.routes import route
from app.privacy.forms import RetentionForm
from app.privacy.listings import RULES
from app.privacy.retention_models import RetentionRule
from app.privacy.retention_services import change_rule, confirm_rule, count_due, first_due
from app.reference.forms import as_choices


class RetentionRuleView(PortalModelView):
    """One row for each kind of data; its page shows what is due before anything is ended."""

    route_base, title, model = "/retention", lazy_gettext("Retention periods"), RetentionRule
    listing, detail = RULES, RULES.columns
    edit_form = RetentionForm
    list_template = "privacy/retention_list.html"
    show_template = "privacy/retention.html"

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.since.choices = as_choices((name, field_word(name)) for name in record.kind_now.since) if record else []
        form.action.choices = as_choices((each.value, each.label) for each in record.kind_now.endings) if record else []

    def change(self, actor: Actor, record: Any, form: Any) -> RetentionRule:
        return change_rule(actor, record.id, form.content(), form.version.data or "")

    @route("/confirm/<int:pk>", "POST", permission="edit")
    def confirm(self, pk: int) -> Any:
        """Let the nightly job take it up, as it was shown."""
        confirm_rule(current_actor(), pk, request.form.get("version", ""))
        flash(_("Confirmed. What is due ends in the coming night, and every night from then on."), "success")
        return redirect(self.own_url(pk))

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return {
            "count": count_due([record])[record.id],
            "due_rows": _shown(first_due(record)),
            "version": version_of(record),
            "confirm_url": url_for("RetentionRuleView.confirm", pk=record.id) if self.may("edit") else "",
        }


def _shown(rows: Sequence[Any]) -> list[dict[str, str]]:
    return [{"id": row.id, "person": row.person, "since": _since(row.since)} for row in rows]


def _since(value: Any) -> str:
    if value is None:
        return _("(day unknown)")
    return format_datetime(value) if hasattr(value, "hour") else format_date(value)
