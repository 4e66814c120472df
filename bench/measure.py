"""Asking: a few people at once, each asking again as soon as he is answered (a closed loop), for some seconds."""

import gzip
import http.client
import itertools
import random
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from bench.people import FRAGMENTS
from bench.systems import DEEP, PAGE, Running, System

CLIENTS = 4
WORKBOOK = b"PK\x03\x04"
NEXT = re.compile(r'href="([^"]+)" rel="next"')


@dataclass(frozen=True)
class Figures:
    """What one row of the table says of one system; times in milliseconds (`work`: of a processor, in the web server, for one answer), memory in MiB."""

    rate: float
    p95: float
    work: float
    size: float
    queries: int
    memory: float


def measure(system: System, at: Running, cookie: str, row: str, pks: tuple[int, int], rows: int, seconds: float) -> Figures | None:
    """The row of the table; None where the system has nothing of the kind."""
    ways = _ways(system, row, pks, rows)
    if ways is None:
        return None
    times: list[float] = []
    sizes: list[int] = []
    queries: list[int] = []
    _warm_up(at.url, cookie, ways(0))
    end = time.monotonic() + seconds

    def keep_asking(number: int) -> None:
        way = ways(number + 1)
        answer: bytes | None = None
        while time.monotonic() < end:
            path = way(answer)
            begin = time.perf_counter()
            body, asked, size = _ask(at.url, cookie, path)
            times.append((time.perf_counter() - begin) * 1000)
            answer = body if row == "next page" else None
            sizes.append(size)
            queries.append(asked)

    begin, worked = time.monotonic(), at.worked()
    with ThreadPoolExecutor(CLIENTS) as people:
        # Whoever is refused ends the run: figures of those left would be those of fewer people.
        for asking in [people.submit(keep_asking, number) for number in range(CLIENTS)]:
            asking.result()
    passed = time.monotonic() - begin
    slow = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    work = (at.worked() - worked) / len(times) * 1000
    return Figures(len(times) / passed, slow, work, statistics.mean(sizes), max(queries), at.peak_memory())


def measure_once(system: System, at: Running, cookie: str, row: str) -> Figures | None:
    """One long answer (an export), with the memory it took."""
    address = system.addresses.get(row)
    if address is None:
        return None
    begin, worked = time.perf_counter(), at.worked()
    body, asked, size = _ask(at.url, cookie, address(0, ""))
    passed = time.perf_counter() - begin
    if not body.startswith(WORKBOOK):
        raise RuntimeError(f"{system.name}: {row} is no workbook: {body[:500]!r}")
    return Figures(1 / passed, passed * 1000, (at.worked() - worked) * 1000, size, asked, at.peak_memory())


Way = Callable[[bytes | None], str]


def _ways(system: System, row: str, pks: tuple[int, int], rows: int) -> Callable[[int], Way] | None:
    """For the person of each number a function from the last answer to the next address."""
    if row == "deep page":
        number = min(DEEP, rows // 2) // PAGE
        return lambda seed: lambda answer: system.pages(number + random.Random(seed).randrange(10), "")
    if row == "next page":
        return lambda seed: _leafing(system, min(DEEP, rows // 2) // PAGE, rows // PAGE, seed)
    address = system.addresses.get(row)
    if address is None:
        return None

    def way(seed: int) -> Way:
        drawn, texts = random.Random(seed), itertools.cycle(FRAGMENTS[seed % len(FRAGMENTS) :] + FRAGMENTS[: seed % len(FRAGMENTS)])
        return lambda answer: address(drawn.randint(*pks), next(texts))

    return way


def _leafing(system: System, first: int, last: int, seed: int) -> Way:
    """From deep pages on, one page after the other: by the page's own link to the next where there is one, by numbers where not."""
    pages = range(first, last)
    numbers = itertools.cycle([*pages[seed * 50 % len(pages) :], *pages[: seed * 50 % len(pages)]])

    def way(answer: bytes | None) -> str:
        found = NEXT.search(gzip.decompress(answer).decode()) if answer and not system.folder else None
        return unescape(found[1]) if found else system.pages(next(numbers), "")

    return way


def _warm_up(url: str, cookie: str, way: Way) -> None:
    answer: bytes | None = None
    for _ in range(8):
        answer = _ask(url, cookie, way(answer))[0]


def _ask(url: str, cookie: str, path: str) -> tuple[bytes, int, int]:
    """The answer's body, its queries, and how many bytes of body travelled. Raises RuntimeError for anything but a page, with what was said."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=900)
    try:
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status} {body[:500]!r}")
    return body, int(response.headers.get("X-Queries", 0)), len(body)
