"""The portal beside its peers: `make bench` prints a table for each number of people and each database, and keeps it in docs/benchmarks.md.

`make bench SIZES=20000 DATABASES=sqlite SECONDS=2` is a short run; it is printed and not kept.
"""

import argparse
from contextlib import ExitStack

from bench.databases import ROOT, databases, server_url
from bench.imports import measure_import
from bench.measure import Figures, measure, measure_once
from bench.systems import PEERS, SYSTEMS, cookie_of, running
from bench.table import Sheet, goals, keep, table

ROWS = ("list", "filtered list", "contains search", "show", "form", "deep page", "next page")
EXPORT, IMPORT = "export", "import"
FULL_SIZES = (100_000, 1_000_000)
EXPORTED = 100_000
"""People that are exported and imported; larger portals export in the background."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--sizes", default="100000,1000000", help="numbers of people, divided by commas")
    parser.add_argument("--databases", default="sqlite,postgresql", help="sqlite, postgresql or both")
    parser.add_argument("--rows", default="", help="only these rows of the table")
    parser.add_argument("--seconds", type=float, default=5, help="duration of each row")
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    rows = chosen.rows.split(",") if chosen.rows else [*ROWS, EXPORT, IMPORT]
    sheets = []
    for database in chosen.databases.split(","):
        server = server_url() if database == "postgresql" else ""
        if database == "postgresql" and not server:
            print("postgresql: no server found (see `make test`), left out")
            continue
        for size in sizes:
            sheet = _measured(database, server, size, rows, chosen.seconds)
            sheets.append(sheet)
            print(table(sheet), flush=True)
    print(goals(sheets))
    if not chosen.rows and tuple(sizes) == FULL_SIZES:
        keep(ROOT / "docs/benchmarks.md", sheets)


def _measured(database: str, server: str, size: int, rows: list[str], seconds: float) -> Sheet:
    sheet = Sheet(database, size)
    with databases(server, size) as found:
        with ExitStack() as servers:
            # One system after the other in every row: whatever else the machine does meets them alike.
            started = [(system, servers.enter_context(running(system, found))) for system in SYSTEMS]
            asked = [(system, at, cookie_of(system, at)) for system, at in started]
            for row in (row for row in rows if row in ROWS):
                for system, at, cookie in asked:
                    sheet.put(row, system.name, measure(system, at, cookie, row, found.pks, size, seconds))
        for system in SYSTEMS if EXPORT in rows and size <= EXPORTED else ():
            with running(system, found) as at:  # a fresh server: its peak is the export's
                sheet.put(EXPORT, system.name, measure_once(system, at, cookie_of(system, at), EXPORT))
    if IMPORT in rows and size <= EXPORTED:
        passed, worked, memory = measure_import(server, size)
        sheet.put(IMPORT, "Portal", Figures(1 / passed, passed * 1000, worked * 1000, 0, 0, memory))
    return sheet


if __name__ == "__main__":
    if not PEERS.is_dir():
        raise SystemExit("the peers are not installed: run `make bench`")
    main()
