"""What every kind of question has to keep, over all kinds that are built and all languages."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache

import jsonschema
import pytest

from assistant import Answer, Assistant, answer_schema
from assistant.kinds.interface import all_kinds, kind_of, known_kinds
from assistant.kinds.not_built import NONE, NOT_BUILT
from assistant.kinds.router import route
from assistant.language import languages, wording
from tests.assistant.kind_worlds import KIND_WORLDS, KindWorld
from tools.errors import DataError, OptionError
from tools.messages import Message, Quantity
from tools.types import DesignKind

KINDS = known_kinds()
CASES = [(kind, language) for kind in KINDS for language in languages()]
ASKED = [
    (kind, language, question)
    for kind, language in CASES
    for question in KIND_WORLDS[kind].questions.get(language, ())
]


def world(kind: str) -> KindWorld:
    return KIND_WORLDS[kind]


@cache
def computed(kind: str) -> Answer:
    about = world(kind)
    assistant = Assistant(about.table(), description=about.description)
    return assistant.compute(kind, **about.slots)


@cache
def assistant_of(kind: str) -> Assistant:
    return Assistant(world(kind).table(), description=world(kind).description)


def test_every_kind_that_is_built_has_a_world_and_none_is_on_the_list_of_those_that_are_not():
    assert set(KIND_WORLDS) == set(KINDS)
    assert not set(KINDS) & set(NOT_BUILT)
    assert set(all_kinds()) == {*KINDS, *NOT_BUILT, NONE}


@pytest.mark.parametrize(("kind", "language", "question"), ASKED)
def test_a_question_of_the_kind_is_routed_to_it_and_answered_as_it(kind: str, language: str, question: str):
    bids = route(question, language, assistant_of(kind).profile)
    assert bids.decided == kind, bids.ranked[:3]
    assistant = assistant_of(kind)
    assistant.forget()
    answer = assistant.ask(question)
    assert (answer.status, answer.kind) == ("answered", kind), answer.prose
    assert answer.language == language
    # The columns too: the right kind about the wrong pair is a wrong answer.
    slots = world(kind).slots
    options = set(slots.get("treatments") or [slots.get("treatment")])
    assert answer.query is not None and answer.plan is not None
    named = set(answer.plan.slots.get("treatments") or [answer.query.treatment])
    assert (named, answer.query.outcome) == (options, slots["outcome"])
    assert answer.headline and answer.prose.startswith(answer.headline)
    jsonschema.validate(answer.to_dict(), answer_schema())


@pytest.mark.parametrize("kind", KINDS)
def test_the_result_is_that_of_the_world_and_its_mirror_misses(kind: str):
    about, result = world(kind), computed(kind).result
    assert result is not None
    if about.figure is None:
        assert result.quantities == {} and result.headline is None
        return
    figure = result.quantities[about.figure]
    assert about.truth is not None and figure.std_error is not None and about.mirror is not None
    assert abs(figure.value - about.truth) < 4 * figure.std_error
    mirrored = about.mirror(about.table())
    assert mirrored is not None and abs(mirrored - about.truth) > 4 * figure.std_error


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_all_words_are_there_and_every_number_in_the_prose_is_a_quantity(kind: str, language: str):
    answer = computed(kind)
    words = wording(language, assistant_of(kind).profile)
    figures: set[str] = set()
    for messages in answer.said.values():
        for message in messages:
            said = words.say(message)
            figures |= allowed(message, language, kind)
            for number in re.findall(r"\d[\d,.]*\d|\d", said.replace("95%", "")):
                assert number.rstrip(".,") in figures, (number, said)


def allowed(message: Message, language: str, kind: str) -> set[str]:
    """The figures that a message's slots may put into words."""
    words = wording(language, assistant_of(kind).profile)
    found: set[str] = set()
    for slot in message.slots.values():
        texts: list[str] = []
        if isinstance(slot, Quantity):
            values = [slot.value, abs(slot.value), *(slot.ci_95 or ())]
            texts = [words.quantity(slot, value=value) for value in values]
        elif isinstance(slot, Message):
            found |= allowed(slot, language, kind)
        elif isinstance(slot, tuple):
            for each in slot:
                found |= allowed(each, language, kind)
        else:
            texts = [words.say(Message("as-given", {"text": slot}))]
        for text in texts:
            found |= {number.rstrip(".,") for number in re.findall(r"\d[\d,.]*\d|\d", text)}
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_json_holds_the_result_under_its_own_schema(kind: str):
    told = computed(kind).to_dict()
    jsonschema.validate(told, answer_schema())
    assert told["kind"] == told["query"]["kind"] == told["result"]["kind"] == kind
    about = world(kind)
    if about.figure is not None:
        figure = computed(kind).result.quantities[about.figure]  # type: ignore[union-attr]
        assert told["result"]["quantities"][about.figure]["value"] == pytest.approx(figure.value)
    broken = {**told, "result": {**told["result"], "kind": "horoscope"}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, answer_schema())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KIND_WORLDS[kind].reproduced_by])
def test_the_script_gives_the_headline_figure_again(kind: str, tmp_path):
    about = world(kind)
    table = tmp_path / "table.csv"
    about.table().to_csv(table, index=False)
    answer = Assistant(table, description=about.description).compute(kind, **about.slots)
    assert answer.code is not None and answer.result is not None and about.figure is not None
    done = subprocess.run(
        [sys.executable, "-c", answer.code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    value = answer.result.quantities[about.figure].value
    printed = [float(number) for number in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", done.stdout)]
    assert any(number == pytest.approx(value, rel=1e-6) for number in printed), done.stdout


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind_of(kind).designs != frozenset(DesignKind)])
def test_a_design_that_the_kind_does_not_support_is_refused_before_anything_is_fitted(kind: str, monkeypatch):
    from assistant.kinds import interface

    whole = kind_of(kind)
    asked = assistant_of(kind)
    foreign = next(design for design in DesignKind if design not in whole.designs)

    def identify(plan, proposal, setting):
        from tools.types import Design, Estimand

        return Estimand(plan.query, Design(foreign), None, ())

    def estimate(*_):
        raise AssertionError("nothing may be fitted")

    monkeypatch.setitem(interface.KINDS._items, kind, replace(whole, identify=identify, estimate=estimate))
    answer = asked.compute(kind, **world(kind).slots)
    assert answer.status == "not_answerable" and answer.result is None


@pytest.mark.parametrize("kind", KINDS)
def test_slots_are_checked_by_name_and_presence(kind: str):
    about = world(kind)
    with pytest.raises(OptionError, match="no slot 'moon'"):
        assistant_of(kind).compute(kind, moon=1, **about.slots)
    with pytest.raises(OptionError):
        assistant_of(kind).compute(kind)
    with pytest.raises(DataError, match="moon"):
        assistant_of(kind).compute(kind, **{**about.slots, "outcome": "moon"})


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", [*NOT_BUILT, NONE])
def test_a_kind_that_is_not_built_has_words_for_its_refusal(kind: str, language: str):
    words = wording(language)
    for id in (f"kind-{kind.replace('_', '-')}", f"kind-asked-{kind.replace('_', '-')}"):
        assert words.has(id), id


NOT_BUILT_QUESTIONS = {
    "transport": "Would the effect of the course on visits be the same in another city?",
    "spillover": "Do the friends of members who took the course come more often, too?",
    "quantile_effect": "How does the course change the top tenth of visits?",
    "prediction": "How many visits will we have next month?",
}


@pytest.mark.parametrize("kind", NOT_BUILT_QUESTIONS)
def test_a_question_of_a_kind_that_is_not_built_is_refused_by_name_and_never_answered_as_another(kind: str):
    assistant = assistant_of("average_effect")
    assistant.forget()
    answer = assistant.ask(NOT_BUILT_QUESTIONS[kind])
    assert answer.status in ("not_answerable", "needs_clarification")
    assert answer.estimate is None and answer.result is None
    if answer.status == "not_answerable":
        assert answer.kind == kind
        assert wording("en").say(Message(f"kind-asked-{kind.replace('_', '-')}")) in answer.prose


def test_the_offer_of_a_refusal_can_be_taken_up():
    assistant = assistant_of("average_effect")
    assistant.forget()
    refused = assistant.ask(NOT_BUILT_QUESTIONS["transport"])
    assert refused.status == "not_answerable"
    answer = assistant.ask("yes")
    assert (answer.status, answer.kind) == ("answered", "average_effect")
    assert answer.query is not None and (answer.query.treatment, answer.query.outcome) == ("course", "visits")


def test_a_follow_up_of_another_kind_is_no_change_of_the_average_effect():
    assistant = assistant_of("average_effect")
    assistant.forget()
    assert assistant.ask("How many more visits does the course bring per member?").status == "answered"
    answer = assistant.ask("and for whom does it work best?")
    assert (answer.status, answer.kind) == ("answered", "heterogeneity") and answer.estimate is None
    assert answer.query is not None and (answer.query.treatment, answer.query.outcome) == ("course", "visits")
    again = assistant.ask("is fitness a confounder?")
    assert (again.status, again.kind) == ("answered", "graph_question")


def test_a_look_back_at_an_answer_of_another_kind_does_not_say_that_it_gave_no_number():
    assistant = assistant_of("association")
    assistant.forget()
    assert assistant.ask("Is fitness correlated with visits?").kind == "association"
    seen = assistant.ask("how sure are you?")
    assert wording("en").say(Message("conversation-no-effect")) in seen.prose
    assert wording("en").say(Message("conversation-nothing-yet")) not in seen.prose
