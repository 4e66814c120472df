"""A portal of the benchmark's own: demo agency in a scratch folder, served by gunicorn as in production."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
from sqlalchemy import make_url

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


@dataclass
class Portal:
    """A running portal: its address, and the seconds each part of its preparation took."""

    url: str
    seconds: dict[str, float] = field(default_factory=dict)


@contextmanager
def running_portal(postgres: str = "") -> Iterator[Portal]:
    """Prepare and serve a demo agency, on SQLite or in a new database of the server `postgres`; both vanish afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, scratch_database(postgres) as database:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        portal = Portal(f"http://127.0.0.1:{port}")
        environment = os.environ | {"DATA_DIR": folder, "DATABASE_URL": database, "DEMO": "1", "PORTAL_URL": portal.url}
        for command in (["db", "upgrade"], ["grants"], ["demo"]):
            begin = time.perf_counter()
            subprocess.run([BIN / "flask", "--app", "run:app", *command], cwd=ROOT, env=environment, check=True, capture_output=True)
            portal.seconds["flask " + " ".join(command)] = time.perf_counter() - begin
        begin = time.perf_counter()
        serve = [str(BIN / "gunicorn"), "run:app", "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
        server = subprocess.Popen([*serve, "--worker-class", "gthread", "--workers", "2", "--threads", "4"], cwd=ROOT, env=environment)
        try:
            wait_until_up(portal.url)
            portal.seconds["start of the web server"] = time.perf_counter() - begin
            yield portal
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    if not server:
        yield ""
        return
    name = f"portal_bench_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_until_up(url: str, patience: float = 60) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            httpx.get(f"{url}/login/", timeout=5)
        except httpx.TransportError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
