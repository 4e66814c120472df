"""A walk through the whole portal as everybody: from the first page along every link, then every form sent empty, then every refusal."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.words.reading import Form, page_of

TWICE = 2
"""Records of one kind look alike: the second may hold what the first leaves empty."""

LEFT_OUT = ("static", "appbuilder.static", "UtilView.back", "AuthDBView.logout", "JobView.status", "health")
VARIANTS = ("format", "by", "code_list", "view", "tab")
"""Parameters that make another page, not another row of it."""

FILES = (".print", ".export")
"""Ends of endpoints that answer with the same columns to everybody: one reader is enough."""

LAST = ("AccountView",)
"""Whose forms close doors to others."""


@dataclass(frozen=True)
class Visit:
    """What `who` was answered at `address`."""

    who: str
    address: str
    endpoint: str
    answer: TestResponse

    def __str__(self) -> str:
        return f"{self.who} at {self.address} ({self.answer.status_code})"


@dataclass
class Walk:
    """`people` by name, each with his browser."""

    app: Flask
    people: dict[str, FlaskClient]
    visits: list[Visit] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def everywhere(self, *first: str) -> list[Visit]:
        """All that everybody was answered, beginning at `first`."""
        forms: dict[tuple[str, str], tuple[str, str]] = {}
        for who, browser in self.people.items():
            forms |= {(who, key): (endpoint, address) for key, endpoint, address in self._follow(who, browser, first)}
        for (who, _key), (endpoint, address) in sorted(forms.items(), key=lambda item: item[1][0].startswith(LAST)):
            answer = self.people[who].post(address)
            self._note(who, f"POST {address}", endpoint, answer)
            if answer.status_code in (302, 303):
                self._note(who, f"after POST {address}", endpoint, self.people[who].get(answer.headers["Location"]))
        return self.visits

    def _follow(self, who: str, browser: FlaskClient, first: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        waiting, seen = deque(first), Counter[str]()
        addresses: set[str] = set()
        while waiting:
            address = waiting.popleft()
            key, endpoint = self._kind(address, "GET")
            if not endpoint or endpoint in LEFT_OUT or address in addresses or seen[key] == TWICE or key in self.files:
                continue
            addresses.add(address)
            seen[key] += 1
            answer = browser.get(address)
            self._note(who, address, endpoint, answer)
            if endpoint.endswith(FILES) and answer.status_code == 200:
                self.files.add(key)
            if answer.status_code in (301, 302, 303):
                waiting.append(urljoin(address, answer.headers["Location"]))
            elif answer.mimetype == "text/html":
                page = page_of(answer.text)
                waiting.extend(urljoin(address, link) for link in page.links if not link.startswith("#"))
                for form in page.forms:
                    yield from self._form(address, form, waiting)

    def _form(self, address: str, form: Form, waiting: deque[str]) -> Iterator[tuple[str, str, str]]:
        target = urljoin(address, form.action)
        if not form.posts:
            waiting.append(target)
            return
        key, endpoint = self._kind(target, "POST")
        if endpoint and endpoint not in LEFT_OUT:
            yield key, endpoint, target

    def _kind(self, address: str, method: str) -> tuple[str, str]:
        """What counts as one page, and its endpoint ("" for another server's, or none)."""
        parts = urlsplit(address)
        if parts.netloc and parts.netloc != "localhost":
            return "", ""
        try:
            endpoint, values = self.app.url_map.bind("localhost").match(parts.path, method=method)
        except HTTPException:
            return "", ""
        asked = parse_qs(parts.query)
        which = [f"{name}={value}" for name, value in sorted(values.items()) if isinstance(value, str)]
        which += [f"{name}={asked[name][0]}" for name in VARIANTS if name in asked]
        return f"{method} {endpoint} {' '.join(which)}", endpoint

    def _note(self, who: str, address: str, endpoint: str, answer: TestResponse) -> None:
        self.visits.append(Visit(who, address, endpoint, answer))
