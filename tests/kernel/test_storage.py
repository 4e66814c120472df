"""Stored files: random keys, whole or not at all, no way out of the folder."""

import hashlib
import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.kernel import storage

CONTENT = b"%PDF-1.7 isi berkas" * 1000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    app = Flask(__name__)
    app.config["DATA_DIR"] = str(tmp_path)
    with app.app_context():
        yield tmp_path / "files"


def test_what_was_put_can_be_read_back_with_its_size_and_hash():
    stored = storage.put(io.BytesIO(CONTENT), ".pdf")
    with storage.open(stored.key) as content:
        assert content.read() == CONTENT
    assert (stored.size, stored.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def test_the_same_content_gets_another_key_each_time():
    assert storage.put(io.BytesIO(CONTENT)).key != storage.put(io.BytesIO(CONTENT)).key


def test_files_are_spread_over_two_levels_and_private(folder: Path):
    stored = storage.put(io.BytesIO(CONTENT), ".pdf")
    assert storage.path(stored.key) == folder / stored.key[:2] / stored.key[2:4] / stored.key
    assert stat.S_IMODE(storage.path(stored.key).stat().st_mode) == 0o600


def test_a_broken_upload_leaves_nothing_behind(folder: Path):
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError("connection lost")
            return super().read(10)

    with pytest.raises(OSError, match="connection lost"):
        storage.put(Broken(CONTENT), ".pdf")
    assert [file for file in folder.rglob("*") if file.is_file()] == []


def test_a_deleted_file_is_gone_and_may_be_deleted_again():
    stored = storage.put(io.BytesIO(CONTENT))
    storage.delete(stored.key)
    storage.delete(stored.key)
    with pytest.raises(FileNotFoundError):
        storage.open(stored.key)


@pytest.mark.gate("G9")
@pytest.mark.parametrize(
    "key",
    [
        "",
        "../secret_key",
        "../../etc/passwd",
        "a" * 31,
        "A" * 32,
        "a" * 32 + "/x",
        "a" * 32 + "\n",
        "a" * 32 + ".pdf/..",
        "a" * 32 + "..pdf",
    ],
)
@pytest.mark.parametrize("use", [storage.open, storage.path, storage.delete])
def test_what_was_never_a_key_is_refused(use, key: str):
    with pytest.raises(ValueError, match="key"):
        use(key)


@pytest.mark.parametrize("suffix", ["pdf", ".PDF", "./x", ".pdf/../x", ".toolongsuffix", ".pdf\n"])
def test_a_suffix_holds_no_path(suffix: str):
    with pytest.raises(ValueError, match="suffix"):
        storage.put(io.BytesIO(b""), suffix)
