"""A signed-in person as the benchmark plays him: he reads the demo accounts from the sign-in page and opens what his menu offers."""

import json
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx


@dataclass(frozen=True)
class Account:
    username: str
    password: str


class Page(HTMLParser):
    """What the benchmark needs of a page: its CSRF token, demo accounts, links of the menu and the files it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.token = self.django_token = ""
        self.accounts: list[Account] = []
        self.menu: list[str] = []
        self.files: list[str] = []
        self._navigation = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "nav":
            self._navigation += 1
        if tag == "input" and values.get("name") == "csrf_token":
            self.token = values.get("value", "")
        if tag == "input" and values.get("name") == "csrfmiddlewaretoken":
            self.django_token = values.get("value", "")
        if "data-fill" in values:
            self.accounts.append(Account(**json.loads(values["data-fill"])))
        if tag == "a" and self._navigation and urlsplit(values.get("href", "#")).path.startswith("/"):
            self.menu.append(values["href"])
        if tag == "script" and values.get("src"):
            self.files.append(values["src"])
        if tag == "link" and values.get("rel") == "stylesheet":
            self.files.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self._navigation -= 1


def demo_accounts(url: str) -> list[Account]:
    return Page(httpx.get(f"{url}/login/").text).accounts


def signed_in(url: str, account: Account) -> httpx.Client:
    """A client with the person's session; raises ValueError if the portal does not let him in."""
    client = httpx.Client(base_url=url, timeout=60, follow_redirects=True)
    token = Page(client.get("/login/").text).token
    form = {"username": account.username, "password": account.password, "csrf_token": token}
    answer = client.post("/login/", data=form, headers={"Referer": f"{url}/login/"})
    if answer.status_code != 200 or urlsplit(str(answer.url)).path.startswith("/login"):
        raise ValueError(f"{account.username} cannot sign in: {answer.status_code}")
    return client
