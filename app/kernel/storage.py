"""Stored files: content under a random key in DATA_DIR/files, outside the web root.

What a file is, whose it is and who may read it stands in the database. Served only by views that checked the reader's right first (G9);
the key says nothing about the content and is never taken from a request.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flask import current_app

KEY = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,8})?")
KEY_LENGTH = 32
"""Of a key without its suffix; a column that holds keys is at least as wide."""
SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """`size` is in bytes, `sha256` in hexadecimal."""

    key: str
    size: int
    sha256: str


def put(stream: IO[bytes], suffix: str = "") -> StoredFile:
    """Store what `stream` still holds. `suffix` is "" or like ".pdf"; ValueError otherwise."""

    def copy(target: Path) -> None:
        with target.open("wb") as file:
            shutil.copyfileobj(stream, file, BLOCK)

    return produce(copy, suffix)


def produce(write: Callable[[Path], Any], suffix: str = "") -> StoredFile:
    """Store the file that `write(path)` makes; it appears whole or not at all."""
    if not SUFFIX.fullmatch(suffix):
        raise ValueError(f"not a file suffix: {suffix!r}")
    key = secrets.token_hex(16) + suffix
    final = path(key)
    final.parent.mkdir(parents=True, exist_ok=True)
    unfinished = final.with_name(f".{key}.part")
    try:
        # Made private before anything is written into it.
        unfinished.touch(mode=0o600)
        write(unfinished)
        stored = _measured(key, unfinished)
        unfinished.replace(final)
    finally:
        unfinished.unlink(missing_ok=True)
    return stored


def open(key: str) -> IO[bytes]:
    """The content, for reading. Raises FileNotFoundError, or ValueError for what was never a key."""
    return path(key).open("rb")


def path(key: str) -> Path:
    """Where the file stands; raises ValueError for what was never a key (no traversal)."""
    if not KEY.fullmatch(key):
        raise ValueError("not a storage key")
    return files_folder() / key[:2] / key[2:4] / key


def delete(key: str) -> None:
    """Remove the content; it may be gone already."""
    path(key).unlink(missing_ok=True)


def files_folder() -> Path:
    """DATA_DIR/files, absolute."""
    return Path(current_app.config["DATA_DIR"]).resolve() / "files"


def _measured(key: str, file: Path) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    with file.open("r+b") as content:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
        # On the disk before its name is: a power cut leaves no empty file behind a database row.
        os.fsync(content.fileno())
    return StoredFile(key, size, digest.hexdigest())
