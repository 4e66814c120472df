"""The portal stands on Flask-AppBuilder's classes and replaces some of their methods. When FAB changes one of those, somebody must look before it is trusted.

Run `python -m tests.architecture.test_fab_upstream` after having looked, and paste what it prints into UPSTREAM.
"""

import hashlib
import inspect
import textwrap
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from importlib.metadata import version
from typing import Any

import pytest
from flask_appbuilder import AppBuilder
from flask_appbuilder.baseviews import AbstractViewApi
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.security.manager import AbstractSecurityManager

from app.features import FEATURES
from app.kernel.api import PortalModelApi
from app.kernel.crud import PortalModelView

FAB = "5.3.0"
UPSTREAM = {
    "flask_appbuilder.api.BaseApi.__init__": "772788f50e2688ec",
    "flask_appbuilder.base.AppBuilder._add_admin_views": "797bca47532254ef",
    "flask_appbuilder.baseviews.BaseCRUDView.__init__": "97d9460e0344ad17",
    "flask_appbuilder.baseviews.BaseCRUDView._init_forms": "290f99221f01d5ad",
    "flask_appbuilder.baseviews.BaseCRUDView._init_properties": "c388550e09f2f073",
    "flask_appbuilder.baseviews.BaseCRUDView._init_titles": "dfec8251dc0aa85c",
    "flask_appbuilder.baseviews.BaseView.__init__": "bed6dfecd9df8a01",
    "flask_appbuilder.baseviews.BaseView._register_urls": "68082a552c7bf097",
    "flask_appbuilder.baseviews.BaseView.update_redirect": "b3f72d9e79573342",
    "flask_appbuilder.models.filters.BaseFilter.apply": "a843462a51818ca4",
    "flask_appbuilder.security.decorators.has_access": "c943cdc958efbba4",
    "flask_appbuilder.security.manager.BaseSecurityManager.add_permissions_menu": "eca4670969a5e908",
    "flask_appbuilder.security.manager.BaseSecurityManager.add_permissions_view": "91f21cd7e0e5cbe5",
    "flask_appbuilder.security.manager.BaseSecurityManager.get_user_menu_access": "ab81ab878dabe83a",
    "flask_appbuilder.security.manager.BaseSecurityManager.get_user_roles": "50a4130d4c906ca8",
    "flask_appbuilder.security.manager.BaseSecurityManager.has_access": "49d3f0dc7ebca779",
    "flask_appbuilder.security.manager.BaseSecurityManager.is_item_public": "8f55936e4f4e0934",
    "flask_appbuilder.security.manager.BaseSecurityManager.load_user": "f80cd54181f93c86",
    "flask_appbuilder.security.manager.BaseSecurityManager.load_user_jwt": "ffd3c11b06f34bf5",
    "flask_appbuilder.security.sqla.manager.SecurityManager.create_db": "277e1657a89af2d6",
    "flask_appbuilder.security.sqla.manager.SecurityManager.register_views": "6ab6c802bbe68394",
    "flask_appbuilder.security.views.AuthDBView.login": "60987c21519797e5",
    "flask_appbuilder.security.views.AuthView._get_safe_next_url": "e41ad293cc397911",
    "flask_appbuilder.security.views.AuthView.logout": "0ea256e5cf6af814",
    "flask_appbuilder.views.IndexView.index": "c2a656781eb8bbd0",
    "flask_appbuilder.views.ModelView.__init__": "088cfb7e5ea9eb4d",
    "flask_appbuilder.views.ModelView.action": "d5bfaa904a24afc6",
    "flask_appbuilder.views.ModelView.action_post": "5f931dd44c913a66",
    "flask_appbuilder.views.ModelView.add": "d424410a23de4b89",
    "flask_appbuilder.views.ModelView.delete": "c7eff11e2b600179",
    "flask_appbuilder.views.ModelView.download": "f2a0fa14b73c5d0f",
    "flask_appbuilder.views.ModelView.edit": "876ee41a5b904503",
    "flask_appbuilder.views.ModelView.list": "7a244f444b3e8a79",
    "flask_appbuilder.views.ModelView.show": "d83b444d9bf03e06",
}
"""Digest of FAB's source for each method that a class of ours replaces, and of those whose holes our classes close by leaving their routes out."""

CLOSED = (
    "flask_appbuilder.views.ModelView.action",
    "flask_appbuilder.views.ModelView.action_post",
    "flask_appbuilder.views.ModelView.download",
    "flask_appbuilder.baseviews.BaseView._register_urls",
    "flask_appbuilder.baseviews.BaseView.__init__",
    "flask_appbuilder.baseviews.BaseCRUDView.__init__",
    "flask_appbuilder.security.decorators.has_access",
)


def test_the_version_is_the_one_that_was_looked_at() -> None:
    assert version("flask-appbuilder") == FAB, "read FAB's changelog against design/fab.md, then change FAB here"


def test_no_method_we_replace_has_changed_in_fab() -> None:
    present = upstream()
    changed = sorted(name for name in present if name in UPSTREAM and UPSTREAM[name] != present[name])
    assert not changed, f"FAB changed {', '.join(changed)}: read the difference, adapt our method, then renew UPSTREAM"


def test_every_method_we_replace_is_watched() -> None:
    present = upstream()
    assert sorted(present.keys() - UPSTREAM.keys()) == [], "a new override: read FAB's method, then add it to UPSTREAM"
    assert sorted(UPSTREAM.keys() - present.keys()) == [], "no longer replaced, or gone from FAB: take it off"


@pytest.mark.parametrize("base", [PortalModelView, PortalModelApi])
def test_the_watch_sees_our_classes(base: type[Any]) -> None:
    assert FEATURES, "every feature is imported, so that every override is known"
    assert base in set(our_classes())


def upstream() -> dict[str, str]:
    """Every watched method and the digest of its source as installed."""
    found = {name: method for base in our_classes() for name, method in replaced_by(base).items()}
    found |= {name: resolve(name) for name in CLOSED}
    return {name: digest(method) for name, method in sorted(found.items())}


def our_classes() -> Iterator[type[Any]]:
    """Every class under app/ that inherits from one of FAB's."""
    waiting: list[type[Any]] = [AbstractViewApi, AbstractSecurityManager, BaseFilter, AppBuilder]
    seen: set[type[Any]] = set()
    while waiting:
        cls = waiting.pop()
        if cls not in seen:
            seen.add(cls)
            waiting.extend(cls.__subclasses__())
            if cls.__module__.startswith("app."):
                yield cls


def replaced_by(cls: type[Any]) -> dict[str, Any]:
    """FAB's own methods that `cls` defines anew, by their full name."""
    found = {}
    for name in vars(cls):
        for base in cls.__mro__[1:]:
            theirs = vars(base).get(name)
            if base.__module__.startswith("flask_appbuilder") and inspect.isfunction(theirs):
                found[f"{base.__module__}.{base.__qualname__}.{name}"] = theirs
                break
    return found


def resolve(name: str) -> Any:
    """The object called `name`: a module's path, then attributes."""
    parts = name.split(".")
    depth = next(index for index, part in enumerate(parts) if part[:1].isupper() or part == "has_access")
    return reduce(getattr, parts[depth:], import_module(".".join(parts[:depth])))


def digest(method: Any) -> str:
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(method)))
    return hashlib.sha256(source.encode()).hexdigest()[:16]


if __name__ == "__main__":
    for watched, value in upstream().items():
        print(f'    "{watched}": "{value}",')
