"""What a column is, without its levels, unit and asides: the part of an entry that answers "what is it?"."""

from __future__ import annotations

import re

from tools.data.codebook.names import bracket_end, narrow
from tools.text.names import name_words
from tools.types import Level

# ---------------- Labels of levels in the words about one column: `1 = yes, 0 = no`


# Not inside a number ("1,000") or a name; a comma without a blank may stand before a code ("0:no,1:yes").
_CODE = r"(?<![A-Za-z0-9_.–\-])(?<!\d,)(-?\d{1,4})"
_IS = (
    r"\s*(?:[=:：]|\bif\b|\bwhen\b|\bfor\b|\bmeans\b|\bmeaning\b|\bdenotes\b|\bdenoting\b|\bindicates\b"
    r"|\bindicating\b"
    r"|\brepresents\b|\brepresenting\b|\bstands for\b|\brefers to\b|\bis\b(?! the)|\bas\b|\bwith\b"
    r"|\botherwise\b|表示|代表|为|是|指)"
)
_CODED = re.compile(rf"{_CODE}{_IS}\s*")
_WORD_FIRST = re.compile(
    r"([A-Za-z\u4e00-\u9fff][^=:;,()\d]{0,40}?)\s*(?:=|was coded as|coded as"
    r"|coded)\s*(-?\d{1,4})(?![\w.%]|\s*(?:=|if))"
)
_IN_PARENTHESES = re.compile(r"(?<![\w'’\-/])((?:[\w'’\-/]+\s+){0,5}[\w'’\-/]+)\s*\((-?\d{1,3})\)")
# `(1 yes, 0 no)`: without a sign only two codes that fill the brackets or the whole line are safe.
_PAIR = re.compile(
    r"(?:^|\()\s*([012])\s+([A-Za-z][A-Za-z '’/\-]{0,40}?)\s*[,;]\s*(?:and\s+|or\s+)?"
    r"([012])\s+([A-Za-z][A-Za-z '’/\-]{0,40}?)\s*(?:\)|\.?\s*$)"
)
_QUOTED_LEVEL = re.compile(
    r"['\"‘“]([^'\"’”]{1,40})['\"’”]\s*(?:=|denotes|means|represents|indicates"
    r"|stands for)\s*([^;,)'\"]{2,60})"
)
_END = re.compile(r"[;)\]|。；）]|\.(?:\s|$)|,\s*(?:and\s+)?(?=(?:0|1|-?\d+)\s)|\n")


def find_labels(text: str) -> tuple[tuple[Level, str], ...]:
    """`1 if treated, 0 otherwise`, `0 = no, 1 = yes`, `male = 1`, `treated (1) or not (0)`, `1 yes, 0 no`,
    `'C' denotes control`."""
    text = narrow(text)
    labels = _coded(text)
    if not labels:
        labels = {int(code): _tidy(label) for label, code in _WORD_FIRST.findall(text)}
    if not labels:
        pairs = _IN_PARENTHESES.findall(text)
        labels = {int(code): _tidy(label) for label, code in pairs} if len(pairs) >= 2 else {}
    if not labels and (pair := _PAIR.search(text)) and pair[1] != pair[3]:
        labels = {int(pair[1]): _tidy(pair[2]), int(pair[3]): _tidy(pair[4])}
    found: dict[Level, str] = {code: label for code, label in labels.items() if label}
    if not found:
        for level, label in _QUOTED_LEVEL.findall(text):
            found[int(level) if re.fullmatch(r"-?\d+", level.strip()) else level.strip()] = _tidy(label)
    return tuple(found.items())


def _coded(text: str) -> dict[int, str]:
    """Code first: the label runs to the next code or the end of the clause."""
    marks = list(_CODED.finditer(text))
    labels: dict[int, str] = {}
    for i, mark in enumerate(marks):
        until = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        label = text[mark.end() : until]
        if mark[0].rstrip().endswith("otherwise"):
            labels.setdefault(int(mark[1]), "otherwise")
            continue
        end = _END.search(label)
        tidy = _tidy(label[: end.start()] if end else label)
        if tidy and len(tidy) <= 120:
            labels.setdefault(int(mark[1]), tidy)
    # A lone number with a word after it is as likely a quantity ("10 for each visit").
    lone = len(labels) == 1 and not re.search(
        r"\d\s*(?:=|:|if|when|otherwise|represents|denotes|indicates|means|表示|代表)", text
    )
    return {} if lone else labels


def _tidy(label: str) -> str:
    bare = re.sub(r"\s+", " ", label).strip(" ,;:.。、'\"‘’“”-=([")
    bare = re.sub(r"^(?:and|or|that(?: the)?|the value|a|an|the)\s+", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"(?<![\s,;])[\s,;]*\b(?:and|or|while|whereas|else)$", "", bare, flags=re.IGNORECASE)
    return bare.strip(" ,;:.'\"")


# ---------------- The unit in the words about one column, or in its name


_UNITS: dict[str, str] = {
    "kg": r"kgs?|kilograms?|kilos?", "g": r"grams?|gr", "mg": r"mg|milligrams?",
    "lb": r"lbs?|pounds? of weight",
    "ounces": r"ounces?|oz", "tonnes": r"tonnes?|metric tons?", "tons": r"tons?",
    "cm": r"cms?|centimet(?:er|re)s?", "mm": r"mm|millimet(?:er|re)s?", "m": r"met(?:er|re)s?",
    "km": r"kms?|kilomet(?:er|re)s?",
    "miles": r"miles?", "inches": r"inch(?:es)?", "feet": r"feet|foot", "hectares": r"hectares?|ha",
    "acres": r"acres?",
    "years": r"years?|yrs?", "months": r"months?", "weeks": r"weeks?", "days": r"days?",
    "hours": r"hours?|hrs?",
    "minutes": r"minutes?|mins?", "seconds": r"seconds?|secs?", "ms": r"ms|milliseconds?",
    "USD": r"USD|US\$|U\.S\. dollars?|US dollars?", "EUR": r"EUR|euros?|€", "GBP": r"GBP|pounds sterling|£",
    "dollars": r"dollars?|\$", "yuan": r"yuan|RMB|CNY|元", "rupees": r"rupees?|INR", "yen": r"yen|JPY",
    "cents": r"cents?",
    "shillings": r"shillings?", "pesos": r"pesos?", "kwacha": r"(?:Malawi )?kwacha",
    "%": r"%|percent|per cent|percentages?", "percentage points": r"percentage points?|pp",
    "mmHg": r"mm ?Hg", "mmol/L": r"mmol/l", "mg/dL": r"mg/dl", "kcal": r"kcal|calories",
    "°C": r"°C|degrees celsius|celsius",
    "°F": r"°F|fahrenheit", "litres": r"lit(?:er|re)s?", "mL": r"ml|millilit(?:er|re)s?", "kWh": r"kwh",
    "points": r"points?",
    "standard deviations": r"standard deviations?|SDs?", "people": r"people|persons",
}  # fmt: skip
_SCALE = r"(?:(?P<scale>thousands?|millions?|billions?|hundreds?|000s|1,?000s?)\s+(?:of\s+)?)?(?:\d{4}\s+)?"
_PER = (
    r"(?P<per>\s*(?:per|/|a|each)\s*(?:hour|day|week|month|year|capita|person|household|worker|order"
    r"|visit|km|hectare|acre|unit)s?)?"
)
_ALL = "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(_UNITS.values()))
_SPELLED = re.compile(
    rf"\b(?:in|measured in|unit(?:s)?\s*[:=]|expressed in|reported in"
    rf"|number of)\s+(?:completed\s+)?{_SCALE}(?:{_ALL})(?![\w]){_PER}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"[(\[（]\s*(?:in\s+|unit\s*[:=]?\s*)?{_SCALE}(?:{_ALL}){_PER}\s*[)\]）]", re.IGNORECASE
)
_TRAILING = re.compile(rf"(?:,|;|\bmeasured as)\s+{_SCALE}(?:{_ALL}){_PER}\s*(?:$|[.;,])", re.IGNORECASE)
_CHINESE_UNITS = {
    "万元": "10,000 yuan", "千元": "thousands of yuan", "元": "yuan", "岁": "years", "年": "years",
    "个月": "months", "月": "months", "周": "weeks", "天": "days", "日": "days",
    "小时": "hours", "分钟": "minutes", "秒": "seconds", "公斤": "kg", "千克": "kg",
    "克": "g", "毫克": "mg", "斤": "jin", "吨": "tonnes", "厘米": "cm",
    "毫米": "mm", "公里": "km", "千米": "km", "米": "m", "亩": "mu",
    "公顷": "hectares", "毫米汞柱": "mmHg", "升": "litres", "毫升": "mL", "度": "degrees",
    "千瓦时": "kWh", "人": "people", "百分点": "percentage points",
}  # fmt: skip
_CHINESE_SPANS = {
    "小时": "hour",
    "天": "day",
    "日": "day",
    "周": "week",
    "月": "month",
    "年": "year",
    "人": "person",
}
# （元）, （单位：元/月）, 单位为公斤, 以小时计, and "，岁" at the end.
_CHINESE = re.compile(
    r"(?P<lead>[(\[]\s*(?:单位\s*[:为是]?\s*)?|单位\s*[:为是]?\s*|以|[,;]\s*)"
    rf"(?P<unit>{'|'.join(sorted(_CHINESE_UNITS, key=len, reverse=True))})"
    rf"(?:\s*[/每]\s*(?P<per>{'|'.join(_CHINESE_SPANS)}))?(?P<tail>\s*[)\],;]|为单位|计|\s*[。.]?\s*$)"
)
_NAME_UNITS = {
    "kg": "kg", "kgs": "kg", "cm": "cm", "mm": "mm", "km": "km", "usd": "USD", "eur": "EUR", "gbp": "GBP",
    "rmb": "yuan",
    "dollars": "dollars", "pct": "%", "percent": "%", "percentage": "%", "yrs": "years", "years": "years",
    "months": "months",
    "weeks": "weeks", "days": "days", "hours": "hours", "hrs": "hours", "minutes": "minutes",
    "mins": "minutes",
    "seconds": "seconds", "secs": "seconds", "ms": "ms", "miles": "miles", "mmhg": "mmHg", "lbs": "lb",
    "kwh": "kWh",
    "grams": "g", "mg": "mg", "ml": "mL", "acres": "acres", "hectares": "hectares",
}  # fmt: skip
_AT_END = re.compile(
    rf"(?:^|[\s,;])(?P<lead>(?:(?:measured|expressed|reported|recorded|given)\s+)?(?:in|as)|units?\s*[:=])\s+"
    rf"(?P<words>(?:completed\s+)?{_SCALE}(?:{_ALL}))(?!\w){_PER}\s*(?P<year>(?:in"
    rf"|,)?\s*\d{{4}})?\s*[.;]?\s*$",
    re.IGNORECASE,
)
_NAMES = tuple(_UNITS)
_SPANS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")


def find_unit(text: str) -> str | None:
    """The unit as the words give it: "kg", "thousands of dollars", "dollars per month"."""
    text = narrow(text)
    if (chinese := _CHINESE.search(text)) is not None:
        per = _CHINESE_SPANS.get(chinese["per"] or "")
        return _CHINESE_UNITS[chinese["unit"]] + (f" per {per}" if per else "")
    for pattern in (_BRACKETED, _SPELLED, _TRAILING):
        for match in pattern.finditer(text):
            unit = next(_NAMES[i] for i in range(len(_NAMES)) if match[f"u{i}"] is not None)
            lead = match[0].lower()
            if "number of" in lead and unit not in _SPANS:
                continue
            if pattern is _SPELLED and _is_when_or_who(lead, unit):
                continue
            scale = match["scale"]
            scaled = f"{_scale(scale)} of {unit}" if scale else unit
            per = (
                re.sub(r"\s*(?:/|\ba\b|\beach\b|\bper\b)\s*", " per ", match["per"]).rstrip()
                if match["per"]
                else ""
            )
            return scaled + per
    return None


def _is_when_or_who(lead: str, unit: str) -> bool:
    """ "In second round", "in week 3" and "in people over 60" say when and who, not the unit."""
    singular = unit in _SPANS and not re.search(r"(?:s|yr|hr|min|sec)\b", lead.split()[-1])
    return lead.startswith("in ") and (singular or unit == "people")


def _scale(word: str) -> str:
    lowered = word.lower().rstrip("s")
    return {"thousand": "thousands", "million": "millions", "billion": "billions", "hundred": "hundreds"}.get(
        lowered, "thousands"
    )


def unit_of_name(name: str) -> str | None:
    """The unit in a name's last word: `weight_kg`."""
    words = [word for word in name_words(name) if not word.isdigit()]
    if len(words) < 2 or "is" in words or "n" in words:
        return None
    return _NAME_UNITS.get(words[-1])


def without_unit(text: str) -> str:
    """`text` less a unit at its end, or before the closing "in 1971": "weight in kilograms" -> "weight"."""
    bare = _CHINESE.sub(lambda match: match["tail"] if match["tail"] in (",", ";") else "", narrow(text))
    bare = bare if bare != narrow(text) else text
    for match in _AT_END.finditer(bare):
        unit = next(_NAMES[i] for i in range(len(_NAMES)) if match[f"u{i}"] is not None)
        if not _is_when_or_who(match["lead"].lower() + " " + match["words"].lower(), unit):
            return f"{bare[: match.start()]} {match['year'] or ''}".strip()
    return bare


_ANY_CODE = r"(?<![A-Za-z0-9_.–\-])(?<!\d,)['\"‘“]?-?\d{1,4}['\"’”]?"
_LINK = (
    r"(?:coded(?: as)?|coding|where|with|which|in which|when|equals?|equal to|takes? the value"
    r"|取值|其中|编码)"
)
_SAYS = r"(?:if|when|for|means|denot\w+|indicat\w+|represent\w+|stands for|refers to|is|being|otherwise)"
# From the first coded level on: "1 = yes", "coded as 0 for no", "where 1 represents male", "yes = 1".
# Not "at 11:00".
_LEVELS = re.compile(
    rf"(?<![\s,;:–—\-])(?:[\s,;:–—\-]|\b{_LINK}\b){{0,40}}{_ANY_CODE}\s*(?:=|:(?!\d\d\b)|表示|代表|[为是](?=\S)|\b{_SAYS}\b).*$"
    r"|(?<![\s,;:])[\s,;:]*\b[\w'’/-]{1,60}(?: or [\w'’/-]{1,60})?\s*=\s*-?\d{1,4}(?![\w.%]).*$",
    re.IGNORECASE | re.DOTALL,
)
_SCALED = re.compile(
    r"(?<![\s,;])[\s,;]*(?:(?:measured|rated|scored|reported|coded|assessed) )?"
    r"\b(?:on|from|using) (?:a |the )?(?:\w+[ -])?scales? (?:of|from)?\s*-?\d.*$"
    r"|(?<![\s,;])[\s,;]*\bwith (?:higher|lower|larger|greater) (?:values|scores|numbers)\b.*$"
    r"|(?<![\s,;])[\s,;]*\b(?:ranging|ranges) from -?\d.*$",
    re.IGNORECASE | re.DOTALL,
)
_SORT = r"(?:binary|dummy|categorical|continuous|discrete|numeric|indicator|ordinal|boolean)"
_KIND = (
    rf"(?:also\s+)?(?:(?:a|an|another|the)\s+)?(?:{_SORT}\b[\s,/]*)+"
    r"(?:(?:variables?|indicators?|measures?|flags?|dummy|dummies|columns?|values?)\b)?"
)
_SHOWING = (
    r"(?:(?:that |which )?(?:is |are )?"
    r"(?:indicat(?:es?|ing)|denot(?:es?|ing)|represent(?:s|ing)?|identif(?:ies|ying)|showing|equal(?:s"
    r"| to))\b\s*)"
)
_KIND_FIRST = re.compile(
    rf"^(?:{_KIND}\s*[,;:]?\s*(?:and\s+)?(?:{_SHOWING}|(?:for|of|that)\b\s*)?"
    rf"|{_SHOWING})(?=\S)",
    re.IGNORECASE,
)
_ONLY_KIND = re.compile(rf"^(?:{_KIND}|indicators?|dumm(?:y|ies)|flag)$", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r"(?<=[\w)])[.;](?=\s+[A-Z\d])|;\s|[。；]")
_LOOSE_END = re.compile(
    r"(?<![\s,;:=–—\-])[\s,;:=–—\-]+$|\b(?:and|or|or not|with|where|which is|that is|coded|coded as|as|by"
    r"|whereas|while|i\.e\.|e\.g\.|和|其中)$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:otherwise|none|if not|else|false|0|non-\w+)\b|\b(?:no|not|never|without)\b|n['’]t\b|^(?:否|不"
    r"|没有|未|无|其他)",
    re.IGNORECASE,
)


def find_meaning(text: str) -> str | None:
    """The entry's words less level labels, brackets, scale and trailing unit; all capitals become lower case.

    An entry that is nothing but the labels of a yes-no column means its "yes": `1 if treated, 0 otherwise`
    is "treated". None where nothing is left.
    """
    whole = " ".join(text.split()).strip(" ,;|'\"“”")
    bare = _SCALED.sub("", _without_levels(_without_brackets(whole)))
    first = _FIRST_SENTENCE.split(bare)[0]
    bare = _trimmed(without_unit(_trimmed(first)))
    bare = "" if _ONLY_KIND.match(bare) else _trimmed(_KIND_FIRST.sub("", bare))
    if re.fullmatch(r"(?:[\W\d]|to)*", bare):
        bare = _yes_label(whole)
    if not bare:
        return None
    shouted = bare.upper() == bare and bare.lower() != bare and (len(bare) > 5 or " " in bare)
    return bare.lower() if shouted else bare


def _without_brackets(text: str) -> str:
    """Less bracketed additions; a text that is one bracket loses only its signs."""
    plain = narrow(text)
    if plain.startswith("(") and bracket_end(plain, 0) == len(plain):
        return text[1:].removesuffix(")").removesuffix("）").strip()
    kept, place = "", 0
    while place < len(text):
        if plain[place] == "(":
            place = bracket_end(plain, place)
            continue
        kept += text[place]
        place += 1
    return re.sub(r"\s+", " ", re.sub(r"\[[^\]]*\]|\s+(?=[,;.])", "", kept)).strip()


def _without_levels(text: str) -> str:
    found = _LEVELS.search(narrow(text))
    return text[: found.start()] if found else text


def _trimmed(text: str) -> str:
    """Less signs and joining words that led to what was cut."""
    before = None
    while before != text:
        before, text = text, _LOOSE_END.sub("", text.strip(" ,;:.。，；：、'\"“”‘’"))
    return text


def _yes_label(text: str) -> str:
    """The label of the level that says yes, where the other only says no."""
    labels = [label for _, label in find_labels(text)]
    telling = [label for label in labels if not _NO.search(label)]
    if len(labels) > 2 or len(telling) != 1 or telling[0].casefold() in {"yes", "true", "是", "有"}:
        return ""
    return _trimmed(_without_brackets(telling[0]))
