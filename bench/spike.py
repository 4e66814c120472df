"""`make bench-spike`: the end of a webinar, when everyone posts within a minute. 10,000 signed-in people, 167 a second, open the page and send it five seconds later.

Web server, database and visitors share the machine; the server is the one of the Procfile. Then only posts, faster and faster, until their p99 passes 250 ms,
and beside it a bare endpoint that inserts a row if it is absent, under the same server. `PEOPLE=500` is a short run.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlencode

from sqlalchemy import func, select

from app import create_app
from app.kernel.db import session
from app.webinars.attendance_models import Attendance, WebinarSession
from app.webinars.attendance_services import present_code
from bench.crowd import crowd_of, officer, webinar_of
from bench.databases import ROOT, databases, server_url
from bench.storm import Storm, ask, storm
from bench.systems import SYSTEMS, THREADS, System, running

THINKING = 5.0
CLIMB = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
"""The rates of the climb, in times of the steady one."""
STEP_SECONDS, STEADY_LIMIT, CLIMB_LIMIT = 6, 100, 250
HIDDEN, NAMED = re.compile(r'<input[^>]*\btype="hidden"[^>]*>'), re.compile(r'\b(name|value)="([^"]*)"')
PAGE = "/my-attendance/add"
FOUND, SEEN = 200, (302, 303)
PORTAL, BARE = SYSTEMS[0], System("bare endpoint", "bare", "/login/", {}, lambda _number, _text: "")
Person = tuple[int, str]
"""Id and cookie."""
Opened = tuple[str, str]
"""The cookies of a browser and what its form sends."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.spike")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=167)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--inside", default="", help="ports of the portal and of the bare endpoint, when both stand")
    chosen = parser.parse_args()
    if chosen.inside:
        port, beside = map(int, chosen.inside.split(","))
        with create_app().app_context():
            Spike(port, chosen.people).run(chosen.rate, beside)
        return
    for database in chosen.databases.split(","):
        with databases(server_url() if database == "postgresql" else "", chosen.people + 1000) as found:
            print(f"\n### {database}: {chosen.people:,} people, {chosen.rate:g} a second\n", flush=True)
            with running(PORTAL, found, THREADS) as portal, running(BARE, found, THREADS) as bare:
                ports = ",".join(each.url.rpartition(":")[2] for each in (portal, bare))
                command = [
                    sys.executable,
                    "-m",
                    "bench.spike",
                    "--inside",
                    ports,
                    "--people",
                    str(chosen.people),
                    "--rate",
                    str(chosen.rate),
                ]
                subprocess.run(command, cwd=ROOT, env=found.environment | {"PORTAL_URL": portal.url}, check=True)


class Spike:
    """A webinar whose first session is attended by everybody, and whose later ones serve the climb."""

    def __init__(self, port: int, people: int) -> None:
        self.port = port
        webinar_id, self.sessions = webinar_of(officer(), 1 + len(CLIMB))
        self.people = crowd_of(webinar_id, people)
        self.found = {pk: session().get_one(WebinarSession, pk) for pk in self.sessions}

    def run(self, rate: float, bare: int) -> None:
        """The steady minute, the climb and the bare endpoint's, printed."""
        steady = asyncio.run(storm(self.people, rate, self._page_and_post))
        print("| | median ms | p95 | p99 | slowest |\n|---|---|---|---|---|")
        for kind in ("page", "post"):
            print(f"| {kind} | {steady.row(kind)} |")
        self._count(self.sessions[0], self.people, steady)
        self._climb(rate)
        self._bare(bare, rate)

    def _climb(self, rate: float) -> None:
        print("\nOnly posts:\n\n| a second | median ms | p95 | p99 | slowest | lost |\n|---|---|---|---|---|---|")
        for times, pk in zip(CLIMB, self.sessions[1:], strict=True):
            visitors = self.people[: int(rate * times * STEP_SECONDS)]
            opened = asyncio.run(self._opened(pk, visitors))
            done = asyncio.run(storm(opened, rate * times, self._post))
            lost = len(visitors) - self._attended(pk)
            print(f"| {rate * times:.0f} | {done.row('post')} | {lost} |", flush=True)
            if lost or done.errors or done.percentile("post", 0.99) > CLIMB_LIMIT:
                break

    def _bare(self, port: int, rate: float) -> None:
        print("\nThe bare endpoint:\n\n| a second | median ms | p95 | p99 | slowest |\n|---|---|---|---|---|")
        for number, times in enumerate(CLIMB):
            paths = [f"/{number}/{pk}" for pk, _cookie in self.people[: int(rate * times * STEP_SECONDS)]]
            done = asyncio.run(storm([(port, path) for path in paths], rate * times, _post_bare))
            print(f"| {rate * times:.0f} | {done.row('post')} |", flush=True)
            if done.errors or done.percentile("post", 0.99) > CLIMB_LIMIT:
                break

    async def _page_and_post(self, at: Storm, person: Person, planned: float) -> None:
        opened = await self._open(self.sessions[0], person)
        at.note("page", planned)
        await asyncio.sleep(max(0.0, planned + THINKING - time.perf_counter()))
        await self._post(at, opened, planned + THINKING)

    async def _opened(self, pk: int, people: Sequence[Person]) -> list[Opened]:
        """The page of each, a few at a time and unmeasured."""
        gate = asyncio.Semaphore(4)

        async def one(person: Person) -> Opened:
            async with gate:
                return await self._open(pk, person)

        return list(await asyncio.gather(*map(one, people)))

    async def _open(self, pk: int, person: Person) -> Opened:
        """The page behind the QR picture of this moment; returns the browser's cookies and what the form would send."""
        status, cookie, text = await ask(self.port, "GET", f"{PAGE}?session_id={pk}&code={present_code(self.found[pk])}", person[1])
        fields = dict(_named(each) for each in HIDDEN.findall(text))
        if status != FOUND or not fields.get("ticket"):
            raise ValueError(f"the page answers {status}: {' '.join(re.sub('<[^>]+>', ' ', text).split())[:300]}")
        return cookie, urlencode(fields)

    async def _post(self, at: Storm, opened: Opened, planned: float) -> None:
        status, _cookie, text = await ask(self.port, "POST", PAGE, *opened)
        at.note("post", planned)
        if status not in SEEN:
            raise ValueError(f"the post answers {status}: {' '.join(re.sub('<[^>]+>', ' ', text).split())[:300]}")

    def _count(self, pk: int, people: Sequence[Person], done: Storm) -> None:
        """Nobody lost, nobody twice, no error."""
        session().rollback()
        rows = session().scalars(select(Attendance.employee_id).where(Attendance.session_id == pk)).all()
        lost, doubled = len({each for each, _cookie in people} - set(rows)), len(rows) - len(set(rows))
        print(f"\n{len(rows)} attendances: {lost} lost, {doubled} doubled, {len(done.errors)} errors; wanted a p99 below {STEADY_LIMIT} ms")
        for error, times in Counter(done.errors).most_common(3):
            print(f"  {times} times {error}")

    def _attended(self, pk: int) -> int:
        session().rollback()
        return session().scalar(select(func.count()).select_from(Attendance).where(Attendance.session_id == pk)) or 0


async def _post_bare(at: Storm, asked: tuple[int, str], planned: float) -> None:
    status, _cookie, _text = await ask(asked[0], "POST", asked[1], "")
    at.note("post", planned)
    if status not in SEEN:
        raise ValueError(f"the bare endpoint answers {status}")


def _named(field: str) -> tuple[str, str]:
    found = dict(NAMED.findall(field))
    return found.get("name", ""), unescape(found.get("value", ""))


if __name__ == "__main__":
    main()
