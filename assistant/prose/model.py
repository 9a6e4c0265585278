"""The answer in a model's words: a text with slots, checked before and after code fills them in.

The finished sentences about effect, checks and caveat must be in it, so nothing of them can be left out or
toned down. A text that fails is sent back once; then the standard wording stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from string import Template
from typing import Any

from assistant.language import wording
from assistant.models.exchange import Exchange
from assistant.models.interface import Message as Told
from assistant.models.interface import Prompt
from assistant.models.prompt_store import has_prompt, prompt_in
from assistant.planning.model.prompt import fence, figures_in, links_in
from assistant.prose.check import ProseFacts, check_prose, too_sure
from tools.errors import ModelError
from tools.messages import Message, Quoted

REQUIRED = ("effect", "checks", "caveat", "other")
SENTENCES = (*REQUIRED, "why", "raw", "change")
WORDS = ("treatment", "outcome", "low", "high", "amount", "direction")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"paragraphs": {"type": "array", "items": {"type": "string"}}},
    "required": ["paragraphs"],
    "additionalProperties": False,
}
_LONGEST = 2_500  # characters, before the slots are filled
_REPAIRS = 1


def write(
    question: str,
    exchange: Exchange,
    standard: tuple[str, ...],
    said: Mapping[str, str],
    language: str,
    facts: ProseFacts | None = None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs and what to remark about them. Never raises for a model: the standard text is there.

    With `facts` the filled text is also held to the result: direction, certainty, causal words.
    """
    if not has_prompt("write", language):
        return standard, ()  # a model that is told in one language what to write in another mixes the two
    words = wording(language)
    known = {name: said[name] for name in (*SENTENCES, *WORDS) if said.get(name)}
    calls = exchange.calls
    try:
        reply = exchange.ask(
            _prompt(question, known, language),
            SCHEMA,
            lambda content: _problems("\n\n".join(content["paragraphs"]), known, facts),
            repairs=_REPAIRS,
        )
    except ModelError as fault:
        if exchange.calls - calls > _REPAIRS:
            return standard, (words.say(Message("remark-prose")),)
        return standard, (words.say(Message("remark-unwritten", {"reason": Quoted(str(fault))})),)
    texts = [" ".join(part.split()) for part in reply["paragraphs"] if part.strip()]
    return tuple(Template(text).substitute(known) for text in texts), ()


def _problems(text: str, known: Mapping[str, str], facts: ProseFacts | None) -> list[str]:
    problems = text_problems(text, known)
    if problems or facts is None:
        return problems
    # Our own finished sentences are true as they stand; what is read is the model's text around them.
    finished = sorted((known[n].rstrip(".。") for n in SENTENCES if n in known), key=len, reverse=True)
    held = replace(facts, verbatim=(*finished, *facts.verbatim))
    return list(check_prose(Template(text).substitute(known), held))


def text_problems(text: str, known: Mapping[str, str]) -> list[str]:
    """Why the text cannot be used, in sentences that go back to the model; nothing when it can."""
    template = Template(text)
    if not template.is_valid():
        return ["A dollar sign stands before something that is no slot."]
    used = template.get_identifiers()
    problems = [f"${name} is no slot. Slots: {_listed(known)}." for name in used if name not in known]
    for name in (name for name in REQUIRED if name in known):
        count = len(re.findall(rf"\$(?:{name}\b|\{{{name}\}})", text))
        if count != 1:
            problems.append(f"${name} must stand in the text once; it stands there {count} times.")
    own = Template(text).safe_substitute({name: " " for name in known})
    if found := figures_in(own):
        problems.append(f"Figures and number words belong in slots; the text has {', '.join(found[:5])}.")
    if found := links_in(own):
        problems.append(f"Links and markup are not allowed; the text has {', '.join(found[:5])}.")
    # No analysis of observations proves or guarantees anything, and none tells what to do.
    if match := too_sure(own):
        problems.append(f"{match.group(0)!r} claims more than the result does; leave it out.")
    if len(text) > _LONGEST:
        problems.append("The text is too long; write two to four short paragraphs.")
    return problems


def _prompt(question: str, known: Mapping[str, str], language: str) -> Prompt:
    """What the sentences say, without their figures: the model has no use for them."""
    file = prompt_in("write", language)
    facts = "\n".join(f"${name}: {_without_figures(known[name])}" for name in known)
    user = file.render("user", question=fence("QUESTION", question), facts=fence("FACTS", facts))
    return Prompt((Told("system", file.render("system")), Told("user", user)), (file.label,))


def _without_figures(text: str) -> str:
    return re.sub(r"(?<![\w.])[-−+]?\d[\d,]*(?:\.\d+)?%?(?![\w])", "#", text)


def _listed(known: Mapping[str, str]) -> str:
    return ", ".join(f"${name}" for name in known)
