"""Changing the tree, the people and their competence tests. Every change publishes an event with before and after.

What others depend on is not deleted (G11).
"""

from app.organisation.services.competence import record_competence_test
from app.organisation.services.people import (
    add_employee,
    change_employee,
    change_own,
    delete_employee,
    judge_changes,
    link_account,
    move_employee,
    set_supervisor,
)
from app.organisation.services.postings import keep_postings
from app.organisation.services.units import add_unit, change_unit, close_unit, delete_unit, merge_unit, set_head

__all__ = [
    "add_employee",
    "add_unit",
    "change_employee",
    "change_own",
    "change_unit",
    "close_unit",
    "delete_employee",
    "delete_unit",
    "judge_changes",
    "keep_postings",
    "link_account",
    "merge_unit",
    "move_employee",
    "record_competence_test",
    "set_head",
    "set_supervisor",
]
