"""Pieces of words found without reading every row: an index of all runs of three signs, kept by the database itself.

PostgreSQL has it as the extension pg_trgm (a GIN index, which serves ILIKE), SQLite as a table of FTS5 that triggers keep up to date. Where neither can be
had, the same is found by reading every row. `flask db upgrade` makes what is missing, also when a migration has made a table anew.
"""

import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, column, inspect, or_, select, table

from app.kernel.db import session

SHORTEST = 3
"""A piece that is shorter is in too many runs, or in none."""
SUFFIX = "_trigram"

_declared: dict[str, tuple[str, ...]] = {}


def find_by_trigrams(model: type[Any], *names: str) -> None:
    """Declare that people search these columns of `model` for pieces of words; called once, below the model."""
    _declared[model.__tablename__] = names


def is_own(name: str | None) -> bool:
    """Whether a table or index belongs to this module and not to the models; for comparisons of both."""
    return any(name in (f"ix_{known}{SUFFIX}",) or (name or "").startswith(f"{known}{SUFFIX}") for known in _declared)


def containing(columns: Sequence[Any], word: str) -> ColumnElement[bool]:
    """The criterion for rows in which one of `columns` contains `word`, whatever its case."""
    plain, indexed = [], dict[Any, list[str]]()
    fast = len(word) >= SHORTEST and session().get_bind().dialect.name == "sqlite" and _has_fts()
    for each in columns:
        model = getattr(each, "class_", None)
        if fast and model is not None and each.parent is inspect(model) and each.key in _declared.get(model.__tablename__, ()):
            indexed.setdefault(model, []).append(each.key)
        else:
            plain.append(each.icontains(word, autoescape=True))
    found = [model.id.in_(_matching(model.__tablename__, names, word)) for model, names in indexed.items()]
    return or_(*plain, *found)


def _matching(name: str, names: Sequence[str], word: str) -> Any:
    """The ids that SQLite's index has for `word`; a quote in it is written twice, and everything between quotes is only text."""
    index = table(f"{name}{SUFFIX}", column("rowid"), column(f"{name}{SUFFIX}"))
    phrase = word.replace('"', '""')
    return select(index.c.rowid).where(index.c[f"{name}{SUFFIX}"].op("MATCH")(f'{{{" ".join(names)}}} : "{phrase}"'))


@cache
def _has_fts() -> bool:
    """Whether this Python's SQLite knows FTS5 with trigrams (3.34)."""
    with sqlite3.connect(":memory:") as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(word, tokenize='trigram')")
        except sqlite3.OperationalError:
            return False
    return True


def prepare(connection: Connection) -> None:
    """Make what is missing of the indexes, and remove that of tables which are gone; after every run of migrations."""
    present = set(inspect(connection).get_table_names())
    for name, names in _declared.items():
        if connection.dialect.name == "postgresql":
            if name in present:
                connection.exec_driver_sql(_postgresql(name, names))
        elif name not in present:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}{SUFFIX}")
        elif _has_fts():
            _prepare_sqlite(connection, name, names)


def _postgresql(name: str, names: Sequence[str]) -> str:
    """Somebody else may have to make the extension; until then the search reads every row, and the next upgrade tries again."""
    columns = ", ".join(f"{each} gin_trgm_ops" for each in names)
    return f"""DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX IF NOT EXISTS ix_{name}{SUFFIX} ON {name} USING gin ({columns});
    EXCEPTION WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
        NULL;
    END $$"""


def _prepare_sqlite(connection: Connection, name: str, names: Sequence[str]) -> None:
    """The index, and the three triggers that keep it; they vanish with the table when a migration makes it anew, and then the index is filled anew."""
    index, listed = f"{name}{SUFFIX}", ", ".join(names)
    new, old = (", ".join(f"{side}.{each}" for each in names) for side in ("new", "old"))
    add = f"INSERT INTO {index} (rowid, {listed}) VALUES (new.id, {new});"  # noqa: S608 - names of our own tables
    remove = f"INSERT INTO {index} ({index}, rowid, {listed}) VALUES ('delete', old.id, {old});"  # noqa: S608
    triggers = {
        f"{index}_added": f"AFTER INSERT ON {name} BEGIN {add} END",
        f"{index}_removed": f"AFTER DELETE ON {name} BEGIN {remove} END",
        f"{index}_changed": f"AFTER UPDATE OF {listed} ON {name} BEGIN {remove} {add} END",
    }
    query = "SELECT name FROM sqlite_master WHERE name = ? OR (type = 'trigger' AND tbl_name = ?)"
    present = {found for (found,) in connection.exec_driver_sql(query, (index, name))}
    if present >= {index, *triggers}:
        return
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5({listed}, content='{name}', content_rowid='id', tokenize='trigram')"
    )
    for trigger, body in triggers.items():
        connection.exec_driver_sql(f"CREATE TRIGGER IF NOT EXISTS {trigger} {body}")
    connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608
