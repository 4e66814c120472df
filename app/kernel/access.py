"""GRANTS: which role holds which permission on which view. Each feature lists its rows; `flask grants` writes them to FAB's tables, exactly and idempotently.

Permission names are FAB's (`can_list` for a method exposed as `list`). Menu entries follow: who may open a view sees its menu item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu, assoc_permissionview_role
from flask_appbuilder.security.sqla.models import Role as FabRole
from sqlalchemy import delete, insert, select

from app.kernel.db import session, transaction
from app.kernel.held import renew
from app.kernel.roles import SIGNED_IN, Role

LIST = ("can_list", "can_show")
EXPORT = ("can_export", "can_print")
WRITE = ("can_add", "can_edit", "can_delete")
MENU = "menu_access"
PERMISSIONS = "permissions"
"""Under this name every process holds what was written."""


@dataclass(frozen=True)
class Grant:
    """`roles` hold `permissions` (FAB names) on `view` (class name of the view, or a menu name for "menu_access")."""

    view: str
    permissions: tuple[str, ...]
    roles: tuple[Role, ...]


def expand(grants: Iterable[Grant]) -> frozenset[tuple[Role, str, str]]:
    """The grants as (role, permission, view) triples."""
    return frozenset((role, permission, grant.view) for grant in grants for role in grant.roles for permission in grant.permissions)


def menu_grants(appbuilder: Any, triples: frozenset[tuple[Role, str, str]]) -> frozenset[tuple[Role, str, str]]:
    """`menu_access` on every menu item, and its category, for the roles that may open the view behind it."""
    found: set[tuple[Role, str, str]] = set()

    def roles_for(item: Any) -> set[Role]:
        named = {role for role, permission, view in triples if permission == MENU and view == item.name}
        if item.baseview is not None:
            view = item.baseview
            opening = view.method_permission_name.get(view.default_view, view.default_view)
            named |= {role for role, permission, name in triples if name == view.class_permission_name and permission == f"can_{opening}"}
        for child in item.childs:
            named |= roles_for(child)
        found.update((role, MENU, item.name) for role in named)
        return named

    for item in appbuilder.menu.menu:
        roles_for(item)
    return frozenset(found)


def existing_permissions(appbuilder: Any) -> frozenset[tuple[str, str]]:
    """Every (permission, view) that a registered view really has."""
    return frozenset(
        (permission, view.class_permission_name)
        for view in appbuilder.baseviews
        for permission in getattr(view, "base_permissions", None) or ()
    )


def write_grants(appbuilder: Any, grants: Iterable[Grant]) -> int:
    """Make FAB's roles and permissions equal to `grants`; returns the number of rows it had to add or remove (0 on a second run)."""
    triples = expand(grants)
    triples |= menu_grants(appbuilder, triples)
    with transaction():
        roles = _ensure(FabRole, {role.fab_name for role in SIGNED_IN} | {"Public"})
        permissions = _ensure(Permission, {permission for _role, permission, _view in triples})
        views = _ensure(ViewMenu, {view for _role, _permission, view in triples})
        pairs = {(row.permission_id, row.view_menu_id): row.id for row in session().scalars(select(PermissionView))}
        for _role, permission, view in sorted(triples):
            key = (permissions[permission], views[view])
            if key not in pairs:
                row = PermissionView(permission_id=key[0], view_menu_id=key[1])
                session().add(row)
                session().flush()
                pairs[key] = row.id
        wanted = {(roles[role.fab_name], pairs[permissions[permission], views[view]]) for role, permission, view in triples}
        link = assoc_permissionview_role.c
        present = {(role_id, pair_id) for role_id, pair_id in session().execute(select(link.role_id, link.permission_view_id))}
        for role_id, pair_id in sorted(present - wanted):
            session().execute(delete(assoc_permissionview_role).where(link.role_id == role_id, link.permission_view_id == pair_id))
        if added := sorted(wanted - present):
            session().execute(insert(assoc_permissionview_role), [{"role_id": role, "permission_view_id": pair} for role, pair in added])
        if wanted ^ present:
            renew(PERMISSIONS)
        return len(wanted ^ present)


def _ensure(model: type[Any], names: set[str]) -> dict[str, int]:
    rows = {row.name: row.id for row in session().scalars(select(model))}
    for name in sorted(names - rows.keys()):
        row = model(name=name)
        session().add(row)
        session().flush()
        rows[name] = row.id
    return rows
