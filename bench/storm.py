"""An open loop: every request has a planned moment, is sent then whether others were answered or not, and its latency counts from that moment."""

import asyncio
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

COOKIE = re.compile(r"(?mi)^set-cookie: ([^;\r\n]+)")
PATIENCE = 60.0
"""Seconds after which an answer counts as lost."""


@dataclass
class Storm:
    """What came of a storm: milliseconds from the planned moment to the whole answer by kind of request, and what was not as wanted."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def note(self, kind: str, planned: float) -> None:
        self.taken.setdefault(kind, []).append((time.perf_counter() - planned) * 1000)

    def percentile(self, kind: str, part: float) -> float:
        found = sorted(self.taken.get(kind, [float("inf")]))
        return found[min(len(found) - 1, int(len(found) * part))]

    def row(self, kind: str) -> str:
        """Median, p95, p99 and the slowest."""
        found = self.taken.get(kind, [])
        return (
            f"{statistics.median(found):.0f} | {self.percentile(kind, 0.95):.0f} | {self.percentile(kind, 0.99):.0f} | {max(found):.0f}"
            if found
            else "-"
        )


Visit = Callable[[Storm, Any, float], Awaitable[None]]


async def storm(visitors: Sequence[Any], rate: float, visit: Visit) -> Storm:
    """Send every visitor on his way at his moment, `rate` of them a second."""
    found, begin = Storm(), time.perf_counter() + 0.2
    async with asyncio.TaskGroup() as group:
        for number, visitor in enumerate(visitors):
            planned = begin + number / rate
            await asyncio.sleep(max(0.0, planned - time.perf_counter()))
            group.create_task(_guarded(found, visitor, planned, visit))
    return found


async def _guarded(found: Storm, visitor: Any, planned: float, visit: Visit) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await visit(found, visitor, planned)
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
        found.errors.append(f"{type(error).__name__}: {error}"[:200])


async def ask(port: int, method: str, path: str, cookie: str, body: str = "") -> tuple[int, str, str]:
    """Status, the cookie for the next request, and text of one request over a connection of its own. Raises ValueError for an answer that is none."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {cookie}", "Connection: close"]
        if method == "POST":
            head += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Referer: http://127.0.0.1:{port}{path}",
            ]
        writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        answer = await reader.read()
    finally:
        writer.close()
    top, _blank, rest = answer.partition(b"\r\n\r\n")
    parts = top.split(b" ", 2)
    if len(parts) < 2 or not parts[1].isdigit():
        raise ValueError(f"no answer to {method} {path}")
    known = dict(each.split("=", 1) for each in cookie.split("; ") if each)
    known |= dict(each.split("=", 1) for each in COOKIE.findall(top.decode("latin-1")))
    return int(parts[1]), "; ".join(f"{name}={value}" for name, value in known.items()), rest.decode(errors="replace")
