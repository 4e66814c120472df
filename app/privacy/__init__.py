"""Rights over one's data (UU 27/2022): everything the portal holds about a person, for himself, and what he asks about it."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, LIST, WRITE, Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.restriction import define_restricted
from app.kernel.roles import SIGNED_IN, Role
from app.privacy import listeners as listeners  # who is told, and what a granted request does
from app.privacy import tasks as tasks  # the package, and the clock of requests
from app.privacy.breach_views import BreachLetterView, BreachView
from app.privacy.models import restricted_people
from app.privacy.public_views import PrivacyNoticeView
from app.privacy.retention_services import missing_rules
from app.privacy.retention_views import RetentionRuleView
from app.privacy.rules import KEEPERS
from app.privacy.services import missing_activities
from app.privacy.views import ConsentView, DataRequestView, MyDataView, ProcessingActivityView
from app.reference.services import seed_also

USES: tuple[str, ...] = ()
GRANTS = (
    Grant("MyDataView", ("can_show", "can_package"), SIGNED_IN),
    Grant("ConsentView", ("can_list", "can_give", "can_withdraw"), SIGNED_IN),
    *grants_of(DataRequestView),
    *grants_of(BreachView, api=False),
    Grant("BreachLetterView", LIST, (Role.EMPLOYEE, *KEEPERS)),
    Grant("BreachLetterView", EXPORT, KEEPERS),
    Grant("RetentionRuleView", (*LIST, *EXPORT), KEEPERS),
    Grant("RetentionRuleView", ("can_edit",), (Role.BKPSDM_ADMIN,)),
    Grant("ProcessingActivityView", (*LIST, *EXPORT), KEEPERS),
    Grant("ProcessingActivityView", WRITE, (Role.BKPSDM_ADMIN,)),
)


define_restricted(restricted_people)
seed_also(missing_activities)
seed_also(missing_rules)


def register(appbuilder: Any) -> None:
    """Menu "Data Pribadi"."""
    menu: dict[str, Any] = {"category": "Privacy", "category_label": _("Personal data"), "category_icon": "shield-check"}
    appbuilder.add_view(MyDataView, "MyDataView", label=_("My data"), icon="download", **menu)
    add_flow(appbuilder, DataRequestView, keys=("employee_id", "unit_id"), icon="question-circle", **menu)
    appbuilder.add_view(ConsentView, "ConsentView", label=_("My consents"), icon="shield-check", **menu)
    appbuilder.add_view(BreachView, "BreachView", label=_("Register of breaches"), icon="exclamation-octagon", **menu)
    appbuilder.add_view_no_menu(BreachLetterView)
    appbuilder.add_view(ProcessingActivityView, "ProcessingActivityView", label=_("Register of processing"), icon="list-ul", **menu)
    appbuilder.add_view(RetentionRuleView, "RetentionRuleView", label=_("Retention periods"), icon="clock-history", **menu)
    appbuilder.add_view_no_menu(PrivacyNoticeView)
