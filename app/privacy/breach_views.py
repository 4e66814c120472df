"""The register of breaches as BKPSDM keeps it, and the letter as everybody concerned reads it."""

from io import BytesIO
from typing import Any

from flask import Response, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from app.kernel import clock, settings
from app.kernel.actor import Actor, current_actor
from app.kernel.agency import letterhead, signatory
from app.kernel.crud import PortalModelView
from app.kernel.crud.exporting import file_name
from app.kernel.db import session
from app.kernel.export import render_letter
from app.kernel.flow_views import WorkflowView
from app.kernel.routes import route
from app.organisation.queries import all_opds
from app.privacy.breach_models import Breach, BreachPerson
from app.privacy.breach_services import change_breach, count_concerned, record_breach
from app.privacy.forms import BreachForm
from app.privacy.listings import BREACH, BREACH_LETTERS, BREACHES, LETTER
from app.privacy.parameters import AUTHORITY


class BreachView(WorkflowView):
    """Register of breaches: what the law wants told, its clock, its letters."""

    route_base, title, model = "/breaches", lazy_gettext("Register of breaches"), Breach
    listing, detail = BREACHES, BREACH
    add_form = edit_form = BreachForm
    add_label = lazy_gettext("Record a breach")
    form_title = lazy_gettext("Personal data breach")
    show_template = "privacy/breach.html"
    bulk = False
    history_label = history_title = lazy_gettext("History of the breach")
    added = lazy_gettext("The breach has been recorded. Its 72 hours are running.")

    def create(self, actor: Actor, form: Any) -> Breach:
        return record_breach(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Breach:
        return change_breach(actor, record.id, form.content(), form.known_version)

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        form.opd_ids.choices = all_opds()
        if record is None and not form.is_submitted():
            form.discovered_at.data = clock.now()

    def after_add(self, record: Any) -> str:
        """To its page, where it is told."""
        return self.own_url(record.id)

    @route("/authority/<int:pk>", permission="show")
    def authority(self, pk: int) -> Response:
        """The letter to the authority for the protection of personal data."""
        breach = self.fetch(current_actor(), pk)
        values = {"breach": breach, "count": _count(breach), "authority": settings.get(AUTHORITY)}
        return _letter("privacy/breach_authority.html", _("Notice of a breach to the authority"), breach, values)

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        people = url_for("BreachLetterView.list", breach=record.id) if record.notified_at else ""
        values = {"count": _count(record), "people_url": people, "letter_url": url_for("BreachView.authority", pk=record.id)}
        return super().show_context(actor, record) | values


class BreachLetterView(PortalModelView):
    """The letters to the people: everybody reads his own, BKPSDM and auditors all."""

    route_base, title, model = "/breach-letters", lazy_gettext("Letters about breaches"), BreachPerson
    listing, detail = BREACH_LETTERS, LETTER
    show_template = "privacy/breach_letter_page.html"

    @route("/letter/<int:pk>", permission="show")
    def letter(self, pk: int) -> Response:
        """The letter as a PDF."""
        person = self.fetch(current_actor(), pk)
        title = _("Notice of a breach of your personal data")
        return _letter("privacy/breach_letter.html", title, person.breach, {"breach": person.breach, "person": person.employee})

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return {"letter_url": url_for("BreachLetterView.letter", pk=record.id)}


def _count(breach: Breach) -> int:
    """How many people it concerns: those who were told, or would be now."""
    if breach.notified_at is None:
        return count_concerned(breach)
    return session().scalar(select(func.count()).where(BreachPerson.breach_id == breach.id)) or 0


def _letter(template: str, title: str, breach: Breach, values: dict[str, Any]) -> Response:
    day = clock.local(breach.notified_at or clock.now()).date()
    content = render_letter(template, letterhead(), values | {"title": title, "signatory": signatory(), "day": day})
    return send_file(BytesIO(content), mimetype="application/pdf", download_name=file_name(f"{title} {breach.title}", "pdf"))
