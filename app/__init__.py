"""The portal as one WSGI application: configuration, extensions, features. Start-up asks the database nothing."""

import secrets
from pathlib import Path
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

import config as configuration
from app.extensions import csrf, db, migrate

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
    from app import cli, doorway, errors, features, pages  # features import the models, which need the extensions above

    app = Flask(__name__)
    app.config.from_object(settings or configuration.current())
    app.config.update(overrides)
    _check_safety(app)
    if app.config["PROXY_HOPS"]:
        hops = app.config["PROXY_HOPS"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    migrate.init_app(app, db, directory=str(configuration.ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
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
        appbuilder = AppBuilder(
            app,
            db.session,
            indexview=features.home.HomeView,
            security_manager_class=features.accounts.PortalSecurityManager,
            update_perms=False,
        )
        for feature in features.FEATURES:
            feature.register(appbuilder)
        features.order_menu(appbuilder)
    doorway.register(app)
    pages.register(app)
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
    elif not app.config["SECRET_KEY"]:
        path = data / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        app.config["SECRET_KEY"] = path.read_text()
