"""Published networks: data and a page of prose together come closer to the true graph than either."""

from __future__ import annotations

import pytest

from bench.graphs_known import PAGES, compared, network


@pytest.mark.parametrize("name", ["asia", "cancer", "alarm"])
def test_data_and_documents_together_beat_either(name):
    data, documents, both = compared(name)
    assert both.distance < min(data.distance, documents.distance)
    assert both.f1 > max(data.f1, documents.f1)


def test_the_reader_gets_the_published_tables():
    ours = network("asia")
    assert ours.arrows(ours.levels) == {
        ("asia", "tub"), ("smoke", "lung"), ("smoke", "bronc"), ("tub", "either"), ("lung", "either"),
        ("either", "xray"), ("either", "dysp"), ("bronc", "dysp"),
    }  # fmt: skip
    sample = ours.sample(20_000, seed=1)
    assert abs((sample["smoke"] == "yes").mean() - 0.5) < 0.02
    assert abs((sample["lung"][sample["smoke"] == "yes"] == "yes").mean() - 0.1) < 0.02


def test_the_pages_speak_of_every_column():
    for name, page in PAGES.items():
        assert set(page["columns"]) <= set(network(name).levels)
