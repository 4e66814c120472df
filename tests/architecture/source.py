"""The portal's own source as syntax trees, read once for all house rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"

GROUND = ("organisation", "accounts", "documents", "audit", "notifications", "reference", "verification", "ledger")
ACROSS = ("home", "statistics", "exchange", "integration", "webhooks", "myasn", "ipasn", "privacy", "guides", "demo", "gaya")
INNER_ORDER = (
    ("rules", "workflow", "parameters"),
    ("models",),
    ("queries",),
    ("services",),
    ("forms", "schemas", "listeners", "tasks"),
    ("views", "api", "cli"),
)


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, feature folder ("" for app/*.py), and place inside the feature."""

    path: Path
    name: str
    feature: str
    part: str
    text: str
    tree: ast.Module

    @property
    def where(self) -> str:
        return str(self.path.relative_to(ROOT))

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module imported, with the line; `from a import b` counts as a.b when that is a module, else as a."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    deeper = f"{node.module}.{alias.name}"
                    yield (deeper if deeper in names() else node.module), node.lineno


@cache
def names() -> frozenset[str]:
    return frozenset(_name(path) for path in APP.rglob("*.py"))


@cache
def modules() -> tuple[Module, ...]:
    return tuple(_read(path, path.read_text()) for path in sorted(APP.rglob("*.py")))


def planted(where: str, text: str) -> Module:
    """A module that is not there, for trying whether a rule would find its fault."""
    return _read(APP / where, text)


def layer(feature: str) -> int:
    """0 kernel, 1 ground, 2 business, 3 across, 4 the application that puts them together."""
    if feature == "":
        return 4
    if feature == "kernel":
        return 0
    return 1 if feature in GROUND else 3 if feature in ACROSS else 2


def inner_rank(part: str) -> int | None:
    """How far out a file of a feature stands; None for `__init__` and what has no fixed place."""
    for rank, parts in enumerate(INNER_ORDER):
        if any(part == each or part.endswith(f"_{each}") for each in parts):
            return rank
    return None


def _read(path: Path, text: str) -> Module:
    parts = path.relative_to(APP).parts
    feature = parts[0] if len(parts) > 1 else ""
    part = parts[1].removesuffix(".py") if len(parts) > 1 else parts[0].removesuffix(".py")
    return Module(path, _name(path), feature, part, text, ast.parse(text))


def _name(path: Path) -> str:
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return dotted.removesuffix(".__init__")
