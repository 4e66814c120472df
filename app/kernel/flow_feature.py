"""What a feature with a flow would otherwise write down twice: its grants follow from the flow and the scope, its REST resource from the view.

>>> GRANTS = grants_of(StudyLeaveView)
>>> def register(appbuilder):
...     add_flow(appbuilder, StudyLeaveView, icon="mortarboard", category="SIIP-ASN")
"""

from typing import Any

from app.kernel.access import EXPORT, LIST, Grant
from app.kernel.api import PortalModelApi
from app.kernel.flow_views import WorkflowView
from app.kernel.roles import Reach, Role
from app.kernel.scope import scope_of
from app.kernel.workflow import Workflow

FAR = (Reach.OPD, Reach.ALL)


def grants_of(view: type[WorkflowView], *, api: bool = True) -> tuple[Grant, ...]:
    """Readers list, those who reach beyond their own people export, and whom the flow names may add, edit and step; on the screens and, with `api`, by REST."""
    scope, flow = scope_of(_model(view)), _flow(view)
    reaches = {role: reach for role, reach in scope.readers.items() if role is not Role.SYSTEM} if scope else {}
    readers = tuple(reaches)
    creators = tuple(dict.fromkeys(role for role, _reach in flow.creators))
    editors = tuple(dict.fromkeys(edit.role for edit in flow.edits))
    deciders = tuple(dict.fromkeys(step.role for step in flow.steps))
    screens = (
        Grant(view.__name__, (*LIST, "can_history"), readers),
        Grant(view.__name__, EXPORT, tuple(role for role, reach in reaches.items() if reach in FAR)),
        Grant(view.__name__, ("can_add",), creators),
        Grant(view.__name__, ("can_edit",), editors),
        Grant(view.__name__, ("can_step",), deciders),
    )
    if not api:
        return screens
    name = _api_name(view)
    return (
        *screens,
        Grant(name, ("can_get", "can_get_list", "can_info"), readers),
        Grant(name, ("can_post",), creators),
        Grant(name, ("can_put",), editors),
        Grant(name, ("can_step",), deciders),
    )


def add_flow(appbuilder: Any, view: type[WorkflowView], *, keys: tuple[str, ...] = (), **menu: Any) -> None:
    """Register the view under its title, where `menu` (icon, category, label …, as FAB's add_view takes them) says, and its REST resource under the view's path.

    `keys` are the columns with ids of other records that REST answers beside what the screen shows.
    """
    appbuilder.add_view(view, view.__name__, **({"label": view.title} | menu))
    appbuilder.add_api(
        type(_api_name(view), (PortalModelApi,), {"resource_name": str(view.route_base).strip("/"), "view": view, "keys": keys})
    )


def _api_name(view: type[WorkflowView]) -> str:
    return view.__name__.removesuffix("View") + "Api"


def _model(view: type[WorkflowView]) -> type[Any]:
    if view.model is None:
        raise TypeError(f"{view.__name__} has no model")
    return view.model


def _flow(view: type[WorkflowView]) -> Workflow:
    flow: Workflow = _model(view).__workflow__
    return flow
