"""What people do to plans besides taking steps, and what the portal does: rows, the plan of a year, the supervisor's side."""

from app.plans.services.days import check_room_to_send
from app.plans.services.extending import extend_window
from app.plans.services.rows import (
    change_training,
    check_open,
    check_row,
    copy_last_year,
    freeze,
    plan_training,
    remind,
    route_to_decider,
    supervisor_of,
)
from app.plans.services.verifying import check_dialogue, escalate, nudge, record_dialogue
from app.plans.services.whole import Profile, WrittenRow, agree, ensure_plan, follow, send_rows, write_plan

__all__ = [
    "Profile",
    "WrittenRow",
    "agree",
    "change_training",
    "check_dialogue",
    "check_open",
    "check_room_to_send",
    "check_row",
    "copy_last_year",
    "ensure_plan",
    "escalate",
    "extend_window",
    "follow",
    "freeze",
    "nudge",
    "plan_training",
    "record_dialogue",
    "remind",
    "route_to_decider",
    "send_rows",
    "supervisor_of",
    "write_plan",
]
