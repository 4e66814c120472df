"""The measure of the ground: a whole record type with approval in at most eighty lines, and a page that shows exactly that code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.rules import RULES, twin_tests
from tests.architecture.source import ROOT, planted

FOLDER = Path(__file__).parent / "study_leave"
FILES = sorted(FOLDER.glob("*.py"))
PAGE = ROOT / "docs" / "new-feature.md"
MOST_LINES = 80


def lines(text: str) -> int:
    """Lines that are neither blank nor comment."""
    return sum(1 for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def shown(page: str) -> dict[str, str]:
    """The code the page shows, by the file its heading names."""
    blocks = re.findall(r"^## \d+\. [^`\n]*`(\w+\.py)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return {name: "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)) for name, text in blocks}


def test_the_smallest_feature_takes_at_most_eighty_lines() -> None:
    assert FILES
    assert sum(lines(path.read_text()) for path in FILES) <= MOST_LINES


def test_the_page_says_how_many() -> None:
    assert f"**{sum(lines(path.read_text()) for path in FILES)} lines**" in PAGE.read_text()


def test_the_page_shows_the_files_as_they_are() -> None:
    assert shown(PAGE.read_text()) == {path.name: path.read_text() for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_house_rule_holds_for_it(path: Path) -> None:
    module = planted(f"study_leave/{path.name}", path.read_text())
    assert [offence for rule in RULES if rule is not twin_tests for offence in rule(module)] == []


@pytest.mark.slow
@pytest.mark.database
def test_all_of_it_works_over_http(tmp_path: Path) -> None:
    """In a process and a database of its own: its table must not be there for the tests that compare models with migrations."""
    environment = os.environ | {"PYTEST_XDIST_WORKER": f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_example"}
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={tmp_path / 'session'}")
    session = subprocess.run(
        [*command, str(FOLDER.parent / "session_of_study_leave.py")],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if name not in ("PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert session.returncode == 0, session.stdout[-6000:] + session.stderr[-2000:]
    assert re.search(r"\b[2-9]\d passed", session.stdout)
