"""Prose about a result is held to the result. Texts and faults are made in `prose_texts.py`.

First scores, before anything was changed for them: 61 false alarms on 193 good texts (nearly all one
pattern, a
Chinese range with blanks), 12 of 1,399 faults missed. The texts in `UNSEEN` were written after that and
run once.
"""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.prose.check import ProseFacts, check_prose
from tests.assistant.prose_texts import answers, bad, good

# A treatment that lowers the outcome by 4.49 days, and one of which nothing can be said.
CLEAR = ProseFacts(
    language="en", value=-4.49, interval=(-5.37, -3.61), unit="days", points=False, may_cause=True,
    beside=(-1.0, -3.49),
    levels=(0.0, 1.0), percents=(95.0, 43.1), counts=(6, 6, 0), rows=(1500, 1600, 100),
    names=("recovery_days", "drug"),
)  # fmt: skip
UNCLEAR = ProseFacts(
    language="en", value=1.27, interval=(-0.29, 2.83), unit=None, points=False, may_cause=False,
    levels=(0.0, 1.0),
    counts=(6, 4, 2), names=("points_won", "coaching"),
)  # fmt: skip

UNSEEN_GOOD = [
    (CLEAR, "Giving the drug shortens recovery_days by roughly 4.5 days, give or take."),
    (CLEAR, "With the drug, patients need 4.49 days less; plausible values lie between -5.37 and -3.61."),
    (CLEAR, "Because the 95% interval excludes zero, chance is an unlikely explanation."),
    (CLEAR, "recovery_days drops by 4.49 days. The unadjusted comparison gives only -1.00 days."),
    (CLEAR, "A hidden cause would need to explain 43.1% of the remaining variance to undo this."),
    (CLEAR, "1,500 rows were used. All 6 checks passed, which does not prove that the drug works."),
    (CLEAR, "The drug leads to a recovery that is 4.49 days shorter, if no common cause was missed."),
    (CLEAR, "Compared with drug = 0, recovery_days is at least 3.61 days lower."),
    (CLEAR, "Nothing here is certain: an unmeasured cause may be behind it."),
    (CLEAR, "All six checks passed."),
    (UNCLEAR, "It remains open whether coaching changes points_won; the interval goes from -0.29 to 2.83."),
    (UNCLEAR, "The best guess is 1.27 higher, yet no effect at all is just as compatible with the data."),
    (UNCLEAR, "4 of 6 checks passed, so handle the number with care."),
    (UNCLEAR, "There is no clear sign that coaching causes a change."),
    (UNCLEAR, "We cannot say that the difference is significant."),
    (CLEAR, "With the drug, patients recover sooner: 4.49 days on average."),
    (CLEAR, "The interval, -5.37 to -3.61 days, stays below zero."),
    (UNCLEAR, "Whether coaching makes no difference or some cannot be told from this data."),
    (UNCLEAR, "More data would narrow the interval."),
]
UNSEEN_BAD = [
    (CLEAR, "Giving the drug lengthens recovery: recovery_days goes up by 4.49 days."),
    (CLEAR, "recovery_days is 4.94 days lower."),
    (CLEAR, "recovery_days is 44.9 days lower."),
    (CLEAR, "recovery_days is 4.49 weeks lower."),
    (CLEAR, "recovery_days is 4.49% lower."),
    (CLEAR, "The interval runs from -3.61 to -5.37 days."),
    (CLEAR, "The effect is indistinguishable from nothing: the interval includes zero."),
    (CLEAR, "This is proof that the drug works."),
    (CLEAR, "The drug halves the recovery time."),
    (CLEAR, "5 of 6 checks passed."),
    (CLEAR, "It would have to account for 34.1% of what is left."),
    (UNCLEAR, "Coaching significantly improves points_won."),
    (UNCLEAR, "Coaching leads to more points."),
    (UNCLEAR, "The result is clearly positive."),
    (UNCLEAR, "points_won is 1.27 lower."),
    (UNCLEAR, "All five checks passed."),
    (CLEAR, "The drug makes people recover slower by 4.49 days."),
    (CLEAR, "Patients on the drug recover later."),
    (CLEAR, "It prolongs the illness."),
    (CLEAR, "The effect is zero."),
    (CLEAR, "There is virtually no benefit: chance explains it."),
    (CLEAR, "Without question the drug helps."),
    (UNCLEAR, "Coaching boosts points_won for sure."),
    (UNCLEAR, "The evidence is strong that coaching matters."),
    (UNCLEAR, "Coaching does nothing at all."),
    (UNCLEAR, "There was no effect of coaching on points_won."),
]


def test_good_texts_raise_no_alarm() -> None:
    texts = good()
    alarms = [(case.name, check_prose(case.text, case.facts)) for case in texts]
    false = [alarm for alarm in alarms if alarm[1]]
    assert len(texts) >= 100
    assert len(false) <= 0.02 * len(texts), false


def test_faults_are_caught() -> None:
    total: Counter[str] = Counter()
    missed: list[tuple[str, str]] = []
    for case in bad():
        total[case.fault] += 1
        if not check_prose(case.text, case.facts):
            missed.append((case.fault, case.text))
    assert total.total() >= 200
    assert len(total) >= 11
    assert len(missed) <= 0.01 * total.total(), missed[:5]


def test_offline_prose_of_every_design_passes() -> None:
    assert {str(answer.design.kind) for answer, _ in answers().values()} >= {
        "backdoor",
        "iv",
        "rdd",
        "randomised",
    }
    prose = [case for case in good() if case.name.endswith("prose")]
    assert [case.name for case in prose if check_prose(case.text, case.facts)] == []


@pytest.mark.parametrize(("facts", "text"), UNSEEN_GOOD)
def test_unseen_good_texts(facts: ProseFacts, text: str) -> None:
    assert check_prose(text, facts) == ()


@pytest.mark.parametrize(("facts", "text"), UNSEEN_BAD)
def test_unseen_bad_texts(facts: ProseFacts, text: str) -> None:
    assert check_prose(text, facts) != ()


def test_problems_say_what_is_wrong() -> None:
    (problem,) = check_prose("recovery_days is 4.94 days lower.", CLEAR)
    assert "'4.94'" in problem
    assert "sign" in check_prose("recovery_days is 4.49 days higher.", CLEAR)[0]
