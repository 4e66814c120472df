"""The house rules hold for every module of the portal, and each of them really bites: a fault is planted for every one."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app.features import FEATURES
from app.kernel.db import Model
from tests.architecture.rules import RULES
from tests.architecture.source import APP, ROOT, Module, modules, planted

Rule = Callable[[Module], Iterator[str]]

FAULTS = {
    "imports_point_inward": ("kernel/stray.py", "from app.proposals.models import Proposal"),
    "inside_a_feature": ("proposals/rules.py", "from app.proposals.services import propose"),
    "short_files": ("proposals/long.py", "x = 1\n" * 401),
    "twin_tests": ("brandnew/services.py", "x = 1"),
    "only_approval_writes_state": ("proposals/services.py", "def f(proposal):\n    proposal.state = 'approved'"),
    "only_the_kernel_commits": ("proposals/services.py", "def f(db):\n    db.session.commit()"),
    "one_clock": ("proposals/rules.py", "import datetime\nnow = datetime.now()"),
    "no_hidden_import": ("proposals/rules.py", "def f():\n    import json\n    return json"),
    "no_request_below_views": ("proposals/services.py", "from flask import g"),
    "no_drawer": ("proposals/utils.py", "x = 1"),
    "says_what_it_is_for": ("proposals/rules.py", "x = 1"),
    "nothing_left_for_later": ("proposals/rules.py", "x = 1  # TO" + "DO later"),
}
"""For each rule a file that breaks it."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    assert [f"{module.where}: {offence}" for module in modules() for offence in rule(module)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_bites(rule: Rule) -> None:
    where, text = FAULTS[rule.__name__]
    assert list(rule(planted(where, text))), "the planted fault was not found"


def test_uses_has_no_circle() -> None:
    graph = {each.__name__.removeprefix("app."): each.USES for each in FEATURES}

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"circle: {' -> '.join((*path, name))}"
        for other in graph.get(name, ()):
            walk(other, (*path, name))

    for name in graph:
        walk(name, ())


def test_table_names_are_unique(portal: Flask) -> None:
    tables = [mapper.class_.__tablename__ for mapper in Model.registry.mappers]
    assert sorted(tables) == sorted(set(tables))


INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)


def test_no_template_carries_inline_script_or_style() -> None:
    """The Content-Security-Policy would refuse it, silently, on somebody's phone."""
    pages = [path for path in (APP / "templates").rglob("*.html") if "print" not in path.parts and not path.name.endswith("_print.html")]
    assert pages
    assert [
        str(path.relative_to(ROOT)) for path in pages if INLINE.search(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL))
    ] == []


@pytest.mark.parametrize(
    "fault", ["<p style='color:red'>", '<a onclick="x()">', "<script>x()</script>", "<style>", "<a href='javascript:x'>"]
)
def test_inline_code_would_be_seen(fault: str) -> None:
    assert INLINE.search(fault)
    assert not INLINE.search("<script src='/static/js/portal.js' defer></script>")
