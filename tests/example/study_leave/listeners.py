"""Who is told of a study leave."""

from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices

PAGE = "StudyLeaveView.show"

register_notices(
    Notice("study_leave.create", (ROLE(Role.OPD_ADMIN),), N_("A study leave waits for your decision"), opens=PAGE),
    Notice("study_leave.resubmit", (ROLE(Role.OPD_ADMIN),), N_("A corrected study leave waits for your decision"), opens=PAGE),
    Notice("study_leave.approve", (OWNER,), N_("Your study leave has been approved"), opens=PAGE),
    Notice("study_leave.return", (OWNER,), N_("Your study leave has been returned to you"), opens=PAGE),
)
