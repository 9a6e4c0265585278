"""Entries in running text: `the 'x' represents ...`, `x (meaning)`, `meaning (x)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.data.codebook.meaning import find_labels
from tools.data.codebook.names import Entry, Names, bracket_end, folded, line_of, narrow, sentences

_SINGULAR = (
    r"represents|indicates|denotes|measures|refers to|stands for|describes|captures|records|shows|means|gives"
    r"|reflects|contains|counts|specifies|provides|reports|tells|signifies|is|was|which is"
)
_PLURAL = (
    r"represent|indicate|denote|measure|refer to|stand for|describe|capture|record|show|mean|give|reflect"
    r"|contain|count|specify|provide|report|are|were|which are|both \w+"
)
_PARTICIPLE = (
    r"representing|indicating|denoting|measuring|referring to|describing|capturing|recording|showing|meaning"
    r"|reflecting|containing|counting|specifying|detailing|identifying|giving|reporting|standing for"
    r"|signifying"
)
_CHINESE_VERB = r"表示|代表|指的是|是指|指|衡量|记录|反映|说明|为|是|即"
_VERB = rf"{_SINGULAR}|{_PLURAL}|, which \w+|{_PARTICIPLE}"
_LEADING_VERB = re.compile(
    rf"^\s*(?:columns?|variables?|fields?|features?)?\s*,?\s*(?:also\s+)?(?:(?:{_VERB})\b"
    rf"|{_CHINESE_VERB})\s*",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    rf"^\s*(?:columns|variables|fields|features)?\s*(?:(?:all|both)\s+)?(?:{_PLURAL}|[:：])"
)
# "... is also recorded": words that say nothing about the column.
_NO_NEWS = re.compile(
    r"(?:also |being |then )*(?:recorded|included|collected|considered|measured|noted|available|reported"
    r"|captured|tracked|given by .*)[\s.]*"
)
_QUOTED = re.compile(
    r"`([^`\n]{1,80})`|(?<!\w)'([^'\n]{1,80})'(?!\w)|\"([^\"\n]{1,80})\"|‘([^’\n]{1,80})’|“([^”\n]{1,80})”"
)
_LIST_GAP = re.compile(r"[\s,;/&、，]*(?:(?:and|or|as well as|the|和|与|及|以及)[\s,]*)*$", re.IGNORECASE)
# What comes before the words for the thing itself: "the variables include", "the effect of", "and".
_LEAD_IN = re.compile(
    r".*(?:\b(?:includ(?:e|es|ed|ing)|contains?|covers?|comprises?|such as|like|namely|whereas|while"
    r"|(?:effect|impact|influence)s? of|measuring|recording|capturing|tracking|given by|categori[sz]ed by"
    r"|(?:we|they|it)(?: also)? \w+(?= (?:the|an?|their|each)\b)"
    r"|grouped by|recorded|records?|measured?|variable|column)\b|[:：]|包括|包含)\s*",
    re.IGNORECASE | re.DOTALL,
)
_CONNECTORS = re.compile(
    r"^(?:[\s,;.，；、]|(?:and|or|on|by|of|for|to|from|with|also|then|finally|lastly|as well as|plus|和"
    r"|与|以及"
    r")(?=\s|[\u4e00-\u9fff]))+",
    re.IGNORECASE,
)
_LONG_PHRASE = 12  # words; a longer run before a bracket holds more than the thing's name


@dataclass(frozen=True)
class _Mention:
    """A quoted column name in a sentence."""

    name: str
    start: int
    end: int
    phrase: str = ""  # "the person's age" of "the person's age ('age')"
    inside: str = ""  # "in years" of "the person's age ('age', in years)"


def quoted_prose(text: str, names: Names) -> Iterator[tuple[str, Entry]]:
    """The 'x' represents ...; 'x', which is ...; 'x' (...); the meaning ('x')."""
    for sentence, line in sentences(text):
        mentions = _mentions(sentence, names)
        clauses = [
            sentence[mention.end : mentions[i + 1].start if i + 1 < len(mentions) else len(sentence)]
            for i, mention in enumerate(mentions)
        ]
        for i, mention in enumerate(mentions):
            own = _own_words(mention, clauses[i])
            if own:
                yield mention.name, Entry(own, line)
            elif (shared := _shared_words(i, mentions, clauses)) and not mention.phrase:
                yield mention.name, Entry(shared, line, defines="respectively" not in shared)
            elif mention.phrase:
                shared = shared if find_labels(shared) else ""
                yield mention.name, Entry(f"{mention.phrase}: {shared}" if shared else mention.phrase, line)
            elif len(mentions) == 1:
                yield mention.name, Entry(sentence.strip(), line, defines=False)


def _mentions(sentence: str, names: Names) -> list[_Mention]:
    found: list[_Mention] = []
    for match in _QUOTED.finditer(sentence):
        name = names.find(next(group for group in match.groups() if group is not None))
        if name is None:
            continue
        after_last = found[-1].end if found else 0
        opened = _bracket_before(sentence, match.start(), after_last)
        if opened is None:
            found.append(_Mention(name, match.start(), match.end()))
            continue
        end = bracket_end(sentence, opened)
        start, phrase = _phrase(sentence, after_last, opened)
        inside = sentence[match.end() : end].rstrip(")）").strip(" ,;:，；：")
        found.append(_Mention(name, start, end, phrase, inside))
    return found


def _bracket_before(sentence: str, start: int, after: int) -> int | None:
    """The bracket that holds little but the name: ('x'), (binary variable 'x'; 0 = no)."""
    opened = narrow(sentence).rfind("(", after, start)
    between = sentence[opened + 1 : start] if opened >= 0 else ""
    if opened < 0 or ")" in narrow(between) or len(between.split()) > 3 or not sentence[after:opened].strip():
        return None
    return opened


def _phrase(sentence: str, after: int, opened: int) -> tuple[int, str]:
    """The words for a thing that is named in the bracket at `opened`, and where they start."""
    before = sentence[after:opened]
    cut = (
        max(
            narrow(before).rfind(","),
            before.rfind("、"),
            narrow(before).rfind(";"),
            narrow(before).rfind(")"),
        )
        + 1
    )
    lead_in = _LEAD_IN.match(before[cut:])
    if lead_in and before[cut + lead_in.end() :].strip():
        cut += lead_in.end()
    connectors = _CONNECTORS.match(before[cut:])
    cut += connectors.end() if connectors else 0
    whether = before.rfind(" whether ", cut)
    if whether >= 0:
        cut = whether + 1
    elif len(before[cut:].split()) > _LONG_PHRASE:
        articles = list(re.finditer(r"\b(?:the|an?|their|its|his|her|each)\s", before[cut:]))
        cut += articles[-1].start() if articles else 0
    return after + cut, before[cut:].strip(" ,;:")


def _own_words(mention: _Mention, clause: str) -> str:
    """What the clause after a name, or the phrase before its bracket, says about this column alone."""
    if not mention.phrase:
        return meaning_clause(clause)
    said = meaning_clause(clause) if re.match(rf"\s*(?:{_SINGULAR}|{_CHINESE_VERB})\b", clause) else ""
    phrase = f"{mention.phrase} ({mention.inside})" if mention.inside else mention.phrase
    bare = re.sub(r"^(?:the|a|an) ", "", mention.phrase, flags=re.IGNORECASE)
    if re.match(r"\s*,?\s*(?:where|with|coded|in which)\b", clause) and find_labels(clause):
        return f"{phrase}, {meaning_clause(clause)}"
    if said:
        return said if folded(bare) == folded(mention.name) else f"{phrase}: {said}"
    return phrase if mention.inside else ""


def _shared_words(i: int, mentions: list[_Mention], clauses: list[str]) -> str:
    """Of "'a' and 'b' are ages" both are; of "'a', 'b', and 'c' is an age" only c."""
    for j in range(i, len(mentions)):
        if _OF_MANY.match(clauses[j]) and (j > i or mentions[j].phrase):
            return meaning_clause(clauses[j].lstrip(" :："))
        if not _LIST_GAP.fullmatch(clauses[j]):
            return ""
    return ""


def meaning_clause(clause: str) -> str:
    """The clause after a name without its verb; empty when it is too short to mean anything."""
    bare = clause.strip(" ,;:，；").lstrip(")）")
    added = ""
    if narrow(bare[:1]) == "(":
        end = bracket_end(bare, 0)
        added, bare = bare[1:end].rstrip(")）").strip(), bare[end:]
        verb = _LEADING_VERB.match(bare)
        if verb is None or not bare[verb.end() :].strip():
            bare, added = added, ""
    bare = _LEADING_VERB.sub("", bare.lstrip(" ,，;:"), count=1).strip()
    if _NO_NEWS.fullmatch(bare):
        return ""
    bare = re.sub(
        r"(?<![\s,;])[\s,;]*(?:\b(?:and|the|while|whereas|or|finally|lastly|as well as)\b[\s,]*){0,8}$",
        "",
        bare,
        flags=re.IGNORECASE,
    )
    bare = bare.strip(" ,;:.。，；").strip()
    whole = f"{bare} ({added})" if added and bare else bare
    if whole.count(")") > whole.count("("):  # the bracket that held the name closes here
        whole = whole.removesuffix(")")
    return (
        whole
        if len(re.findall(r"\w+|[\u4e00-\u9fff]", whole)) >= 2 or re.search("[\u4e00-\u9fff]{2}", whole)
        else ""
    )


def _pattern(names: Names) -> re.Pattern[str] | None:
    usable = sorted((name for name in names.columns if name.strip()), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])({'|'.join(map(_spelling, usable))})(?!\w)") if usable else None


def _spelling(name: str) -> str:
    """As written; names of several words also with blanks and in any case."""
    words = [re.escape(word) for word in re.split(r"[_\s.]+", name) if word]
    exact = re.escape(name)
    return f"{exact}|(?i:{'[_ ]'.join(words)})" if len(words) > 1 else exact


def parenthesised(text: str, names: Names) -> Iterator[tuple[str, Entry]]:
    """name (meaning), and the other way round: meaning (name), meaning (name, 1 = yes)."""
    pattern = _pattern(names)
    if pattern is None:
        return
    after = re.compile(pattern.pattern + r"\s*[(（]((?:[^()（）]|\([^()]*\))+)[)）]")
    for match in after.finditer(text):
        if (
            not names.find_all(match[2])
            and not names.find(re.split("[,;:，；：]", match[2])[0])
            and len(match[2]) > 2
        ):
            yield names.find(match[1]) or match[1], Entry(match[2], line_of(text, match.start()))
    for sentence, line in sentences(text):
        last = 0
        for match in re.finditer(
            r"[(（]([^()（）,;:，；：]{1,80})(?:[,;:，；：]\s*([^()（）]*))?[)）]", sentence
        ):
            bare = match[1].strip("`'\" ")
            name = names.find(bare) if bare in names.columns else None
            if name is not None:
                _, phrase = _phrase(sentence, last, match.start())
                if phrase and names.find(phrase) in (None, name):
                    yield name, Entry(f"{phrase} ({match[2].strip()})" if match[2] else phrase, line)
            last = match.end()


def plain_prose(text: str, names: Names) -> Iterator[tuple[str, Entry]]:
    """name represents ...; only with a verb of meaning right after the name."""
    pattern = _pattern(names)
    if pattern is None:
        return
    verb = (
        rf"(?:\s*,?\s*(?:variable|column|field)?\s*(?:(?:{_VERB})\s+|,\s*where\s+)"
        r"|\s*(?:表示|代表|指的是|是指)\s*)"
    )
    said = re.compile(pattern.pattern + verb)
    first = re.compile(rf"^\s*(?:The\s+)?([A-Z][\w.]*){verb}")  # "Gender indicates", of a column `gender`
    for sentence, line in sentences(text):
        marks = [
            (match.start(), match.end(1), match[1])
            for match in said.finditer(sentence)
            # "the risk of a heart attack is": words of the sentence, not the column `heart_attack`
            if match[1] in names.columns
            or re.fullmatch(r"\s*(?:(?!of|in|for)\w+\s+){0,4}", sentence[: match.start()])
        ]
        if (match := first.match(sentence)) and names.find(match[1]) and match[1] not in names.columns:
            marks.insert(0, (match.start(1), match.end(1), match[1]))
        for i, (_, end, mentioned) in enumerate(marks):
            until = marks[i + 1][0] if i + 1 < len(marks) else len(sentence)
            meaning = meaning_clause(sentence[end:until])
            if meaning:
                yield names.find(mentioned) or mentioned, Entry(meaning, line)


def named_ranges(text: str, names: Names) -> Iterator[tuple[str, Entry]]:
    """The confounders (x0-x16) include ...: the sentence is about each of them."""
    found = re.compile(r"\b([A-Za-z_]\w*?\d+)\s*(?:-|–|—|to|through|\.\.\.?|…)\s*([A-Za-z_]*\d+)\b")
    for sentence, line in sentences(text):
        for match in found.finditer(sentence):
            for name in names.find_range(match[0]):
                yield name, Entry(sentence.strip(), line, defines=False)
