"""A certificate of nobody, as a template would make it: what its editor shows."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from app.certificates.drawing import Painter, portrait_of_nobody
from app.certificates.models import CertificateTemplate
from app.certificates.parameters import NUMBER_PATTERN
from app.certificates.press import look_of
from app.certificates.rules import SAMPLE
from app.certificates.services import ON_PAPER, check_template, public_address
from app.kernel import agency, clock, settings
from app.kernel.actor import Actor
from app.kernel.errors import Denied
from app.kernel.formats import format_long_date, format_period
from app.kernel.numbering import write_number
from app.kernel.roles import Role

Values = Mapping[str, Any]


def sample(actor: Actor, values: Values) -> bytes:
    """A certificate of nobody, with long names, as a template of these `values` would make it. Raises Denied, Invalid."""
    painter, data = _sampled(actor, values)
    return painter.paint(data, *_of_nobody())


def sample_picture(actor: Actor, values: Values) -> bytes:
    """The same as a picture (PNG). Raises Denied, Invalid."""
    painter, data = _sampled(actor, values)
    return painter.show(data, *_of_nobody())


def _sampled(actor: Actor, values: Values) -> tuple[Painter, dict[str, Any]]:
    if not actor.has(Role.BKPSDM_ADMIN, Role.AUDITOR):
        raise Denied
    check_template(values)
    painter = Painter(look_of(CertificateTemplate(**values)))
    with force_locale(ON_PAPER):
        day = {"issued_text": format_long_date(clock.today()), "period_text": format_period(clock.today(), clock.today())}
        signs = agency.letterhead()
    more = {"number": write_number(settings.get(NUMBER_PATTERN), 20, clock.today()), "issued_on": clock.today().isoformat()}
    data = {**SAMPLE, **day, **more, "organiser": signs.lines[-1]}
    return painter, data if painter.look.outlined else data | {"outline": []}


def _of_nobody() -> tuple[str, bytes]:
    """The address and the photo of a sample."""
    return public_address("x" * 16), portrait_of_nobody()
