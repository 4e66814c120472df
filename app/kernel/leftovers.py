"""Stored files that no row names: what a worker left that was killed between writing a file and its row. Swept in the background, for every feature alike.

Nobody registers: a file is kept as long as any short text of any table, or a setting, is its key.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Column, String, Text, cast, or_, select

from app.kernel import clock, storage
from app.kernel.db import metadata, session
from app.kernel.queue import background
from app.kernel.settings import SettingValue

KEPT = timedelta(days=2)
"""Whoever writes a file writes its row at once; nothing in the portal takes as long."""
PARTS, AT_ONCE, MOST = 16, 500, 200


@background("files.sweep", every_minutes=60)
def sweep_part() -> None:
    """One part of the folders each hour, so that every file is looked at more than once a day."""
    sweep(int(clock.now().timestamp() // 3600) % PARTS)


def sweep(part: int) -> int:
    """Remove what nothing names in the part (0 to 15) of the storage, at most MOST files at a time; returns how many."""
    before = (clock.now() - KEPT).timestamp()
    lost: list[str] = []
    for keys in _portions(_keys_older(part, before)):
        lost += sorted(unknown(keys))
        if len(lost) >= MOST:
            break
    for key in lost[:MOST]:
        storage.delete(key)
    return len(lost[:MOST])


def unknown(keys: Sequence[str]) -> frozenset[str]:
    """Those of the keys that nothing in the database names; columns that are made for keys are asked first, all others only about the rest."""
    columns = [column for table in metadata.tables.values() for column in table.columns if _may_hold(column)]
    columns.sort(key=lambda column: not column.name.endswith("key"))
    left = set(keys)
    for column in columns:
        if not left:
            return frozenset()
        left -= set(session().scalars(select(column).where(column.in_(sorted(left)))))
    return frozenset(left - _in_settings(left))


def _may_hold(column: Column[object]) -> bool:
    kind = column.type
    return isinstance(kind, String) and not isinstance(kind, Text) and (kind.length is None or kind.length >= storage.KEY_LENGTH)


def _in_settings(keys: Collection[str]) -> set[str]:
    """Settings keep more than a key in one value."""
    if not keys:
        return set()
    written = cast(SettingValue.value, Text)
    values = session().scalars(select(written).where(or_(*(written.contains(key) for key in sorted(keys))))).all()
    return {key for key in keys if any(key in value for value in values)}


def _keys_older(part: int, before: float) -> Iterator[str]:
    """Stored files of the part that were written before the moment (seconds); unfinished ones are removed on the way."""
    for number in range(part, 256, PARTS):
        for file in sorted((storage.files_folder() / f"{number:02x}").glob("*/*")):
            if file.is_file() and file.stat().st_mtime < before:
                if storage.KEY.fullmatch(file.name):
                    yield file.name
                else:
                    _drop_unfinished(file)


def _drop_unfinished(file: Path) -> None:
    if file.name.endswith(".part"):
        file.unlink(missing_ok=True)


def _portions(keys: Iterable[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    for key in keys:
        portion.append(key)
        if len(portion) == AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion
