"""A small OpenID provider in a process of its own (`python -m tests.servers.oidc`): code flow with PKCE, one-use codes, and lies when told to tell them.

The first line it prints is its address. `/login_hint` of a test stands in for the person who signs in there; `/lie?kind=…` spoils the next identity.
"""

import json
import secrets
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from joserfc import jwk, jwt

CLIENT, SECRET = "portal", "client-secret"


class Provider(BaseHTTPRequestHandler):
    """The state is the class's: one process is one provider."""

    key = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    other = jwk.RSAKey.generate_key(2048, {"kid": "one"})
    address = ""
    who = ""
    lie = ""
    codes: dict[str, dict[str, str]] = {}

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": "https://somebody.else" if Provider.lie == "issuer" else self.address,
                    "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token",
                    "jwks_uri": f"{self.address}/keys",
                    "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
                }
            )
        elif parts.path == "/keys":
            self._json({"keys": [self.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            assert sent["response_type"] == "code", sent
            assert sent["code_challenge_method"] == "S256", sent
            code = secrets.token_urlsafe(16)
            self.codes[code] = sent
            self._go(f"{sent['redirect_uri']}?{urlencode({'code': code, 'state': sent['state']})}")
        elif parts.path == "/tell":
            Provider.who, Provider.lie = sent.get("who", ""), sent.get("lie", "")
            self._json({})

    def do_POST(self) -> None:
        sent = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        asked = self.codes.pop(sent.get("code", ""), None)
        verifier = urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != verifier or sent["redirect_uri"] != asked["redirect_uri"]:
            self._json({"error": "invalid_grant"}, 400)
            return
        self._json({"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": self._identity(asked["nonce"])})

    def _identity(self, nonce: str) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "s-1",
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "nip": self.who,
        }
        spoiled: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "audience": {"aud": "another"},
            "audience with azp": {"aud": "another", "azp": CLIENT},
            "expired": {"iat": now - 7200, "exp": now - 3600},
            "from elsewhere": {"iss": "https://somebody.else"},
            "claim": {"nip": ["1", "2"]},
        }
        claims |= spoiled.get(self.lie, {})
        if self.lie == "no nonce":
            del claims["nonce"]
        if self.lie == "alg none":
            head, body = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "none"}, claims))
            return f"{head}.{body}."
        if self.lie == "alg HS256":
            return jwt.encode({"alg": "HS256"}, claims, jwk.OctKey.import_key(SECRET.ljust(32, "-")))
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.other if self.lie == "key" else self.key)

    def _json(self, body: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def _go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def log_message(self, format: str, *values: Any) -> None:
        """Quiet."""


class ProviderProcess:
    """`with ProviderProcess() as provider:` then `provider.address`, `provider.tell(who=…, lie=…)`."""

    def __enter__(self) -> "ProviderProcess":
        self._process = subprocess.Popen([sys.executable, "-m", "tests.servers.oidc"], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def tell(self, who: str = "", lie: str = "") -> None:
        """Who signs in there from now on, and how the identity is spoiled."""
        httpx.get(f"{self.address}/tell", params={"who": who, "lie": lie}).raise_for_status()


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Provider.address = f"http://127.0.0.1:{server.server_port}"
    print(Provider.address, flush=True)
    server.serve_forever()
