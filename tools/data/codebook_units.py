"""The unit in the words about one column, or in its name."""

from __future__ import annotations

import re

from tools.data.codebook_names import name_words
from tools.data.codebook_text import narrow

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
