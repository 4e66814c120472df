"""How answers travel: static files under an address that holds their content's digest, kept by browsers for good; text compressed.

The digest stands in the path and not behind a question mark, so that modules importing each other and style sheets naming pictures stay in one version.
"""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_compress import Compress
from werkzeug.routing import BaseConverter

from app.kernel.bearer import bearer
from app.kernel.endpoints import STATIC

FOR_GOOD = 365 * 24 * 3600
A_WHILE = 3600


class DigestConverter(BaseConverter):
    """The digest in an address of a static file; no folder is called like one."""

    regex = "[0-9a-f]{16}"


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie, which static files neither read nor renew (caches may share them), and calls with a token have nothing to do with."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if bearer() is None else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint not in STATIC and bearer() is None:
            super().save_session(app, session, response)


def register(app: Flask) -> None:
    """Version the static files of `app`, and compress what it answers."""
    app.session_interface = Sessions()
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 6)
    # Only programs and offices without TLS ask for gzip: their lines carry 6 % more sooner than a worker packs it.
    app.config.setdefault("COMPRESS_LEVEL", 4)
    app.config.setdefault("COMPRESS_STREAMS", False)
    Compress(app)
    app.before_request(_say_nothing_by_size)
    digest = digest_of(Path(app.static_folder or ""))
    app.url_map.converters["digest"] = DigestConverter
    app.add_url_rule(f"{app.static_url_path}/<digest:version>/<path:filename>", endpoint="static")
    app.view_functions["static"] = lambda filename, version=None: _static(filename, version, digest)
    modules = sorted(f"js/{path.name}" for path in Path(app.static_folder or "").glob("js/*.js") if path.name != "theme.js")
    app.context_processor(lambda: {"script_modules": modules})
    app.url_defaults(lambda endpoint, values: values.setdefault("version", digest) if endpoint == "static" else None)


def digest_of(folder: Path) -> str:
    """One digest over the names and contents of all files of `folder`."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _static(filename: str, version: str | None, present: str) -> Any:
    """The file; of another version the present one, which a page of before or after an update asks for, but not to keep."""
    answer = current_app.send_static_file(filename)
    # Read at once: only whole answers are compressed and their files closed.
    answer.direct_passthrough = False
    answer.make_sequence()
    answer.cache_control.no_cache = None
    if version == present and not current_app.debug:
        answer.cache_control.public, answer.cache_control.max_age, answer.cache_control.immutable = True, FOR_GOOD, True
    elif version is None and not current_app.debug:
        answer.cache_control.public, answer.cache_control.max_age = True, A_WHILE
    else:
        answer.cache_control.no_cache = True
    return answer


def _say_nothing_by_size() -> None:
    """Nothing compressed for a page that another site or host asks for: it could guess secrets by the size of many answers (BREACH).

    A neighbour below the same domain counts: the cookie goes with what it asks for.
    """
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and request.endpoint not in STATIC:
        request.environ.pop("HTTP_ACCEPT_ENCODING", None)
