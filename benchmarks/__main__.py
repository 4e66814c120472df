"""Measure a demo portal: preparation, every page of every demo account's menu, and the home page under load.

`python -m benchmarks [--postgres URL] [--requests 20] [--seconds 5]` prints Markdown tables for docs/benchmarks.md.
"""

import argparse
import gzip
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx

from benchmarks.server import Portal, running_portal
from benchmarks.visitor import Account, Page, demo_accounts, signed_in


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--postgres", default="", metavar="URL", help="a server on which a database may be made; SQLite without it")
    parser.add_argument("--requests", type=int, default=20, help="requests per page")
    parser.add_argument("--seconds", type=float, default=5, help="duration of the load")
    parser.add_argument("--clients", type=int, default=8, help="people at once in the load")
    chosen = parser.parse_args()
    with running_portal(chosen.postgres) as portal:
        print_preparation(portal)
        accounts = demo_accounts(portal.url)
        print("\n| Account | Page | Status | Median ms | 95 % ms | kB compressed |\n|---|---|---|---|---|---|")
        for account in accounts:
            measure_pages(portal, account, chosen.requests)
        if accounts:
            measure_load(portal, accounts, chosen.clients, chosen.seconds)


def print_preparation(portal: Portal) -> None:
    print("| Preparation | Seconds |\n|---|---|")
    for step, seconds in portal.seconds.items():
        print(f"| {step} | {seconds:.1f} |")
    with httpx.Client(base_url=portal.url) as client:
        page = client.get("/login/")
        files = [client.get(file) for file in Page(page.text).files]
    weight = sum(len(gzip.compress(answer.content)) for answer in (page, *files))
    print(f"\nFirst visit (sign-in page, {len(files)} scripts and style sheets): {weight / 1000:.0f} kB compressed")


def measure_pages(portal: Portal, account: Account, requests: int) -> None:
    with signed_in(portal.url, account) as client:
        home = client.get("/")
        paths = dict.fromkeys(["/", *(href for href in Page(home.text).menu if "logout" not in href)])
        for path in paths:
            times = []
            for _ in range(requests):
                begin = time.perf_counter()
                answer = client.get(path)
                times.append((time.perf_counter() - begin) * 1000)
            slow = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            weight = len(gzip.compress(answer.content)) / 1000
            shown = urlsplit(path).path
            print(f"| {account.username} | {shown} | {answer.status_code} | {statistics.median(times):.0f} | {slow:.0f} | {weight:.1f} |")


def measure_load(portal: Portal, accounts: list[Account], clients: int, seconds: float) -> None:
    """The home page, asked for by several people at once without a pause."""
    people = [signed_in(portal.url, accounts[number % len(accounts)]) for number in range(clients)]
    end = time.monotonic() + seconds

    def keep_asking(client: httpx.Client) -> list[float]:
        times = []
        while time.monotonic() < end:
            begin = time.perf_counter()
            client.get("/").raise_for_status()
            times.append((time.perf_counter() - begin) * 1000)
        return times

    with ThreadPoolExecutor(clients) as pool:
        times = sorted(found for each in pool.map(keep_asking, people) for found in each)
    for client in people:
        client.close()
    rate = len(times) / seconds
    print(f"\nHome page, {clients} people at once: {rate:.0f} requests/s, median {statistics.median(times):.0f} ms, ", end="")
    print(f"99 % below {times[int(len(times) * 0.99)]:.0f} ms")


if __name__ == "__main__":
    main()
