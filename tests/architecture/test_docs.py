"""What README and docs say is so: flows, settings, commands and links; and every number of the manuals and gates has its test."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from app.cli import FLOWS_PAGE
from app.features import FEATURES
from app.kernel.flow_docs import render_flows
from tests.architecture.source import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
OPERATING = (ROOT / "docs" / "operating.md").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
OUTSIDE_CONFIG = {"HOST": "127.0.0.1", "PORT": "8080", "WEB_WORKERS": "2", "WEB_THREADS": "4"}
"""Read by Makefile and Procfile."""

MANUAL = [
    *(f"P{number}" for number in range(1, 37)),
    *(f"S{number}" for number in range(1, 47)),
    *(f"X{number}" for number in range(1, 10)),
]
GATES = ["G5", "G6", "G7", "G9", "G10", "G11", "G12", "G13", "G14"]
NOT_TO_BE_TESTED = {
    "P1": "the name of the city's own system, and its address",
    "P36": "the manual ends in the middle of a sentence",
    "X2": "JP and hours belong to plans and realisations, which are not here yet",
    "X9": "the numbers in the manuals are those of real people; the invented ones of the standards are tested instead",
    "X7": "the decimal point of T8 belongs to realisations, which are not here yet",
}
"""Numbers without a test, each with its reason."""


def test_the_flows_on_the_page_are_those_in_the_code(portal: Flask) -> None:
    with portal.app_context():
        assert FLOWS_PAGE.read_text() == render_flows(), "run `flask flows`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", _prose(page))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_exists(page: Path) -> None:
    assert set(re.findall(r"(?:`|^|=\S+ )make ([a-z-]+)", page.read_text(), re.MULTILINE)) - TARGETS == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_flask_command_exists(portal: Flask, page: Path) -> None:
    assert [" ".join(words) for words in commands(page.read_text()) if not known(portal, words)] == []


def test_a_command_that_does_not_exist_would_be_seen(portal: Flask) -> None:
    found = list(commands("`flask grants` and `flask --app run accounts opne CODE`, `flask nothing`"))
    assert [known(portal, words) for words in found] == [True, False, False]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_it_names_exists(page: Path) -> None:
    named = set(re.findall(r"`((?:app|config|deploy|docs|migrations|scripts|tests|translations)/[\w./-]*\w)/?`", page.read_text()))
    examples = {path for path in named if "/study_leave" in path and not path.startswith("tests/example")}
    assert [path for path in sorted(named - examples) if not (ROOT / path).exists()] == []


def test_the_readme_names_every_feature() -> None:
    named = set(re.findall(r"`app/(\w+)`", (ROOT / "README.md").read_text()))
    assert {feature.__name__.rpartition(".")[2] for feature in FEATURES} - named == set()


def test_every_setting_of_the_environment_is_explained_with_its_default() -> None:
    assert explained() == read_by_the_portal() | OUTSIDE_CONFIG


def test_secrets_that_may_stand_in_files_are_marked() -> None:
    marked = set(re.findall(r"^\| `(\w+)` \|[^|]*\| \*file\*", OPERATING, re.MULTILINE))
    assert marked == {name for function, name, _default in reads() if function == "_secret"}


@pytest.mark.parametrize("number", [number for number in MANUAL if number not in NOT_TO_BE_TESTED])
def test_the_manuals_number_has_a_test(number: str) -> None:
    assert number in marks()["manual"], f'mark the test of {number} with @pytest.mark.manual("{number}")'


@pytest.mark.parametrize("number", NOT_TO_BE_TESTED)
def test_no_number_is_excused_that_has_a_test(number: str) -> None:
    assert number not in marks()["manual"], "it has a test now: take it off the list"


@pytest.mark.parametrize("gate", GATES)
def test_the_gate_has_a_test(gate: str) -> None:
    assert gate in marks()["gate"]


def commands(text: str) -> Iterator[tuple[str, ...]]:
    """The words after `flask` (without its options) wherever a page names a command."""
    for found in re.findall(r"(?:^|[`/]|&& )flask((?: --app [\w:]+)?(?: [a-z][a-z-]*)+)", text, re.MULTILINE):
        yield tuple(re.sub(r" --app \S+", "", found).split())


def known(portal: Flask, words: tuple[str, ...]) -> bool:
    """True if the portal has this command; words after it are its arguments."""
    command = portal.cli.commands.get(words[0]) if words else None
    if command is None:
        return words[:1] in (("run",), ("shell",), ("routes",))
    inner = getattr(command, "commands", None)
    return inner is None or len(words) == 1 or words[1] in inner


def explained() -> dict[str, str]:
    """The settings of the operating guide, each with the default it says."""
    found: dict[str, str] = {}
    for names, defaults in re.findall(r"^\| (`[A-Z].*?) \|(.*?)\|", OPERATING, re.MULTILINE):
        words = re.findall(r"`([^`]+)`", defaults)
        for position, name in enumerate(re.findall(r"`([A-Z_]+)`", names)):
            found[name] = words[position] if words else ""
    return found


def read_by_the_portal() -> dict[str, str]:
    """The settings config.py reads, each with its default; a computed one is the folder data."""
    return {name: default for _function, name, default in reads()}


def reads() -> Iterator[tuple[str, str, str]]:
    """(function, name, default) for every setting config.py reads."""
    for node in ast.walk(ast.parse((ROOT / "config.py").read_text())):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        function = ast.unparse(node.func)
        if function not in ("_secret", "_flag", "os.environ.get"):
            continue
        default = {"_secret": "", "_flag": "0"}.get(function, "")
        if len(node.args) > 1:
            default = str(node.args[1].value) if isinstance(node.args[1], ast.Constant) else "./data"
        yield function, str(node.args[0].value), default


@cache
def marks() -> dict[str, frozenset[str]]:
    """The numbers named by `@pytest.mark.manual(...)` and `@pytest.mark.gate(...)` on tests."""
    found: dict[str, set[str]] = {"manual": set(), "gate": set()}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pytest.mark.manual", "pytest.mark.gate"):
                numbers = {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
                found[ast.unparse(node.func).rpartition(".")[2]] |= {str(number) for number in numbers}
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def _prose(page: Path) -> str:
    return re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
