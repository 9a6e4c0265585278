"""Words and signs that people write into cells, and what they mean: no value, yes, no, a sum."""

from __future__ import annotations

__all__ = ["MARKS", "MISSING_WORDS", "NO", "SUMMARY", "YES", "folded"]

# Of a cell, folded. In a column of numbers any of them is a gap; among words only where two levels remain.
MISSING_WORDS = frozenset({
    "unknown", "not known", "n.k.", "nk", "unk", "missing", "not available", "not recorded", "not measured",
    "not reported", "not stated", "not asked", "not answered", "no answer", "no response", "no data",
    "no value", "refused", "refusal", "prefer not to say", "declined", "don't know", "dont know",
    "do not know", "dk", "unsure", "undisclosed", "not applicable", "n.a.", "n. a.", "n/a", "na", "nan",
    "none given", "blank", "empty", "tbd", "tba", "--", "---", "..", "...", "*", "?", "??", "x?", "-", "–",
    "—", ".", "/", "(null)", "null", "#value!", "#div/0!", "#null!", "#ref!", "#n/a", "#num!", "#name?",
    "k.a.", "k. a.", "ka", "keine angabe", "keine angaben", "ohne angabe", "o.a.", "unbekannt",
    "nicht bekannt", "weiß nicht", "weiss nicht", "fehlt", "fehlend", "fehlender wert", "nicht erhoben",
    "nicht gemessen", "nicht verfügbar", "nicht beantwortet", "verweigert", "keine antwort",
    "nicht zutreffend", "entfällt", "n.v.", "n. v.", "n.b.",
    "未知", "不详", "不明", "缺失", "缺", "无数据", "无记录", "未填", "未填写", "未回答", "拒答",
    "拒绝回答", "不知道", "不清楚", "不适用", "暂无", "空", "——",
})  # fmt: skip

YES = frozenset({
    "yes", "y", "yeah", "yep", "true", "t", "1", "1.0", "x", "✓", "✔", "ja", "j", "wahr", "oui", "si", "sí",
    "是", "有", "对", "是的",
})  # fmt: skip
NO = frozenset({
    "no", "n", "nope", "false", "f", "0", "0.0", "nein", "falsch", "non", "否", "无", "不", "没有", "不是",
})  # fmt: skip
# Alone in a column beside empty cells, these mark the rows that have something.
MARKS = frozenset(
    {"x", "✓", "✔", "☑", "×", "yes", "y", "true", "ja", "j", "wahr", "1", "1.0", "是", "有", "√"}
)

SUMMARY = frozenset({
    "total", "totals", "grand total", "sum", "subtotal", "overall", "average", "mean", "summe", "gesamt",
    "gesamtsumme", "insgesamt", "total:", "sum:", "summe:", "gesamt:", "durchschnitt", "mittelwert",
    "合计", "总计", "总和", "小计", "平均", "平均值", "总数", "共计",
})  # fmt: skip


def folded(cell: str) -> str:
    """A cell as these lists have it: one blank between words, small letters."""
    return " ".join(cell.casefold().split())
