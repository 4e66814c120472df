"""Recommendations (Rekomendasi, T27 to T31): BKPSDM recommends or refuses a training held elsewhere, by a numbered letter that everybody can check."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.kernel.access import EXPORT, Grant
from app.kernel.flow_feature import add_flow, grants_of
from app.kernel.roles import Role
from app.recommendations import listeners as listeners  # the letter, who is told
from app.recommendations import tasks as tasks  # requests that wait too long
from app.recommendations.public_views import LetterCheckView
from app.recommendations.views import RecommendationView

USES: tuple[str, ...] = ("plans",)

GRANTS = (*grants_of(RecommendationView), Grant("RecommendationView", EXPORT, (Role.EMPLOYEE, Role.SUPERVISOR)))


def register(appbuilder: Any) -> None:
    """Menu "Pengajuan Rekomendasi" with "Proses Pengajuan" (T3, T30)."""
    menu: dict[str, Any] = {
        "category": "Recommendations",
        "category_label": _("Submission of recommendations"),
        "category_icon": "file-earmark-text",
    }
    keys = ("employee_id", "unit_id", "plan_row_id", "proposal_letter_id", "call_letter_id")
    add_flow(appbuilder, RecommendationView, keys=keys, label=_("Process of submissions"), icon="file-earmark-text", **menu)
    appbuilder.add_view_no_menu(LetterCheckView)
