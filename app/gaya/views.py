"""The pages of the style guide, and the specimens that its wizard makes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.documents.listings import document_column_of
from app.gaya.forms import KINDS, SPECIMEN, DocumentsForm, EveryField
from app.gaya.models import Specimen
from app.gaya.rules import ENOUGH, PAGES, TONES, pairs
from app.kernel import agency, clock, formats
from app.kernel.actor import Actor
from app.kernel.charts import Bar, bar_chart
from app.kernel.crud import create_record
from app.kernel.errors import Missing
from app.kernel.export.letter import render_letter
from app.kernel.filters import Period, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.panels import Ring
from app.kernel.routes import route
from app.kernel.wizard import WizardView

BARS = (Bar("Pelatihan Manajemen Perkantoran", 34), Bar("Pelatihan Tata Naskah Dinas", 21), Bar("Pelatihan SPBE", 13), Bar("Lainnya", 5))
FILLED = {
    "text": "Sosialisasi Manajemen ASN",
    "long_text": "Dua baris\nketerangan",
    "rich": "<div>Mohon <strong>dilengkapi</strong>.</div>",
    "number": "90.99",
    "whole": "8",
    "money": "2.500.000",
    "day": "2026-01-15",
    "email": "pegawai@contoh.go.id",
    "choice": "bimtek",
    "several": "seminar",
    "found": "seminar",
    "radio": "bimtek",
    "tick": "y",
}
WRONG = {"number": "90,99", "money": "banyak", "day": "31-02-2026"}


class GayaView(BaseView):
    """One page for each family of components."""

    route_base = "/gaya"
    default_view = "index"

    @route("/")
    def index(self) -> str:
        return self._shown("index", _("Style guide"))

    @route("/<string:name>", "GET", "POST")
    def page(self, name: str) -> str:
        if name not in PAGES:
            raise Missing
        return self._shown(name, str(PAGES[name][0]), **getattr(self, f"_{name}", dict)())

    @route("/chart.svg")
    def chart(self) -> Response:
        return Response(bar_chart(BARS), mimetype="image/svg+xml")

    @route("/letter.pdf")
    def letter(self) -> Response:
        """The letter of the print page as it leaves the printer."""
        made = render_letter("gaya/letter.html", agency.letterhead(), {"day": clock.today()})
        return Response(made, mimetype="application/pdf")

    @route("/options")
    def options(self) -> Response:
        """What the select that searches finds."""
        typed = request.args.get("q", "").lower()
        return jsonify({"results": [{"id": value, "text": label} for value, label in KINDS if typed in label.lower()]})

    def _shown(self, name: str, title: str, **values: Any) -> str:
        crumbs = None if name == "index" else [(_("Style guide"), url_for("GayaView.index")), (title, None)]
        return str(self.render_template(f"gaya/{name}.html", title=title, breadcrumb=crumbs, pages=PAGES, here=name, tones=TONES, **values))

    def _colours(self) -> dict[str, Any]:
        folder = Path(current_app.static_folder or "")
        icons = (folder / "vendor" / "icons.txt").read_text().splitlines()
        return {
            "pairs": pairs((folder / "css" / "portal.css").read_text()),
            "enough": ENOUGH,
            "icons": [name for name in icons if name and not name.startswith("#")],
        }

    def _buttons(self) -> dict[str, Any]:
        return {"moments": [clock.now() - timedelta(**ago) for ago in ({"minutes": 3}, {"hours": 5}, {"days": 12})]}

    def _lists(self) -> dict[str, Any]:
        rows = [
            {"id": number, "name": label, "tone": tone}
            for number, ((_value, label), tone) in enumerate(zip(KINDS, TONES[1:], strict=False), 1)
        ]
        return {"rows": rows, "page_address": lambda number: url_for("GayaView.page", name="lists", page=number)}

    def _forms(self) -> dict[str, Any]:
        plain = {"csrf": False}
        shown = [
            (_("Empty"), EveryField(None, prefix="empty-", meta=plain)),
            (_("Filled in"), EveryField(_prefixed(FILLED, "filled-"), prefix="filled-", meta=plain)),
            (_("With errors"), _judged(EveryField(_prefixed(WRONG, "wrong-"), prefix="wrong-", meta=plain))),
        ]
        disabled = EveryField(_prefixed(FILLED, "off-"), prefix="off-", meta=plain)
        for field in disabled.content_fields():
            field.render_kw = (field.render_kw or {}) | {"disabled": True}
        return {"forms_shown": [*shown, (_("Disabled"), disabled)]}

    def _documents(self) -> dict[str, Any]:
        form = DocumentsForm()
        if request.method == "POST":
            form.validate()
        return {"form": form}

    def _progress(self) -> dict[str, Any]:
        now = clock.now()
        return {
            "jobs": [
                {"state": "queued", "message": _("Waiting to start")},
                {"state": "running", "done": 420, "total": 1000, "message": _("Running")},
                {"state": "done", "done": 1000, "total": 1000, "message": _("Finished"), "result_url": url_for("GayaView.letter")},
                {"state": "failed", "done": 420, "total": 1000, "message": _("Failed")},
            ],
            "entries": [
                _entry("Usulan Masuk", "info", "Rina Lestari, S.Pd.", _("Employee"), now - timedelta(days=3)),
                _entry(
                    "Usulan Direvisi", "warning", "Agus Wijaya, S.E.", _("OPD admin"), now - timedelta(days=1), "Mohon lengkapi alasan."
                ),
                _entry("Disetujui", "success", "Dewi Anggraini, M.Si.", _("BKPSDM admin"), now),
            ],
        }

    def _figures(self) -> dict[str, Any]:
        shown = ((0, ""), (8, ""), (20, _("Well done.")))
        return {"bars": BARS, "rings": [Ring(done, 20, _("%(done)s of 20 JP", done=done), hint) for done, hint in shown]}

    def _print(self) -> dict[str, Any]:
        return {"letterhead": agency.letterhead(), "day": clock.today()}


SPECIMENS = Listing(
    Specimen,
    columns=(
        Column("name", lazy_gettext("Course name"), sort=Specimen.name, primary=True),
        Column("kind", lazy_gettext("Course type"), lambda row: dict(KINDS).get(row.kind, row.kind), sort=Specimen.kind),
        Column("held_on", lazy_gettext("Start date"), sort=Specimen.held_on, kind=Kind.DATE),
        Column("hours", lazy_gettext("Duration (hours)"), sort=Specimen.hours, kind=Kind.NUMBER),
        Column("certificate", lazy_gettext("Certificate document"), "certificate.name"),
    ),
    filters=(Typed((Specimen.name,)), Period("held_on", lazy_gettext("Start date"), Specimen.held_on)),
    default_sort="-held_on",
    options=(joinedload(Specimen.certificate),),
    empty_title=lazy_gettext("No specimens yet"),
    empty_text=lazy_gettext("Add one to try the wizard."),
)


class SpecimenView(WizardView):
    """The wizard, live."""

    route_base, title, model, listing = "/specimens", lazy_gettext("Specimens"), Specimen, SPECIMENS
    detail = (*SPECIMENS.columns[:-1], document_column_of("certificate", lazy_gettext("Certificate document")))
    form_title = lazy_gettext("Add a course")
    wizard = SPECIMEN
    deletable = True

    def create(self, actor: Actor, form: Any) -> Specimen:
        return create_record(actor, Specimen, form.content() | {"user_id": actor.user_id}, form.submission_key)


def _prefixed(values: dict[str, str], prefix: str) -> MultiDict[str, str]:
    return MultiDict({f"{prefix}{name}": value for name, value in values.items()})


def _judged(form: EveryField) -> EveryField:
    form.validate()
    return form


def _entry(title: str, tone: str, person: str, role: str, at: Any, note: str = "") -> dict[str, Any]:
    moments = {"time": formats.format_datetime(at), "time_iso": at.isoformat()}
    return {"title": title, "tone": tone, "person": person, "role": role, "note": note, **moments}
