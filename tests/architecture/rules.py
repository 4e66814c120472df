"""The house rules as functions of one module: each yields its offences, and says what to do instead."""

import ast
import re
from collections.abc import Iterator

from app.features import FEATURES
from tests.architecture.source import APP, ROOT, Module, inner_rank, layer, names

LONGEST = 400
BANNED_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
APPLICATION = {"app.extensions", "app"}
DECISIONS = ("rules", "workflow", "queries", "services")
BELOW_VIEWS = ("rules", "workflow", "parameters", "models", "queries", "services", "listeners", "tasks")


def imports_point_inward(module: Module) -> Iterator[str]:
    """kernel <- ground <- business <- across; talk against the arrow goes by event."""
    for name, line in module.imports():
        parts = name.split(".")
        if parts[0] != "app" or name in APPLICATION or len(parts) < 2:
            continue
        other = parts[1] if parts[1] == module.feature or (APP / parts[1]).is_dir() else ""
        if layer(other) > layer(module.feature):
            yield f"{line} imports {name}, which lies further out"
        elif other and other != module.feature and layer(other) == layer(module.feature) == 2 and other not in uses(module.feature):
            yield f"{line} imports {name}, which its USES does not name"


def inside_a_feature(module: Module) -> Iterator[str]:
    """rules <- models <- queries <- services <- forms, listeners <- views."""
    mine = inner_rank(module.part)
    for name, line in module.imports():
        parts = name.split(".")
        if parts[:2] != ["app", module.feature] or len(parts) < 3 or module.feature == "kernel" or mine is None:
            continue
        other = inner_rank(parts[2])
        if other is not None and other > mine:
            yield f"{line} imports {name}, which lies further out in the feature"


def short_files(module: Module) -> Iterator[str]:
    """A file that passes 400 lines becomes a package of the same name."""
    if (lines := len(module.text.splitlines())) > LONGEST:
        yield f"{lines} lines; split it into a package"


def twin_tests(module: Module) -> Iterator[str]:
    """Decisions are tested where they are made."""
    if module.feature in ("", "kernel") or module.part not in DECISIONS:
        return
    folder = ROOT / "tests" / module.feature
    if not any(folder.glob(f"test_{module.part}.py")) and not any(folder.glob(f"test_{module.part}_*.py")):
        yield f"has no tests/{module.feature}/test_{module.part}.py"


def only_approval_writes_state(module: Module) -> Iterator[str]:
    """A record moves by a step of its flow; anything else would leave no history."""
    if module.name == "app.kernel.approval":
        return
    imported = {name.rpartition(".")[2] for name, _line in module.imports()}
    if not (module.feature == "kernel" or "workflow" in imported or f"app.{module.feature}.workflow" in names()):
        return
    for node in ast.walk(module.tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
        for target in targets:
            for each in ast.walk(target):
                if isinstance(each, ast.Attribute) and each.attr == "state" and isinstance(each.ctx, ast.Store):
                    yield f"{node.lineno} writes state; take a step instead"
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "update")
        if call and any(keyword.arg == "state" for keyword in node.keywords):
            yield f"{node.lineno} updates state; take a step instead"


def only_the_kernel_commits(module: Module) -> Iterator[str]:
    """Services open transaction(); the outermost commits."""
    if module.name == "app.kernel.db":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("commit", "begin_nested"):
            yield f"{node.lineno} commits; use transaction()"


def one_clock(module: Module) -> Iterator[str]:
    """Tests and the demo set the clock; the operating system's cannot be set."""
    if module.name == "app.kernel.clock":
        return
    asking = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")}
    for node in ast.walk(module.tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and (called.value.id, called.attr) in asking:
            yield f"{node.lineno} asks the operating system; use app.kernel.clock"


def no_hidden_import(module: Module) -> Iterator[str]:
    """What a file needs stands at its top; only create_app may wait for the extensions."""
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef) and (module.name, function.name) != ("app", "create_app"):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{node.lineno} in {function.name}()"


def no_request_below_views(module: Module) -> Iterator[str]:
    """Below the views an Actor is handed down; a job or a test has no request."""
    if module.feature in ("", "kernel") or module.part not in BELOW_VIEWS:
        return
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == "flask"
            and {alias.name for alias in node.names} & {"g", "request", "session"}
        ):
            yield f"{node.lineno} imports the request; take what you need as an argument"


def no_drawer(module: Module) -> Iterator[str]:
    """A module is named after what it holds."""
    if drawer := set(module.name.split(".")) & BANNED_NAMES:
        yield f"is called {', '.join(drawer)}; name it after what it holds"


def says_what_it_is_for(module: Module) -> Iterator[str]:
    """The first line of a module's docstring says what the reader needs."""
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield "has no docstring"


def nothing_left_for_later(module: Module) -> Iterator[str]:
    """What is not done is not in the tree."""
    for match in re.finditer(r"\b(?:TODO|FIXME|XXX|HACK|NotImplemented)\b", module.text):
        yield f"holds {match.group()}"


def uses(feature: str) -> tuple[str, ...]:
    """What the feature says it builds on."""
    return next((each.USES for each in FEATURES if each.__name__ == f"app.{feature}"), ())


RULES = (
    imports_point_inward,
    inside_a_feature,
    short_files,
    twin_tests,
    only_approval_writes_state,
    only_the_kernel_commits,
    one_clock,
    no_hidden_import,
    no_request_below_views,
    no_drawer,
    says_what_it_is_for,
    nothing_left_for_later,
)
