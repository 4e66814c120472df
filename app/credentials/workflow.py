"""The ways of courses and certifications: both are verified by BKPSDM (S19)."""

from flask_babel import lazy_gettext as _

from app.verification.workflow import verified_flow

COURSE_FLOW = verified_flow("course", _("Course"), brought=True)
CERTIFICATION_FLOW = verified_flow("certification", _("Certification"), brought=True)
