"""Every route as every role: what GRANTS says is what the portal answers, and nothing is open that is not on the short list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.features import GRANTS
from app.kernel.access import MENU, existing_permissions, expand
from app.kernel.roles import SIGNED_IN, Role
from tests.factories.accounts import signed_in_as

PUBLIC = {
    "static": "our own style, script and icons",
    "appbuilder.static": "FAB's static folder",
    "AuthDBView.login": "the sign-in page",
    "AuthDBView.code": "the second step: sends strangers to the first",
    "AuthDBView.sso": "to the agency's own sign-in; 404 without one",
    "AuthDBView.sso_back": "back from there: nobody without an identity that the provider signed",
    "ForgottenView.ask": "a forgotten password: the same answer for everybody",
    "ForgottenView.choose": "a new password: 410 without the token of a mail",
    "AuthDBView.logout": "signing out needs no right",
    "HomeView.index": "sends strangers to the sign-in page",
    "LanguageView.choose": "choosing the language: kept in the session of a stranger",
    "IdentityView.logo": "the agency's logo on the sign-in page",
    "IdentityView.colours": "the agency's colours on the sign-in page",
    "health": "database and worker, for monitoring; nothing of anybody",
    "telegram_hook": "Telegram's webhook: 404 without its secret header",
    "HubView.hub": "the hub of a webinar series: what was announced; the join link only for the registered who are signed in",
    "HubView.calendar": "the same for a calendar",
    "GuestView.register": "the form of guests; 404 unless the webinar takes them",
    "GuestView.confirm": "what a guest confirms: 410 without the sealed link of his mail",
    "GuestView.own": "a guest's own page: 410 without the sealed link of his mail",
    "GuestView.calendar": "his calendar file, behind the same link",
    "GuestView.certificate": "his certificate, behind the same link",
    "GuestView.cancel": "his withdrawal, behind the same link",
    "GuestView.attend": "his attendance, behind the same link",
    "VerificationView.ask": "a field for the code of a certificate",
    "VerificationView.check": "whether a certificate is valid: what is printed on it, with the NIP masked",
    "VerificationView.check_json": "the same for other agencies' programs",
    "LetterCheckView.ask": "a field for the code of a letter of recommendation",
    "LetterCheckView.check": "what such a letter says: what is printed on it, with the NIP masked",
    "LetterCheckView.check_json": "the same for other agencies' programs",
    "PrivacyNoticeView.show": "the notice of what data are used for, which the law wants read before they are given",
    "GuideView.list": "the guides, for whoever does not find his way in as well",
    "GuideView.show": "a guide; its pictures show invented people",
    "GuideView.pdf": "the same as PDF, drawn once",
    "UtilView.back": "FAB's way back: a redirect inside the portal",
}
"""Routes that need no grant, each with its reason."""

NOWHERE = 999_999_999


@dataclass(frozen=True)
class Route:
    rule: Rule
    endpoint: str
    permission: str | None
    view: str | None

    def url(self, app: Flask) -> str:
        with app.test_request_context():
            converters = self.rule._converters
            values = {
                name: NOWHERE if converters[name].__class__.__name__ == "IntegerConverter" else str(NOWHERE) for name in self.rule.arguments
            }
            return app.url_for(self.endpoint, **values)

    def methods(self) -> Iterator[str]:
        yield from sorted(self.rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def routes(app: Flask) -> list[Route]:
    views = {view.endpoint or type(view).__name__: view for view in app.appbuilder.baseviews}  # type: ignore[attr-defined]
    return [_route(rule, views) for rule in app.url_map.iter_rules()]


def _route(rule: Rule, views: dict[str, Any]) -> Route:
    name, _dot, method = rule.endpoint.rpartition(".")
    view = views.get(name)
    function = getattr(view, method, None)
    if view is None or not hasattr(function, "_permission_name") or not hasattr(function, "__wrapped__"):
        return Route(rule, rule.endpoint, None, None)
    permission = view.method_permission_name.get(method, function._permission_name)
    return Route(rule, rule.endpoint, f"can_{permission}", view.class_permission_name)


def is_api_write(route: Route, method: str) -> bool:
    return route.rule.rule.startswith("/api/") and method != "GET"


def test_every_route_is_guarded_or_on_the_short_list(portal: Flask) -> None:
    open_routes = {route.endpoint for route in routes(portal) if route.permission is None}
    assert open_routes - PUBLIC.keys() == set()
    assert PUBLIC.keys() - open_routes == set(), "no longer a route, or guarded now: take it off the list"


def test_every_grant_names_something_real(portal: Flask) -> None:
    real = existing_permissions(portal.appbuilder)  # type: ignore[attr-defined]
    menus = {item.name for item in portal.appbuilder.menu.get_list()} if hasattr(portal.appbuilder.menu, "get_list") else set()  # type: ignore[attr-defined]
    unreal = {(permission, view) for _role, permission, view in expand(GRANTS) if permission != MENU and (permission, view) not in real}
    assert unreal == set()
    assert {view for _role, permission, view in expand(GRANTS) if permission == MENU} <= menus | {""}


def test_every_permission_has_a_holder(portal: Flask) -> None:
    held = {(permission, view) for _role, permission, view in expand(GRANTS)}
    guarded = {(route.permission, route.view) for route in routes(portal) if route.permission}
    assert guarded - held == set()


@pytest.mark.parametrize("role", [None, *SIGNED_IN], ids=lambda role: role.value if role else "stranger")
def test_every_role_asks_every_route_and_gets_what_the_grants_say(app: Flask, role: Role | None) -> None:
    roles = {Role.SUPERVISOR, Role.EMPLOYEE} if role is Role.SUPERVISOR else {role}
    held = {(permission, view) for holder, permission, view in expand(GRANTS) if holder in roles}
    client = signed_in_as(app, role)
    wrong: list[str] = []
    for route in routes(app):
        if route.endpoint in PUBLIC:
            continue
        for method in route.methods():
            answer = client.open(
                route.url(app), method=method, json={} if route.rule.rule.startswith("/api/") and method != "GET" else None
            )
            answer.close()
            allowed = role is not None and (route.permission, route.view) in held
            if role is None:
                fits = answer.status_code in (302, 401) and (answer.status_code == 401 or "/login" in answer.headers["Location"])
            else:
                fits = answer.status_code < 500 and (answer.status_code not in (401, 403) if allowed else answer.status_code == 403)
            if not fits:
                wrong.append(
                    f"{method} {route.rule.rule} ({route.permission} on {route.view}): {answer.status_code}, {'allowed' if allowed else 'not allowed'}"
                )
    assert wrong == []
