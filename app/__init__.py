"""The portal as one WSGI application: configuration, extensions, features. Start-up asks the database nothing."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

import config as configuration
from app.extensions import PortalBuilder, csrf, db, migrate

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "style-src": "'self'",
    "img-src": ["'self'", "data:"],
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


DIFFERENT_SIGNS = 10
"""Fewer in a secret key, and somebody has leant on a key of his keyboard."""


class UnsafeStart(RuntimeError):
    """The configuration would put people's data at risk; the message says what to set."""


def create_app(settings: type[configuration.Config] | None = None, **overrides: Any) -> Flask:
    """Build the portal from `settings` (by default those PORTAL_ENV names), with single values replaced by `overrides`. Raises UnsafeStart."""
    from app import (  # features import the models, which need the extensions above
        cli,
        delivery,
        doorway,
        errors,
        features,
        maintenance,
        pages,
        rendering,
    )
    from app.kernel import panels
    from app.kernel.agency import time_zone
    from app.kernel.clock import define_zone

    app = Flask(__name__)
    app.config.from_object(settings or configuration.current())
    app.config.update(overrides)
    _check_safety(app)
    if app.config["PROXY_HOPS"]:
        hops = app.config["PROXY_HOPS"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    rendering.register(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(configuration.ROOT / "migrations"), render_as_batch=True)
    delivery.register(app)
    maintenance.register(app)
    doorway.guard_calls(app)
    production = app.config["ENVIRONMENT"] == "production"
    Talisman(
        app,
        force_https=production,
        strict_transport_security=production,
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        session_cookie_samesite="Lax",
        content_security_policy=CONTENT_SECURITY_POLICY,
        content_security_policy_nonce_in=["style-src"],
        referrer_policy="same-origin",
    )
    with app.app_context():
        appbuilder = PortalBuilder(
            app,
            db.session,
            indexview=features.home.HomeView,
            security_manager_class=features.accounts.PortalSecurityManager,
            update_perms=False,
        )
        for feature in features.FEATURES:
            feature.register(appbuilder)
        features.order_menu(appbuilder)
        rendering.hold_menu(app, appbuilder)
        rendering.hold_catalogue(app)
    csrf.init_app(app)  # after FAB, so that a refusal knows who reads it
    doorway.register(app)
    pages.register(app)
    panels.register(app, features.PANELS)
    define_zone(app, time_zone)
    errors.register(app)
    cli.register(app)
    return app


def _check_safety(app: Flask) -> None:
    """Refuse a production start that is not one; outside production make the secret key once and keep it in DATA_DIR."""
    data = Path(app.config["DATA_DIR"])
    data.mkdir(parents=True, exist_ok=True)
    if app.config["ENVIRONMENT"] == "production":
        if app.config["DEMO"]:
            raise UnsafeStart("DEMO shows passwords on the sign-in page: it cannot run with PORTAL_ENV=production")
        if app.config["DEBUG"]:
            raise UnsafeStart("DEBUG gives strangers a Python prompt: it cannot run with PORTAL_ENV=production")
        if len(app.config["SECRET_KEY"]) < 32 or len(set(app.config["SECRET_KEY"])) < DIFFERENT_SIGNS:
            raise UnsafeStart("set SECRET_KEY (or SECRET_KEY_FILE) to at least 32 random characters")
        if not app.config["PORTAL_URL"].startswith("https://"):
            raise UnsafeStart("set PORTAL_URL to the portal's address, beginning with https://: messages lead there")
        # Who may be named in a Host header: otherwise a link in a page could lead to whoever asked for it.
        app.config["TRUSTED_HOSTS"] = app.config["TRUSTED_HOSTS"] or [urlsplit(app.config["PORTAL_URL"]).hostname]
        if app.config["OIDC_ISSUER"] and not app.config["OIDC_ISSUER"].startswith("https://"):
            raise UnsafeStart("OIDC_ISSUER must begin with https://")
        if not app.config["LOCAL_SIGN_IN"] and not app.config["OIDC_ISSUER"]:
            raise UnsafeStart("LOCAL_SIGN_IN=0 leaves no way in without OIDC_ISSUER")
    elif not app.config["SECRET_KEY"]:
        path = data / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        app.config["SECRET_KEY"] = path.read_text()
