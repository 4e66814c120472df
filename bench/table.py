"""The figures as Markdown: a table for each number of people and database, and what misses its goal, said plainly."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Figures

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
ONCE = ("export", "import")
BETTER, MOST_QUERIES, KEPT, IMPORT_SECONDS = 1.5, 6, 0.5, 60
LISTS = ("list", "filtered list", "contains search", "deep page", "next page")


@dataclass
class Sheet:
    """What was measured on one database with one number of people: row -> system -> figures."""

    database: str
    size: int
    cells: dict[str, dict[str, Figures | None]] = field(default_factory=dict)

    def put(self, row: str, system: str, figures: Figures | None) -> None:
        self.cells.setdefault(row, {})[system] = figures

    def factor(self, row: str, *, by_work: bool = False) -> float | None:
        """How many times the portal's speed is that of the best of the others; `by_work` as processors tell it, whoever else keeps them busy."""
        own, others = self.cells[row].get("Portal"), [found for name, found in self.cells[row].items() if name != "Portal" and found]
        if not own or not others:
            return None
        return min(found.work for found in others) / own.work if by_work else own.rate / max(found.rate for found in others)


def table(sheet: Sheet) -> str:
    """One row for each thing that is asked of the systems."""
    systems = list(dict.fromkeys(name for cells in sheet.cells.values() for name in cells))
    lines = [f"\n### {sheet.size:,} people, {sheet.database}\n", "Requests/s (p95 ms; CPU ms; kB; queries; MiB)\n"]
    lines += ["| | " + " | ".join(systems) + " | Portal : best | by CPU |", "|---|" + "---|" * (len(systems) + 2)]
    for row, cells in sheet.cells.items():
        shown = [_cell(row, cells.get(name)) for name in systems]
        factors = (f"{factor:.1f}" if factor else "-" for factor in (sheet.factor(row), sheet.factor(row, by_work=True)))
        lines.append(f"| {row} | " + " | ".join((*shown, *factors)) + " |")
    return "\n".join(lines)


def _cell(row: str, found: Figures | None) -> str:
    if found is None:
        return "-"
    if row in ONCE:
        weight = f"{found.size / 1e6:.1f} MB; " if found.size else ""
        return f"{1 / found.rate:.1f} s (CPU {found.work / 1000:.1f} s; {weight}{found.memory:.0f} MiB)"
    return f"{found.rate:.0f} ({found.p95:.0f}; {found.work:.1f}; {found.size / 1000:.1f}; {found.queries}; {found.memory:.0f})"


def goals(sheets: Sequence[Sheet]) -> str:
    """Every goal that is missed; one line if none is."""
    missed = [line for sheet in sheets for line in _missed(sheet)]
    by_database: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_database.setdefault(sheet.database, []).append(sheet)
    for found in by_database.values():
        small, large = min(found, key=lambda sheet: sheet.size), max(found, key=lambda sheet: sheet.size)
        for row, cells in large.cells.items():
            own, before = cells.get("Portal"), small.cells.get(row, {}).get("Portal")
            if large is not small and own and before and own.rate < KEPT * before.rate:
                missed.append(
                    f"{row}, {large.database}: at {large.size:,} people {own.rate / before.rate:.2f} of the speed at {small.size:,}"
                )
    if not missed:
        return "\nEvery goal is met."
    return "\nGoals that are missed:\n\n" + "\n".join(f"- {line}" for line in missed)


def _missed(sheet: Sheet) -> list[str]:
    found = []
    for row, cells in sheet.cells.items():
        where, own, factor = f"{row}, {sheet.size:,} people, {sheet.database}", cells.get("Portal"), sheet.factor(row)
        if factor is not None and factor < BETTER:
            found.append(f"{where}: {factor:.2f} times the best of the others, wanted {BETTER}")
        if own and row in LISTS and own.queries > MOST_QUERIES:
            found.append(f"{where}: {own.queries} queries, wanted at most {MOST_QUERIES}")
        if own and row == "import" and 1 / own.rate > IMPORT_SECONDS:
            found.append(f"{where}: {1 / own.rate:.0f} s, wanted less than {IMPORT_SECONDS}")
    return found


def keep(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the tables between the markers of `path`, with the day and the machine."""
    text = path.read_text()
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    tables = "\n".join(table(sheet) for sheet in sheets)
    path.write_text(f"{head}{BEGIN}\n\n{machine()}\n{tables}\n{goals(sheets)}\n\n{END}{tail}")


def machine() -> str:
    """The day and what was measured on."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kind = f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), {memory:.0f} GiB"
    return f"Measured on {datetime.now(UTC):%Y-%m-%d}: {kind}, Python {platform.python_version()}."
