"""Certificates on the first page: the last ones, each a click from its PDF (L28, L29)."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.certificates.models import Certificate
from app.certificates.queries import latest_of
from app.kernel.actor import Actor
from app.kernel.crud.brief import Brief
from app.kernel.formats import format_period
from app.kernel.panels import Line, Lines, Panel
from app.kernel.roles import Role

SHOWN = 3


def load_own(actor: Actor) -> Lines | None:
    """His last valid certificates; nothing while he has none."""
    found = latest_of(actor, SHOWN)
    return (
        Lines([_line(each) for each in found], (lazy_gettext("All my certificates"), url_for("OwnCertificateView.list"))) if found else None
    )


def _line(certificate: Certificate) -> Line:
    held = format_period(certificate.begins_on, certificate.ends_on)
    page = url_for("OwnCertificateView.show", pk=certificate.id)
    return Line(
        Brief(certificate.title, certificate.full_number, page),
        held,
        (_("Download PDF"), url_for("OwnCertificateView.file", pk=certificate.id)),
        icon="download",
    )


PANELS = (Panel("own_certificates", lazy_gettext("Latest certificates"), (Role.EMPLOYEE,), load_own),)
