"""The grants of a verified record type: those of its flow, and the officer's screen for those who decide."""

from typing import Any

from app.kernel.access import Grant
from app.kernel.flow_feature import grants_of
from app.kernel.roles import Role


def deciders(flow: Any) -> tuple[Role, ...]:
    """The roles that verify: whoever takes steps on other people's records."""
    return tuple(dict.fromkeys(step.role for step in flow.steps if step.role is not Role.EMPLOYEE))


def grants_of_verified(view: Any) -> tuple[Grant, ...]:
    """As `grants_of`, and `can_review`."""
    return (*grants_of(view), Grant(view.__name__, ("can_review",), deciders(view.model.__workflow__)))
