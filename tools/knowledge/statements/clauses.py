"""A sentence to claims: which words stand for the cause, which for the effect, and what the cue says of them.

A cue ("leads to") takes the column named nearest before it and the one nearest after it, with the others of
the same list ("A, B and C affect D"). What stands between must be words that can stand there, or the cue
belongs to something that is no column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.knowledge.statements.sides import (
    BOUNDARY,
    GOES_ON,
    PRONOUN,
    SAME_SUBJECT,
    Cue,
    Mention,
    Side,
    chain_after,
    chain_before,
    fits_after,
    fits_before,
    is_later_item,
    load_cues,
    turn,
    without,
    without_next_subject,
    words_after,
    words_before,
)

__all__ = ["Claim", "claims_in"]


@dataclass(frozen=True)
class Claim:
    """Cause and effect as a sentence has them."""

    cause: Side
    effect: Side
    sign: int | None
    hedged: bool
    negated: bool
    trust: float


def claims_in(sentence: str, mentions: Sequence[Mention], topic: Side) -> list[Claim]:
    """The claims of a sentence; `topic` is what "it" at its beginning stands for (the last subject)."""
    words = load_cues().words
    if words["unclaimed"].search(without(sentence, mentions)):
        return []
    claims: list[Claim] = []
    taken: list[tuple[int, int]] = []
    for frame in load_cues().frames:
        for found in frame.pattern.finditer(sentence) if frame.key.search(sentence) else ():
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if words["withheld"].search(sentence[: found.end()]):
                continue
            of_frame = _frame_claims(sentence, mentions, frame, found)
            if of_frame:
                claims += of_frame
                taken.append(found.span())
    claims += _infix_claims(_Reading(sentence, tuple(mentions), topic), taken)
    return claims


# ---------------------------------------------------------------- what a cue says


def _sign_of(text: str) -> int:
    return -1 if len(load_cues().words["down"].findall(text)) % 2 else 1


def _valence(text: str) -> int | None:
    """1 for "positively", -1 for "harmful"; None where the words do not say."""
    if re.search(r"negativ|advers|harmful|detriment|负面|消极|负向|不利", text, re.IGNORECASE):
        return -1
    if re.search(r"positiv|beneficial|favou?rabl|正面|积极|正向|有利", text, re.IGNORECASE):
        return 1
    return None


def _is_negated(text: str) -> bool:
    words = load_cues().words
    return words["negation"].search(words["not_negation"].sub("", text)) is not None


def _frame_claims(
    sentence: str, mentions: Sequence[Mention], frame: Cue, found: re.Match[str]
) -> list[Claim]:
    groups = found.groupdict()
    spans = {name: found.span(name) for name in ("cause", "effect", "mediator") if groups.get(name)}
    sides: dict[str, Side] = {}
    for name, (start, end) in spans.items():
        inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
        if not inside:
            words = (
                words_before(sentence[start:end])
                if start == found.start()
                else words_after(sentence[start:end])
            )
            sides[name] = Side(words=words)
        elif name == "effect" and re.search("confound|common cause|both|jointly", found[0], re.IGNORECASE):
            sides[name] = Side(tuple(inside))
        elif start == found.start():
            good = "s1" in groups or fits_before(sentence[inside[-1].end : end])
            sides[name] = Side(tuple(chain_before(sentence, inside))) if good else Side()
        else:
            good = "s1" in groups or fits_after(sentence[start : inside[0].start])
            sides[name] = Side(tuple(chain_after(sentence, inside))) if good else Side()
    if not all(sides.get(name) for name in spans) or not any(side.mentions for side in sides.values()):
        return []
    masked = without(sentence, mentions)
    said = groups.get("word") or ""
    before_effect = masked[max(0, found.start("effect") - 12) : found.start("effect")]
    sign: int | None = _valence(said) if frame.sign == 0 else frame.sign
    if sign is not None and groups.get("s1") is not None:
        sign *= _sign_of(groups["s1"])
    if sign is not None and groups.get("s2") is not None:
        sign *= _sign_of(groups["s2"])
        if groups["s1" if "s1" in groups else "s2"] is None and not _bare(
            sentence, spans["cause"], sides["cause"]
        ):
            sign = None  # "由于天气转冷": which way the cause went is in words that are not known here
    if sign is not None and frame.sign and "s1" not in groups:
        sign *= _sign_of(masked[found.start("cause") : found.end("cause")])
        sign *= _sign_of(masked[found.start("effect") : found.end("effect")])
    negated = _is_negated(said) or bool(re.search(r"zero|negligible", said)) or _denied(sentence)
    if not said:
        negated = negated or _is_negated(before_effect)
    hedged = load_cues().words["hedge"].search(masked) is not None
    pairs = [("cause", "effect")]
    if "mediator" in sides:
        pairs = [("cause", "mediator"), ("mediator", "effect")]
        sign = None
    return [
        Claim(sides[one], sides[two], sign, hedged, negated, frame.trust)
        for one, two in pairs
        if one in sides and two in sides  # an alternative of the frame may leave one of them out
    ]


def _bare(sentence: str, span: tuple[int, int], side: Side) -> bool:
    """Is there nothing on this side but the columns' names?"""
    rest = without(sentence, side.mentions)[span[0] : span[1]]
    return not re.search(r"\w", rest.replace("\u25a1", ""))


def _denied(sentence: str) -> bool:
    return load_cues().words["denial"].search(sentence) is not None


# ---------------------------------------------------------------- cues between cause and effect


@dataclass(frozen=True)
class _Found:
    cue: Cue
    start: int
    end: int


@dataclass(frozen=True)
class _Reading:
    """A sentence that is being read."""

    sentence: str
    mentions: tuple[Mention, ...]
    topic: Side

    def within(self, start: int, end: int) -> list[Mention]:
        return [mention for mention in self.mentions if start <= mention.start and mention.end <= end]


def _infix_claims(reading: _Reading, taken: Sequence[tuple[int, int]]) -> list[Claim]:
    sentence = reading.sentence
    boundaries = [found.span() for found in BOUNDARY.finditer(without(sentence, reading.mentions))]
    found = _cues_of(reading, taken)
    claims: list[Claim] = []
    subject = Side()  # of the cue before
    relative = False
    for position, here in enumerate(found):
        before = max((e.end for e in found[:position]), default=0)
        fence = max((end for _, end in boundaries if end <= here.start), default=0)
        left_limit = max(before, fence)
        after = min((e.start for e in found[position + 1 :]), default=len(sentence))
        right_limit = min([after, *(start for start, _ in boundaries if start >= here.end), len(sentence)])
        goes_on = fence <= before or GOES_ON.fullmatch(sentence[left_limit : here.start])
        left = _left_side(reading, here, left_limit, subject if goes_on else Side(), relative)
        right = _right_side(reading, here, right_limit, after)
        relative = bool(
            re.search(r"\b(?:which|that|who)\b\W*(?:\w+\W+)?$", sentence[left_limit : here.start])
        )
        subject = left if left.mentions else subject
        if left and right and not _withheld(reading, here):
            claims.append(_claim(reading, here, left, right, (left_limit, right_limit)))
    return claims


def _withheld(reading: _Reading, here: _Found) -> bool:
    """Does what leads up to the cue say that this cannot be told? "A is no proof that B causes C"."""
    lead = reading.sentence[: here.start]
    last = [found.end() for found in load_cues().words["withheld"].finditer(lead)]
    # Of "X does not show that A affects B; C lowers D" the second claim is made.
    return bool(last) and not re.search(r"[;；]", lead[last[-1] :])


def _cues_of(reading: _Reading, taken: Sequence[tuple[int, int]]) -> list[_Found]:
    """The cues of the sentence, without those that only colour a side ("an increase", "price cuts")."""
    sentence, words = reading.sentence, load_cues().words
    found = [
        _Found(cue, hit.start(), hit.end())
        for cue in load_cues().infixes
        for hit in cue.pattern.finditer(sentence)
    ]
    spans = [*taken, *((mention.start, mention.end) for mention in reading.mentions)]
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        overlaps = any(start < one.end and one.start < end for start, end in spans)
        if overlaps or any(other.start < one.end and one.start < other.end for other in kept):
            continue
        lead = sentence[: one.start]
        if words["purpose"].search(lead) and not words["no_purpose"].search(lead):
            continue
        kept.append(one)
    kept.sort(key=lambda one: one.start)
    return [one for position, one in enumerate(kept) if not _only_colours(reading, kept, position)]


def _only_colours(reading: _Reading, found: Sequence[_Found], position: int) -> bool:
    here = found[position]
    if here.cue.backward or not here.cue.sign:
        return False
    start = found[position - 1].end if position else 0
    end = found[position + 1].start if position + 1 < len(found) else len(reading.sentence)
    nothing_after = not re.search(r"\w", reading.sentence[here.end : end])
    nothing_before = not re.search(r"\w", reading.sentence[start : here.start])
    return (
        (nothing_after or nothing_before)
        and len(found) > 1
        and not (
            nothing_before and position and SAME_SUBJECT.match(reading.sentence[start : here.start] or " ")
        )
    )


def _left_side(reading: _Reading, here: _Found, limit: int, subject: Side, relative: bool) -> Side:
    sentence = reading.sentence
    text = sentence[limit : here.start]
    named = reading.within(limit, here.start)
    gap = sentence[named[-1].end : here.start] if named else text
    if subject and not named and GOES_ON.fullmatch(text):
        return subject
    if subject and (SAME_SUBJECT.fullmatch(gap) or (relative and re.fullmatch(r"\s*,\s*", gap))):
        return subject
    if named:
        if fits_before(gap):
            return Side(tuple(chain_before(sentence, named)))
        words = words_before(gap) if re.search(r"[,，]|\band\b|\bthat\b", gap) else ""
        return Side(words=words)
    if limit == 0 and PRONOUN.match(text) and len(text.split()) <= 5:
        return Side(reading.topic.mentions, inherited=True)
    if re.search(r"\bwhich\b|\bthat\b", text) or PRONOUN.match(text):
        return Side()
    return Side(words=words_before(text))


def _right_side(reading: _Reading, here: _Found, limit: int, next_cue: int) -> Side:
    sentence = reading.sentence
    named = reading.within(here.end, limit)
    if named and limit == next_cue < len(sentence):
        named = without_next_subject(sentence, named, next_cue)
    gap = sentence[here.end : named[0].start] if named else ""
    if named and (fits_after(gap) or is_later_item(gap, sentence[named[0].end :])):
        return Side(tuple(chain_after(sentence, named)))
    end = named[0].start if named else limit
    return Side(words=words_after(sentence[here.end : end]))


def _claim(reading: _Reading, here: _Found, left: Side, right: Side, limits: tuple[int, int]) -> Claim:
    words = load_cues().words
    masked = without(reading.sentence, reading.mentions)
    cue_text = masked[here.start : here.end]
    own = left.mentions and not left.inherited and left.mentions[0].start >= limits[0]
    left_start = left.mentions[0].start if own else limits[0]
    left_end = left.mentions[-1].end if own else limits[0]
    before = re.split(r"[,，;；]", masked[max(limits[0], left_start - 30) : left_start])[-1]
    right_end = right.mentions[-1].end if right.mentions else here.end
    trailing = masked[right_end : limits[1]][:40]
    sign: int | None = here.cue.sign or _valence(cue_text) or _valence(trailing)
    if here.cue.sign and sign:
        sign *= _sign_of(before + masked[left_start : here.start])
        sign *= _sign_of(masked[here.end : right_end] + turn(trailing))
    between = masked[left_end : here.start] + cue_text
    little = re.search(r"\b(?:little|hardly any)\b", cue_text, re.IGNORECASE) is not None
    denied = _denied(reading.sentence[: here.start])
    neither = re.search(r"\bneither\b", before, re.IGNORECASE) is not None
    negated = _is_negated(between) or little or denied or neither
    hedged = little or words["hedge"].search(masked[: here.end]) is not None
    cause, effect = (right, left) if here.cue.backward else (left, right)
    return Claim(cause, effect, sign, hedged, negated, here.cue.trust)
