"""Learning a folder: killed at any point and done again, renamed, forgotten, rebuilt."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from tests.tools.random_embedder import RandomEmbedder
from tools.errors import KnowledgeError
from tools.knowledge.store import KnowledgeStore

ROOT = Path(__file__).resolve().parents[2]
LEARN = textwrap.dedent("""
    import sys
    from tests.tools.random_embedder import RandomEmbedder
    from tools.knowledge import stored_documents
    from tools.knowledge.store import KnowledgeStore
    stored_documents.BATCH = 10  # so that documents are cut off half-way too
    with KnowledgeStore(sys.argv[1], RandomEmbedder()) as store:
        store.add_path(sys.argv[2], learned=True)
""")


def kill_after(writes: int, store: Path, notes: Path) -> bool:
    """Learns in a process of its own; kills it (-9) after some writes. False if it was done before."""
    learner = subprocess.Popen([sys.executable, "-c", LEARN, str(store), str(notes)], cwd=ROOT)
    seen: set[bytes] = set()
    while len(seen) <= writes and learner.poll() is None:
        if (store / "generation").exists():
            seen.add((store / "generation").read_bytes())
        time.sleep(0.002)
    learner.send_signal(signal.SIGKILL)
    return learner.wait() == -signal.SIGKILL


def test_a_kill_while_learning_loses_and_doubles_nothing(tmp_path):
    notes, store = tmp_path / "notes", tmp_path / "store"
    notes.mkdir()
    texts = {f"note {n} line {m}" for n in range(40) for m in range(25)}
    for n in range(40):
        lines = (f"note {n} line {m}" for m in range(25))
        (notes / f"{n:02}.md").write_text("\n\n".join(lines), encoding="utf-8")
    killed = [kill_after(writes, store, notes) for writes in (7, 14)]
    assert any(killed), "the learner must have been killed while it wrote"
    # What was being written when the kill came has changed meanwhile: its half must not stay.
    (notes / "20.md").write_text("\n\n".join(f"note 20 line {m}" for m in range(5)), encoding="utf-8")
    texts -= {f"note 20 line {m}" for m in range(5, 25)}
    with KnowledgeStore(store, RandomEmbedder()) as learned:
        documents = learned.add_path(notes, learned=True)
        assert len(documents) == 40
        stored = [p.text for document in documents for p in learned.passages(document)]
        assert sorted(stored) == sorted(texts)
        assert len(learned.search("anything", k=200)) == 200
        for text in sorted(texts)[::97]:
            assert learned.search(text, k=1, ranking="meaning")[0].text == text
        assert sum(document.passages for document in learned.documents()) == len(texts)
        with learned._reading() as collection:
            assert collection.count() == len(texts)


def test_a_renamed_file_goes_by_its_new_name(tmp_path):
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "old.md").write_text("first")
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        store.add_path(notes)
        (notes / "old.md").rename(notes / "new.md")
        store.add_path(notes)
        assert [document.source for document in store.documents()] == ["new.md"]


def test_progress_names_each_file(tmp_path):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(name)
    said = []
    with KnowledgeStore(tmp_path / ".store", RandomEmbedder()) as store:
        store.add_path(tmp_path, progress=lambda *step: said.append(step))
    assert said == [(0, 2, "a.md"), (1, 2, "b.md")]


def test_learned_documents_are_told_from_given_ones(tmp_path):
    (tmp_path / "a.md").write_text("first")
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        assert store.learned() == ()
        given = store.add_path(tmp_path / "a.md")
        assert store.learned() == ()
        assert store.add_path(tmp_path / "a.md", learned=True) == given == store.learned()


def test_documents_are_forgotten_by_name_or_id(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        one, two = store.add_text("first", "one"), store.add_text("second", "two")
        with pytest.raises(KnowledgeError, match=r"no document 'three'.*one, two"):
            store.forget(["one", "three"])
        assert len(store.documents()) == 2, "nothing is forgotten if one name is wrong"
        assert [document.id for document in store.forget(["one"])] == [one]
        assert [document.id for document in store.forget([two])] == [two]
        assert store.documents() == () == tuple(store.search("first"))


class OtherEmbedder(RandomEmbedder):
    name, dimension = "opposite directions", 16

    def encode(self, texts):
        return -super().encode(texts)


def test_rebuilding_takes_in_another_encoders_documents_and_drops_halves(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("first\n\nsecond", "one")
    with KnowledgeStore(tmp_path, OtherEmbedder()) as store:
        store.add_text("third", "two")
        with store._writing() as collection:
            half = {"id": "p", "source": "h", "place": "", "document": "half", "position": 1}
            collection.upsert(ids=["half-1"], embeddings=np.eye(1, 16), documents=["h"], metadatas=[half])
        assert store.rebuild() == 2
        assert [(one.source, one.passages) for one in store.documents()] == [("one", 2), ("two", 1)]
        assert {passage.text for passage in store.search("x", k=9)} == {"first", "second", "third"}
        assert store.search("second", k=1, ranking="meaning")[0].text == "second"


@pytest.mark.parametrize("renamed", [False, True])
def test_a_rebuild_that_is_cut_off_loses_nothing(tmp_path, renamed):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("first\n\nsecond", "one")
        name = store._collection()
        vectors = store._vectors()
        with vectors.writing(name) as collection:
            fresh = vectors._create(name + "-fresh")
            got = collection.get(include=["documents", "metadatas", "embeddings"])
            if renamed:  # killed after the old collection went, before the new one took its name
                fresh.upsert(**{key: got[key] for key in ("ids", "documents", "metadatas", "embeddings")})
                vectors._client.delete_collection(name)
                vectors._collections = {}
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        assert {passage.text for passage in store.search("x")} == {"first", "second"}
        assert store.rebuild() == 1
        assert {passage.text for passage in store.search("x")} == {"first", "second"}
