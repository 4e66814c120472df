"""What people do to plans besides taking steps, and what the portal does: rows, the supervisor's side."""

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

__all__ = [
    "change_training",
    "check_dialogue",
    "check_open",
    "check_row",
    "copy_last_year",
    "escalate",
    "freeze",
    "nudge",
    "plan_training",
    "record_dialogue",
    "remind",
    "route_to_decider",
    "supervisor_of",
]
