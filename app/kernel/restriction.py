"""Whose data are kept but not used for now, at his own wish (UU 27/2022, Ps. 11); asked by features that decide something about people by themselves."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, true

_people: list[Callable[[], Any]] = []


def define_restricted(people: Callable[[], Any]) -> None:
    """Say by which query (of employee ids) the restricted are found; called once by the feature that knows (privacy)."""
    _people[:] = [people]


def not_restricted(employee_id: Any) -> ColumnElement[bool]:
    """The criterion for rows whose person, named by the column `employee_id`, has not had his data restricted."""
    criterion: ColumnElement[bool] = employee_id.not_in(_people[0]()) if _people else true()
    return criterion
