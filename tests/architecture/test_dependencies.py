"""Every dependency is wanted, explained and locked: two installations of the same commit are the same."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

IMPORTED_AS = {
    "flask-appbuilder": "flask_appbuilder",
    "flask-babel": "flask_babel",
    "flask-compress": "flask_compress",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "flask-limiter": "flask_limiter",
    "flask-migrate": "flask_migrate",
    "flask-sqlalchemy": "flask_sqlalchemy",
    "flask-talisman": "flask_talisman",
    "flask-wtf": "flask_wtf",
    "python-calamine": "python_calamine",
}
NEEDED_WITHOUT_IMPORT = {
    "flask-limiter": "Flask-AppBuilder limits the rate of sign-ins with it (AUTH_RATE_LIMITED)",
    "flask-sqlalchemy": "the base of Flask-AppBuilder's SQLA, pinned because we rely on its session",
    "gunicorn": "the web server that Procfile starts",
    "honcho": "starts what Procfile names",
    "peewee": "huey's storage on SQLite and PostgreSQL",
    "psycopg": "SQLAlchemy's driver for postgresql+psycopg",
    "wtforms": "pinned below the version Flask-AppBuilder cannot use",
}


def requirements(file: str) -> list[tuple[str, str]]:
    """The direct dependencies of a .in file: (name in lower case, whole line)."""
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith(("#", "-"))]
    return [(re.split(r"[\[<>=~! ]", line)[0].lower(), line) for line in lines]


def locked(file: str) -> dict[str, str]:
    """The lines of a lock file by distribution name, each with its hashes."""
    blocks = re.split(r"\n(?=[a-zA-Z])", (ROOT / file).read_text())
    return {re.split(r"[\[=]", block)[0].lower(): block for block in blocks if "==" in block}


RUNTIME = requirements("requirements.in")
DEVELOPMENT = requirements("requirements-dev.in")


@pytest.mark.parametrize(("name", "line"), RUNTIME + DEVELOPMENT)
def test_every_dependency_says_why_it_is_here(name: str, line: str) -> None:
    assert re.search(r"\s# \S+ \S+", line), f"{name} has no reason in its line"
    pinned = version(locked("requirements-dev.txt")[name])
    assert f"\n| {name} | {pinned} |" in (ROOT / "docs" / "dependencies.md").read_text(), (
        f"docs/dependencies.md: {name} {pinned} is missing"
    )


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_no_dependency_is_named_twice(file: str) -> None:
    names = [name for name, _ in requirements(file)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [name for name, _ in RUNTIME])
def test_every_dependency_of_the_portal_is_used(name: str) -> None:
    assert IMPORTED_AS.get(name, name) in imported_modules() or name in NEEDED_WITHOUT_IMPORT, f"nothing imports {name}"


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_line_has_a_hash_and_names_no_host(file: str) -> None:
    blocks = locked(file)
    assert blocks
    assert [name for name, block in blocks.items() if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?:|--(index|extra-index|find-links|trusted)|^-[if] ", (ROOT / file).read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", [name for name, _ in RUNTIME])
def test_the_locks_hold_every_dependency_in_one_version(name: str) -> None:
    runtime, development = locked("requirements.txt"), locked("requirements-dev.txt")
    assert version(runtime[name]) == version(development[name])


def test_flask_appbuilder_is_pinned_exactly() -> None:
    assert re.match(r"flask-appbuilder==5\.3\.0\s", dict(RUNTIME)["flask-appbuilder"])


def test_vendored_files_are_as_they_came() -> None:
    vendor = ROOT / "app" / "static" / "vendor"
    stated = [line.split("  ") for line in (vendor / "CHECKSUMS").read_text().splitlines() if not line.startswith("#")]
    present = {path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.glob("*/*")}
    assert {file: checksum for checksum, file in stated} == present


def test_every_vendored_package_is_explained_with_its_licence() -> None:
    vendor = ROOT / "app" / "static" / "vendor"
    page = (ROOT / "docs" / "dependencies.md").read_text()
    for line in (vendor / "CHECKSUMS").read_text().splitlines():
        if line.startswith("# "):
            name, version_stated = line.removeprefix("# ").split()
            assert f"| {name} | {version_stated} |" in page
            assert (vendor / name / "LICENSE").exists()


def imported_modules() -> set[str]:
    """The top-level modules that the portal's code imports, tests apart."""
    found = set()
    for file in [*(ROOT / "app").rglob("*.py"), *ROOT.glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found


def version(block: str) -> str:
    found = re.match(r"[^=]+==([^ ;\\]+)", block)
    assert found
    return found[1]
