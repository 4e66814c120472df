"""The agency's own sign-in by OpenID Connect: code flow with PKCE, state and nonce, by Authlib. It says who somebody is, and never what he may do."""

from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

EXTENSION = "agency-sign-in"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""What an identity may be signed with: never nothing, and nothing that a holder of the client's secret could sign himself."""

TIMEOUT_SECONDS = 10
TROUBLE = (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError, TypeError)
"""What the provider's answer, or its silence, may raise."""


class SsoRefused(Exception):
    """The provider cannot be reached, or what came back proves nothing; for the log."""


def register(app: Flask) -> None:
    """Know the provider that OIDC_ISSUER names; it is asked for its addresses and keys at the first sign-in."""
    issuer = app.config["OIDC_ISSUER"].rstrip("/")
    if issuer:
        app.extensions[EXTENSION] = OAuth(app).register(
            "sso",
            client_id=app.config["OIDC_CLIENT_ID"],
            client_secret=app.config["OIDC_CLIENT_SECRET"] or None,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": app.config["OIDC_SCOPE"], "code_challenge_method": "S256", "default_timeout": TIMEOUT_SECONDS},
        )


def begin(back: str) -> Response:
    """To the provider, which sends the browser back to the address `back`. Raises SsoRefused."""
    try:
        answer: Response = _provider().authorize_redirect(back)
    except TROUBLE as trouble:
        raise SsoRefused(f"{type(trouble).__name__}: {trouble}") from trouble
    return answer


def finish() -> str:
    """The claim that names the person, out of an identity that the provider signed for this portal and this browser just now. Raises SsoRefused."""
    config = current_app.config
    try:
        token = _provider().authorize_access_token(
            leeway=60,
            claims_options={
                "iss": {"essential": True, "value": config["OIDC_ISSUER"]},
                "aud": {"essential": True, "value": config["OIDC_CLIENT_ID"]},
                "nonce": {"essential": True},
            },
        )
    except TROUBLE as trouble:
        raise SsoRefused(f"{type(trouble).__name__}: {trouble}") from trouble
    named = (token.get("userinfo") or {}).get(config["OIDC_CLAIM"])
    if not isinstance(named, str) or not named:
        raise SsoRefused(f"the identity has no claim {config['OIDC_CLAIM']}")
    return named


def _provider() -> Any:
    provider = current_app.extensions[EXTENSION]
    metadata = provider.load_server_metadata()
    if metadata.get("issuer") != current_app.config["OIDC_ISSUER"]:
        provider.server_metadata.clear()
        raise ValueError(f"the provider calls itself {metadata.get('issuer')}, not OIDC_ISSUER")
    metadata["id_token_signing_alg_values_supported"] = ALGORITHMS
    return provider
