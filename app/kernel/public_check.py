"""Papers that everybody may check without signing in: the code behind a public address, what of a person it may show, and how often it may be asked (G2).

A feature that issues such papers draws a code for each, freezes what is printed, shows it on a page of its own, and says with `register_papers` where the page of a
code is: whoever types a code in the wrong place is led to the right one. Unknown and malformed codes look alike.
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from flask import Response, current_app, make_response, request
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 16
"""79 bits of chance: nobody finds a paper by trying."""
CODE = re.compile(f"[{SIGNS}]{{{CODE_LENGTH}}}")
LIMITER = "public_check_limiter"

Finder = Callable[[str], str | None]
_papers: dict[str, Finder] = {}


def register_papers(kind: str, find: Finder) -> None:
    """`find(code)` answers the address of the page of a paper of this kind, None for a code that is none of its own."""
    _papers[kind] = find


def page_of(code: str) -> str | None:
    """The address of the page of the paper with this code, whatever kind it is; None for an unknown one."""
    return next((found for find in _papers.values() if (found := find(code))), None)


def draw_code() -> str:
    """The end of a public address: it says nothing about what stands behind it."""
    return "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """A code as people type or paste it, with blanks, hyphens and capitals; None for what cannot be one."""
    if len(typed) > 4 * CODE_LENGTH:
        return None
    found = re.sub(r"[\s-]", "", typed).lower()
    return found if CODE.fullmatch(found) else None


def write_code(code: str) -> str:
    """abcd-efgh-jkmn-pqrs, easier to type."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def masked_nip(nip: str) -> str:
    """Only the last four digits: enough to tell namesakes apart, without the day of birth (G2)."""
    return "•" * max(len(nip) - 4, 0) + nip[-4:]


def frozen(data: Mapping[str, Any]) -> tuple[str, str]:
    """The data of a paper as the one JSON text there is for it, and the SHA-256 of that."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, sha256(text.encode()).hexdigest()


def public_address(path: str) -> str:
    """The address that is printed and stands in the QR code; `path` begins with "/"."""
    return f"{str(current_app.config.get('PORTAL_URL') or '').rstrip('/')}{path}"


def count_check(per_minute: int, what: str = "public checks") -> None:
    """One count of `what` (all papers together) for all processes; an address that asks too often is refused for the rest of the minute."""
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    limiter = current_app.extensions.get(LIMITER)
    if limiter is None:
        limiter = current_app.extensions[LIMITER] = FixedWindowRateLimiter(storage_from_string(current_app.config["RATELIMIT_STORAGE_URI"]))
    rate = RateLimitItemPerMinute(per_minute)
    if not limiter.hit(rate, what, f"address {request.remote_addr}"):
        raise TooManyRequests(retry_after=rate.get_expiry())


def open_answer(body: Any, status: int = 200) -> Response:
    """A public page or JSON answer: kept by no cache, listed by no search engine."""
    answer = make_response(body, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
