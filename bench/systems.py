"""The four systems: how each is started, signed in to, and under which addresses it shows the same thing."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx

from bench.databases import BIN, ROOT, Databases
from bench.people import FILTERED
from bench.visitor import Page, signed_in

PAGE = 25
DEEP = 9_000
"""The row at which deep pages begin: the portal has page numbers for the first 10 000 and links to the next page beyond."""
WORKERS = 2
SYNC = ("--worker-class", "sync")
THREADS = ("--worker-class", "gthread", "--threads", "4")
"""As the Procfile serves the portal."""
PEERS = Path(os.environ.get("BENCH_VENV", ROOT / ".venv-bench")) / "bin"
PASSWORD = "bench-password"  # noqa: S105
Address = Callable[[int, str], str]


@dataclass(frozen=True)
class System:
    """`addresses` by row of the table: (an id or a page number, a piece of a name) to a path. `folder` is where a peer's app is; "" for the portal."""

    name: str
    folder: str
    sign_in: str
    addresses: Mapping[str, Address]
    pages: Address
    fields: Mapping[str, str] = field(default_factory=dict)


SYSTEMS = (
    System(
        "Portal",
        "",
        "/login/",
        {
            "list": lambda pk, text: f"/employees/list/?size={PAGE}",
            "filtered list": lambda pk, text: f"/employees/list/?size={PAGE}&job_type={FILTERED}",
            "contains search": lambda pk, text: f"/employees/list/?size={PAGE}&q={quote(text)}",
            "show": lambda pk, text: f"/employees/show/{pk}",
            "form": lambda pk, text: f"/employees/edit/{pk}",
            "export": lambda pk, text: "/employees/export",
        },
        lambda number, text: f"/employees/list/?size={PAGE}&page={number}",
    ),
    System(
        "FAB 5.3",
        "fab",
        "/login/",
        {
            "list": lambda pk, text: f"/employeeview/list/?psize_EmployeeView={PAGE}",
            "filtered list": lambda pk, text: f"/employeeview/list/?psize_EmployeeView={PAGE}&_flt_3_job_type={FILTERED}",
            "contains search": lambda pk, text: f"/employeeview/list/?psize_EmployeeView={PAGE}&_flt_2_name={quote(text)}",
            "show": lambda pk, text: f"/employeeview/show/{pk}",
            "form": lambda pk, text: f"/employeeview/edit/{pk}",
        },
        lambda number, text: f"/employeeview/list/?psize_EmployeeView={PAGE}&page_EmployeeView={number - 1}",
    ),
    System(
        "Flask-Admin",
        "flask_admin",
        "/login/",
        {
            "list": lambda pk, text: "/admin/employee/",
            "filtered list": lambda pk, text: f"/admin/employee/?flt0_job_type_equals={FILTERED}",
            "contains search": lambda pk, text: f"/admin/employee/?search={quote(text)}",
            "show": lambda pk, text: f"/admin/employee/details/?id={pk}",
            "form": lambda pk, text: f"/admin/employee/edit/?id={pk}",
            "export": lambda pk, text: "/admin/employee/export/xlsx/",
        },
        lambda number, text: f"/admin/employee/?page={number - 1}",
    ),
    System(
        "Django admin",
        "django_admin",
        "/admin/login/",
        {
            "list": lambda pk, text: "/admin/people/employee/",
            "filtered list": lambda pk, text: f"/admin/people/employee/?job_type__exact={FILTERED}",
            "contains search": lambda pk, text: f"/admin/people/employee/?q={quote(text)}",
            "form": lambda pk, text: f"/admin/people/employee/{pk}/change/",
        },
        lambda number, text: f"/admin/people/employee/?p={number}",
    ),
)


@dataclass(frozen=True)
class Running:
    """A server that answers at `url`; `pid` is its master's."""

    url: str
    pid: int

    def peak_memory(self) -> float:
        """The largest resident size that one of its workers ever had, in MiB."""
        return max((_peak(pid) for pid in self._workers()), default=0.0)

    def worked(self) -> float:
        """Seconds of a processor that its workers have taken so far."""
        times = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in self._workers()]
        return sum(int(user) + int(system) for user, system in times) / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[str]:
        return subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.pid)], check=False, capture_output=True, text=True).stdout.split()  # noqa: S607


def _peak(pid: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


@contextmanager
def running(system: System, found: Databases, serving: Sequence[str] = SYNC) -> Iterator[Running]:
    """`system` served by gunicorn with as many workers as every other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = found.environment | {"BENCH_DATABASE": found.peers, "BENCH_PAGE": str(PAGE), "PORTAL_URL": url}
    folder, program = (ROOT / "bench/peers" / system.folder, PEERS) if system.folder else (ROOT, BIN)
    target = "app:app" if system.folder else "bench.portal:app"
    serve = [str(program / "gunicorn"), target, "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    if system.folder:  # tables of its own and its administrator, once and not by both workers
        subprocess.run([program / "python", "-c", "import app"], cwd=folder, env=environment, check=True, capture_output=True)
    timeout = [*serving, "--workers", str(WORKERS), "--timeout", "900"]
    with (Path(found.folder) / f"{system.name}.log").open("w") as log:
        server = subprocess.Popen([*serve, *timeout], cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_up(url + system.sign_in, server, Path(log.name))
            yield Running(url, server.pid)
        finally:
            server.terminate()
            server.wait(60)


def _wait_until_up(address: str, server: "subprocess.Popen[bytes]", log: Path, patience: float = 90) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            if httpx.get(address, timeout=30).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{address} does not answer: {log.read_text()[-3000:]}")
        time.sleep(0.1)


def cookie_of(system: System, at: Running) -> str:
    """The cookies of a signed-in administrator, as a header holds them."""
    if not system.folder:
        return _portal_cookie(at.url)
    with httpx.Client(base_url=at.url, follow_redirects=True, timeout=60) as client:
        page = client.get(system.sign_in).text
        token = Page(page).token or Page(page).django_token
        form = {"username": "admin", "password": PASSWORD, "csrf_token": token, "csrfmiddlewaretoken": token}
        client.post(system.sign_in, data=form, headers={"Referer": at.url + system.sign_in})
        if client.get(system.addresses["list"](1, "")).history:
            raise RuntimeError(f"{system.name}: the administrator could not sign in")
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def _portal_cookie(url: str) -> str:
    """Of the first demo account that sees everybody and may change them."""
    for account in Page(httpx.get(f"{url}/login/").text).accounts:
        with closing(signed_in(url, account)) as client:
            if client.get("/employees/add").status_code == 200:
                return "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    raise RuntimeError("no demo account may change people")
