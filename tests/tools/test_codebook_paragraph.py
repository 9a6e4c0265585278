"""Entries one after another in a paragraph end where the paragraph speaks of something else."""

from __future__ import annotations

import pytest

from tools.data.codebook import parse_codebook

COLUMNS = ("bell", "calls", "pupils", "kurs", "fehltage", "therapy", "pain")


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        (
            "bell: had a bell. pupils: pupils in May. The head gave bells to the worst classes.",
            "pupils",
            "pupils in May.",
        ),
        (
            "bell: had a bell. calls: calls a day. Nobody was drawn by lot. pupils: pupils.",
            "calls",
            "calls a day.",
        ),
        (
            "bell: had a bell. calls: calls a day. Counted by the head teacher in June. pupils: pupils.",
            "calls",
            "calls a day. Counted by the head teacher in June.",
        ),
        (
            "bell: had a bell. calls: calls a day. It is empty where nobody counted. pupils: n.",
            "calls",
            "calls a day. It is empty where nobody counted.",
        ),
        (
            "bell: had a bell. calls: level. Classes of teachers on leave get 9 = unknown. pupils: n.",
            "calls",
            "level. Classes of teachers on leave get 9 = unknown.",
        ),
        (
            "kurs: war im Kurs. fehltage: Fehltage im Jahr danach. Die Chefin hat das bestimmt.",
            "fehltage",
            "Fehltage im Jahr danach.",
        ),
        ("therapy：接受治疗。pain：疼痛评分。医生把治疗给了病情更重的患者。", "pain", "疼痛评分。"),
    ],
)
def test_an_entry_ends_with_what_is_said_of_it(text: str, column: str, said: str) -> None:
    assert parse_codebook(text, COLUMNS)[column].description == said


def test_an_entry_on_a_line_of_its_own_keeps_its_line() -> None:
    text = "bell: had a bell\npupils: pupils in May. The school counts those on leave.\n"
    assert (
        parse_codebook(text, COLUMNS)["pupils"].description
        == "pupils in May. The school counts those on leave."
    )


def test_a_paragraph_may_be_wrapped_anywhere() -> None:
    whole = "Drawn by lot. bell: had a bell. calls: calls a day, before. pupils: pupils in May."
    told = {name: note.description for name, note in parse_codebook(whole, COLUMNS).items()}
    assert told["pupils"] == "pupils in May." and told["bell"] == "had a bell."
    for place in [i for i, sign in enumerate(whole) if sign == " "]:
        wrapped = f"{whole[:place]}\n{whole[place + 1 :]}"
        assert {name: note.description for name, note in parse_codebook(wrapped, COLUMNS).items()} == told, (
            wrapped
        )
