"""The house rules that can be read off the source. Each says what to do instead."""

import ast
import re
from collections.abc import Iterator

import pytest

from app.features import FEATURES
from tests.architecture.source import APP, ROOT, Module, inner_rank, layer, modules

LONGEST = 400
BANNED_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
APPLICATION = {"app.extensions", "app"}


def offences(rule) -> list[str]:
    return [f"{module.where}: {offence}" for module in modules() for offence in rule(module)]


def test_imports_point_inward() -> None:
    """kernel <- ground <- business <- across; talk against the arrow goes by event."""

    def rule(module: Module) -> Iterator[str]:
        for name, line in module.imports():
            parts = name.split(".")
            if parts[0] != "app" or name in APPLICATION or len(parts) < 2:
                continue
            other = parts[1] if (APP / parts[1]).is_dir() else ""
            if layer(other) > layer(module.feature):
                yield f"{line} imports {name}, which lies further out"
            elif other and other != module.feature and layer(other) == layer(module.feature) >= 2 and other not in uses(module.feature):
                yield f"{line} imports {name}, which its USES does not name"

    assert offences(rule) == []


def uses(feature: str) -> tuple[str, ...]:
    return next((each.USES for each in FEATURES if each.__name__ == f"app.{feature}"), ())


def test_uses_has_no_circle() -> None:
    graph = {each.__name__.removeprefix("app."): each.USES for each in FEATURES}

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"circle: {' -> '.join((*path, name))}"
        for other in graph.get(name, ()):
            walk(other, (*path, name))

    for name in graph:
        walk(name, ())


def test_inside_a_feature_views_know_services_and_not_the_other_way_round() -> None:
    def rule(module: Module) -> Iterator[str]:
        mine = inner_rank(module.part)
        for name, line in module.imports():
            parts = name.split(".")
            if parts[:2] != ["app", module.feature] or len(parts) < 3 or module.feature == "kernel" or mine is None:
                continue
            other = inner_rank(parts[2])
            if other is not None and other > mine:
                yield f"{line} imports {name}, which lies further out in the feature"

    assert offences(rule) == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    assert [f"{module.where}: {lines} lines" for module in modules() if (lines := len(module.path.read_text().splitlines())) > LONGEST] == []


def test_every_module_of_decisions_has_its_twin_test() -> None:
    missing = []
    for module in modules():
        if module.feature in ("", "kernel") or module.part not in ("rules", "workflow", "queries", "services"):
            continue
        folder = ROOT / "tests" / module.feature
        twins = [folder / f"test_{module.part}.py", *folder.glob(f"test_{module.part}_*.py")]
        if not any(twin.exists() for twin in twins):
            missing.append(f"{module.where} has no tests/{module.feature}/test_{module.part}.py")
    assert sorted(set(missing)) == []


def test_only_approval_writes_state() -> None:
    """A record moves by a step of its flow; anything else would leave no history."""

    def rule(module: Module) -> Iterator[str]:
        if module.name == "app.kernel.approval":
            return
        flow_code = module.feature == "kernel" or "workflow" in {name.rpartition(".")[2] for name, _line in module.imports()} or (module.path.parent / "workflow.py").exists()
        for node in ast.walk(module.tree):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
            for target in targets:
                for each in ast.walk(target):
                    if flow_code and isinstance(each, ast.Attribute) and each.attr == "state" and isinstance(each.ctx, ast.Store):
                        yield f"{node.lineno} writes state; take a step instead"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "update"):
                if flow_code and any(keyword.arg == "state" for keyword in node.keywords):
                    yield f"{node.lineno} updates state; take a step instead"

    assert offences(rule) == []


def test_only_the_kernel_commits() -> None:
    def rule(module: Module) -> Iterator[str]:
        if module.name == "app.kernel.db":
            return
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("commit", "begin_nested"):
                yield f"{node.lineno} commits; use transaction()"

    assert offences(rule) == []


def test_the_clock_is_asked_in_one_place() -> None:
    def rule(module: Module) -> Iterator[str]:
        if module.name == "app.kernel.clock":
            return
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                if (node.func.value.id, node.func.attr) in {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")}:
                    yield f"{node.lineno} asks the operating system; use app.kernel.clock"

    assert offences(rule) == []


def test_no_import_hides_inside_a_function() -> None:
    def rule(module: Module) -> Iterator[str]:
        for function in ast.walk(module.tree):
            if isinstance(function, ast.FunctionDef) and (module.name, function.name) != ("app", "create_app"):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        yield f"{node.lineno} in {function.name}()"

    assert offences(rule) == []


def test_request_and_g_stay_in_the_views() -> None:
    """Below the views an Actor is handed down; a job or a test has no request."""

    def rule(module: Module) -> Iterator[str]:
        if module.feature in ("", "kernel") or module.part not in ("rules", "workflow", "models", "queries", "services", "listeners", "tasks"):
            return
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "flask" and {alias.name for alias in node.names} & {"g", "request", "session"}:
                yield f"{node.lineno} imports the request"

    assert offences(rule) == []


def test_no_drawer_for_odds_and_ends() -> None:
    assert [module.where for module in modules() if set(module.name.split(".")) & BANNED_NAMES] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [module.where for module in modules() if module.path.read_text().strip() and not ast.get_docstring(module.tree)] == []


def test_table_names_are_unique_and_singular(portal) -> None:
    from app.kernel.db import Model

    tables = [mapper.class_.__tablename__ for mapper in Model.registry.mappers]
    assert sorted(tables) == sorted(set(tables))


def test_no_template_carries_inline_script_or_style() -> None:
    """The Content-Security-Policy would refuse it, silently, on somebody's phone."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
    pages = [path for path in (APP / "templates").rglob("*.html") if "print" not in path.parts and not path.name.endswith("_print.html")]
    assert pages
    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL))] == []


def test_a_version_of_fab_is_pinned() -> None:
    assert "flask-appbuilder==5.3.0" in (ROOT / "requirements.in").read_text()


@pytest.mark.parametrize("folder", ["app", "tests"])
def test_nothing_is_left_for_later(folder: str) -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    here = ROOT / "tests/architecture/test_house_rules.py"
    assert [str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*.py") if path != here and marks.search(path.read_text())] == []
