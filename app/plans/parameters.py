"""What an agency decides about yearly plans on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

DIALOGUE_NEEDED = Setting(
    "plans.dialogue_needed",
    Kind.YES_NO,
    True,
    _("A decision needs the dialogue with the employee"),
    _("A supervisor accepts or rejects only after he has recorded the dialogue with the employee for the year of the plan."),
)
NUDGE_DAYS = Setting(
    "plans.nudge_days",
    Kind.INTEGER,
    7,
    _("Days after which a supervisor is reminded of a plan that waits"),
    _("Counted from the day on which it was sent."),
    least=1,
    most=90,
)
ESCALATE_DAYS = Setting(
    "plans.escalate_days",
    Kind.INTEGER,
    14,
    _("Days after which a plan that waits goes to the next supervisor too"),
    _("Counted from the day on which it was sent. The direct supervisor can still decide."),
    least=2,
    most=180,
)
