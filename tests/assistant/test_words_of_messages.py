"""Every message has words in every language, which use the slots that it brings; tools hold no sentence."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as fluent

from assistant import Assistant
from assistant.language import language, languages, wording
from tools.data import open_table, profile_table
from tools.errors import EstimationError
from tools.estimators import ESTIMATORS
from tools.messages import (
    Column,
    Columns,
    LevelOf,
    Message,
    Quantity,
    Quoted,
    Role,
    Slot,
    as_given,
    counted,
    exact,
    share_of,
)
from tools.types import Estimand, Estimate, Sample

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("tools/data", "tools/discovery", "tools/engine", "tools/estimators")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
ID = re.compile(r"(?:data|estimation|choice|discovery|independence)(?:-[a-z]+)+")
MADE = r"-(?:n|list|commas|quoted|named|label|size|number|low|high|sign|clear)$"  # what a slot also gives
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def words_of(code: str) -> dict[str, set[str]]:
    """The ids of one language, and the slots that their words use, those of messages within included."""
    uses: dict[str, set[str]] = {}
    within: dict[str, set[str]] = {}
    for text in language(code).words():
        for entry in FluentParser().parse(text).body:
            assert not isinstance(entry, fluent.Junk), entry.content
            if isinstance(entry, fluent.Message):
                written = FluentSerializer().serialize_entry(entry)
                uses[entry.id.name] = {re.sub(MADE, "", name) for name in re.findall(r"\$([\w-]+)", written)}
                within[entry.id.name] = set(re.findall(r"\{ ([a-z][\w-]*) \}", written))
    return {id: uses[id].union(*(uses[other] for other in within[id])) for id in uses}


def messages() -> Iterator[tuple[str, ast.Call]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def ids() -> set[str]:
    """Every id in the rooms: also one that is chosen before its message is made."""
    return {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value)
    }


@pytest.mark.parametrize("code", languages())
def test_every_message_of_the_tools_has_words(code: str) -> None:
    known, said = words_of(code), ids()
    assert len(said) > 150  # or nothing was read
    assert not said - set(known)
    ours = {id for id in known if ID.fullmatch(id)}
    assert not ours - said  # words of nothing


@pytest.mark.parametrize("code", languages())
def test_words_use_the_slots_that_a_message_brings(code: str) -> None:
    known, checked = words_of(code), 0
    for place, call in messages():
        named = [c.value for c in ast.walk(call.args[0]) if isinstance(c, ast.Constant)]
        slots = call.args[1] if len(call.args) > 1 else ast.Dict([], [])
        if not isinstance(slots, ast.Dict) or None in slots.keys:
            continue  # put together elsewhere; what is missing then raises when it is said
        brought = {key.value for key in slots.keys if isinstance(key, ast.Constant)}
        for id in named:
            used = known[id]
            assert used <= brought, (place, id, used - brought)
            # A role decides which words are used and need not stand in them.
            assert brought - used <= {"role", "what"}, (place, id, brought - used)
            checked += 1
    assert checked > 150


@pytest.mark.parametrize("code", languages())
def test_every_message_can_be_said(code: str) -> None:
    for id in sorted(ids()):
        written = "\n".join(language(code).words())
        slots: dict[str, Slot] = {}
        for name in words_of(code)[id]:
            listed = re.search(rf"\${name}-(?:commas|quoted|n)\b", written)
            slots[name] = Columns(("one", "two")) if listed else Quoted("this")
            if re.search(rf"\${name}-list\b", written):
                slots[name] = (as_given("this"), as_given("that"))
        said = wording(code).say(Message(id, slots))
        assert said and "{" not in said and "  " not in said


def test_no_reason_is_written_in_a_language() -> None:
    """What cannot be computed reaches an answer in any language: it is said by id."""
    raised = 0
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "EstimationError":
                raised += 1
                assert isinstance(node.args[0], ast.Call), (path, node.lineno)
                assert getattr(node.args[0].func, "id", "") == "Message", (path, node.lineno)
    assert raised > 90


# ---------------------------------------------------------------- messages as values


def test_messages_are_values_that_travel() -> None:
    one = Message("data-few-rows", {"rows": counted(12)})
    assert one == Message("data-few-rows", {"rows": counted(12)}) and one in {one}
    assert one != Message("data-few-rows", {"rows": counted(13)})
    assert pickle.loads(pickle.dumps(one)) == one
    fault = pickle.loads(pickle.dumps(EstimationError(one)))
    assert fault.said == one and str(fault) == "data-few-rows: rows=12"
    text = pickle.loads(pickle.dumps(EstimationError("No luck.")))
    assert str(text) == "No luck." and text.said == as_given("No luck.")


@pytest.mark.parametrize(
    ("slot", "en", "zh"),
    [
        (counted(12345), "12,345", "12,345"),
        (share_of(0.123), "12%", "12%"),
        (exact(2012.0), "2012", "2012"),
        (exact(0.05), "0.05", "0.05"),
        (exact(float("nan")), "not available", "无法得出"),
        (Quantity(4.25, decimals=1), "4.2", "4.2"),
        (Column("age"), "age", "age"),
        (Columns(("a", "b", "c")), "a, b and c", "a、b 和 c"),
        (Columns(("a", "b", "c"), shown=2), "a, b and 1 more", "a、b 等 3 列"),
        (LevelOf("arm", 1.0), "1 (new drug)", "1 (new drug)"),
        (Quoted("as it is"), "as it is", "as it is"),
    ],
)
def test_slots_in_words(slot: Slot, en: str, zh: str) -> None:
    frame = pd.DataFrame({"arm": [0, 1] * 20, "age": range(40)})
    profile = profile_table(open_table(frame), "arm: 0 = old drug, 1 = new drug")
    said = [wording(code, profile).say(Message("as-given", {"text": slot})) for code in ("en", "zh")]
    assert said == [en, zh]


def test_a_role_is_a_word_of_the_language() -> None:
    slots: dict[str, Slot] = {"role": Role.RUNNING_VARIABLE, "column": Column("score"), "rows": counted(3)}
    message = Message("estimation-missing-values", slots)
    assert wording("en").say(message).startswith("The running variable 'score' has 3 missing values.")
    assert wording("zh").say(message).startswith("驱动变量 score 有 3 个缺失值。")


# ---------------------------------------------------------------- in an answer


def study(rows: int, drug: str = "drug", pain: str = "pain") -> pd.DataFrame:
    rng = np.random.default_rng(11)
    given = np.arange(rows) % 2
    return pd.DataFrame({drug: given, "age": rng.normal(50, 9, rows), pain: rng.normal(5, 1, rows) - given})


# The language, the columns of treatment and outcome, what is said of the table, and the question.
ASKED = [
    ("en", "drug", "pain", "drug was assigned at random.", "What is the effect of drug on pain?"),
    ("zh", "药物", "疼痛", "药物是随机分配的。", "药物对疼痛有什么影响？"),
]


def is_chinese(text: str, *names: str) -> bool:
    """Is it said in Chinese, its columns' names aside?"""
    for name in names:
        text = text.replace(name, "")
    return bool(CHINESE.search(text))


@pytest.mark.parametrize(("code", "drug", "pain", "described", "question"), ASKED)
def test_warnings_and_dropped_rows_are_in_the_answers_language(
    code: str, drug: str, pain: str, described: str, question: str
) -> None:
    frame = study(60, drug, pain).assign(site="north")
    frame.loc[:3, pain] = np.nan
    answer = Assistant(frame, description=described).ask(question)
    assert answer.status == "answered" and answer.language == code
    told = [*answer.warnings, *(reason for reason, _ in answer.dropped)]
    assert any("site" in text for text in answer.warnings) and answer.dropped[0][1] == 4
    assert [is_chinese(text, drug, pain) for text in told] == [code == "zh"] * len(told)
    plain = answer.to_dict()
    assert plain["warnings"] == list(answer.warnings)
    assert plain["estimate"]["row_flow"] == [{"reason": answer.dropped[0][0], "rows": 4}]


@pytest.mark.parametrize(("code", "drug", "pain", "described", "question"), ASKED)
def test_a_sample_that_gives_nothing_is_refused_in_the_answers_language(
    code: str, drug: str, pain: str, described: str, question: str
) -> None:
    frame = study(60, drug, pain).assign(**{drug: ["new"] * 59 + ["old"]})
    answer = Assistant(frame, description=described).ask(question)
    assert answer.status == "not_answerable"
    reason = answer.to_dict()["refusal"]["reason"]
    assert drug in reason and reason in answer.prose
    assert is_chinese(reason, drug, pain) is (code == "zh")


def test_an_estimator_of_a_persons_own_may_give_plain_text() -> None:
    """Its text is passed on as it is, in an answer of any language."""

    @ESTIMATORS.register("shy")
    def shy(sample: Sample, estimand: Estimand) -> Estimate:
        raise EstimationError("The sky is too cloudy: wait for the sun.")

    try:
        answer = Assistant(study(60)).effect(
            "drug", "pain", design="backdoor", adjust=["age"], estimator="shy"
        )
    finally:
        ESTIMATORS.remove("shy")
    assert answer.status == "not_answerable"
    assert answer.to_dict()["refusal"]["reason"] == "The sky is too cloudy: wait for the sun."
    assert "The sky is too cloudy: wait for the sun." in answer.prose
