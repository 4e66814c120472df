"""The way of an award: it is verified by BKPSDM, as every record of one's own career (S19)."""

from flask_babel import lazy_gettext as _

from app.verification.workflow import verified_flow

AWARD_FLOW = verified_flow("award", _("Award"), brought=True)
