"""Codebooks as people write them; what is not in the text must not be in the notes."""

from __future__ import annotations

import pytest

from tools.data import ColumnNote, parse_codebook
from tools.data.codebook import codebook_line
from tools.types import Timing

COLUMNS = (
    "qsmk",
    "sex",
    "wt71",
    "wt_change",
    "income",
    "re74",
    "re75",
    "x1",
    "x2",
    "x3",
    "Patient Age",
    "a.b",
    "t",
    "y",
)


@pytest.mark.parametrize(
    "line",
    [
        "income: yearly pay",
        "income - yearly pay",
        "income – yearly pay",
        "income = yearly pay",
        "income\tyearly pay",
        "- income: yearly pay",
        "* **income**: yearly pay",
        "1. `income`: yearly pay",
        "INCOME: yearly pay",
        "'income': yearly pay",
        "income：yearly pay",
        "| income | yearly pay |",
        "The variables are income (yearly pay) and others.",
        "The 'income' represents yearly pay.",
        "The `income`, which is yearly pay.",
        "In this table income represents yearly pay.",
    ],
)
def test_every_way_to_say_it(line: str) -> None:
    note = parse_codebook(f"About the data.\n\n{line}\n", COLUMNS)["income"]
    assert note.description == "yearly pay" or note.description == "yearly pay."
    assert note.place == "line 3"


def test_a_markdown_table_with_a_header() -> None:
    text = "| Variable | Meaning | Unit |\n|---|---|---|\n"
    text += "| income | yearly pay | USD |\n| `sex` | 0 = male, 1 = female | |\n"
    notes = parse_codebook(text, COLUMNS)
    assert notes["income"].description == "yearly pay; USD"
    assert notes["sex"].level_labels == ((0, "male"), (1, "female"))
    assert set(notes) <= {"income", "sex", "wt71", "re74", "re75", "wt_change"}


def test_a_codebook_in_csv() -> None:
    notes = parse_codebook(
        'variable,label\nincome,"yearly pay, before tax"\nsex,sex of the person\n', COLUMNS
    )
    assert notes["income"].description == "yearly pay, before tax"
    assert notes["sex"].description == "sex of the person"


def test_a_list_of_names_is_no_codebook() -> None:
    notes = parse_codebook("The columns are:\nincome, sex, qsmk\n", COLUMNS)
    assert notes.get("income", ColumnNote()).description is None


def test_groups_and_ranges() -> None:
    notes = parse_codebook("re74, re75: real earnings\nx1-x3: site dummies\n", COLUMNS)
    assert {notes[name].description for name in ("re74", "re75")} == {"real earnings"}
    assert {notes[name].description for name in ("x1", "x2", "x3")} == {"site dummies"}


def test_a_range_in_prose() -> None:
    notes = parse_codebook("The confounders (x1–x3) were taken at baseline. So was another.", COLUMNS)
    assert notes["x2"].timing is Timing.BEFORE and "baseline" in (notes["x2"].timing_evidence or "")


def test_spelling_is_forgiven_only_when_it_leaves_one_column() -> None:
    notes = parse_codebook(
        "patient_age: years since birth\nA B: something\nWt Change: kilos gained\n", COLUMNS
    )
    assert notes["Patient Age"].description == "years since birth"
    assert notes["a.b"].description == "something"
    assert notes["wt_change"].description == "kilos gained"
    assert "a_b" not in parse_codebook("ab: which one?", ("a_b", "a.b"))


def test_quoted_names_share_a_sentence() -> None:
    text = (
        "Here 'sex' is the sex of the person, and 'income' indicates the yearly pay in dollars. Nothing else."
    )
    notes = parse_codebook(text, COLUMNS)
    assert notes["sex"].description == "the sex of the person"
    assert notes["income"].description == "the yearly pay in dollars" and notes["income"].unit == "dollars"


def test_the_name_may_come_after_the_meaning() -> None:
    notes = parse_codebook("We study the effect of job training (t) on monthly wages (y).", COLUMNS)
    assert notes["t"].description == "job training" and notes["y"].description == "monthly wages"


def test_lines_below_an_entry_belong_to_it() -> None:
    notes = parse_codebook("sex: sex of the person\n  0: male\n  1: female\nincome: pay\n", COLUMNS)
    assert notes["sex"].level_labels == ((0, "male"), (1, "female"))
    assert notes["income"].description == "pay" and notes["income"].place == "line 4"


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("1 if treated, 0 otherwise", ((1, "treated"), (0, "otherwise"))),
        ("=1 if treated; =0 if control", ((1, "treated"), (0, "control"))),
        ("0 = no, 1 = yes", ((0, "no"), (1, "yes"))),
        ("1: male; 0: female", ((1, "male"), (0, "female"))),
        ("0:WHITE 1:BLACK OR OTHER", ((0, "WHITE"), (1, "BLACK OR OTHER"))),
        ("1=north, 2=south or west, 3=east", ((1, "north"), (2, "south or west"), (3, "east"))),
        ("where 1 denotes a homeowner and 0 indicates a renter", ((1, "homeowner"), (0, "renter"))),
        ("whether employed (1) or not (0)", ((1, "whether employed"), (0, "not"))),
        ("male = 1, female = 0", ((1, "male"), (0, "female"))),
        (
            "'C' denotes control group and 'T' denotes treatment group",
            (("C", "control group"), ("T", "treatment group")),
        ),
        ("got the drug (1 yes, 0 no)", ((1, "yes"), (0, "no"))),
        ("0 man, 1 woman", ((0, "man"), (1, "woman"))),
        ("the wait was 1 hour, 2 at most", ()),
        ("number of children", ()),
        ("score from 1 to 7", ()),
        ("paid in 1974 for 12 weeks", ()),
    ],
)
def test_level_labels(words: str, labels: tuple[tuple[object, str], ...]) -> None:
    assert parse_codebook(f"qsmk: {words}", COLUMNS)["qsmk"].level_labels == labels


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("weight in kilograms", "kg"),
        ("weight (kg)", "kg"),
        ("age, measured in years", "years"),
        ("income in thousands of dollars", "thousands of dollars"),
        ("income (USD per month)", "USD per month"),
        ("share of voters (%)", "%"),
        ("blood pressure in mmHg", "mmHg"),
        ("number of children", None),
        ("quality of the site", None),
        ("boxes sold in the week", None),
        ("bought insurance in the second round", None),
        ("visits in year 3", None),
        ("cases in people over sixty", None),
        ("time on the market in days", "days"),
    ],
)
def test_units(words: str, unit: str | None) -> None:
    assert parse_codebook(f"y: {words}", COLUMNS)["y"].unit == unit


@pytest.mark.parametrize(
    ("words", "timing"),
    [
        ("earnings at baseline", Timing.BEFORE),
        ("pre-treatment earnings", Timing.BEFORE),
        ("history of heart disease", Timing.BEFORE),
        ("score prior to the program", Timing.BEFORE),
        ("age at enrolment", Timing.BEFORE),
        ("earnings after the program", Timing.AFTER),
        ("score at follow-up", Timing.AFTER),
        ("weight change since baseline", Timing.AFTER),
        ("primary outcome of the trial", Timing.AFTER),
        ("whether the row is from before (0) or after (1) the reform", Timing.UNKNOWN),
        ("sex of the person", Timing.UNKNOWN),
        ("income before tax", Timing.UNKNOWN),
    ],
)
def test_timing(words: str, timing: Timing) -> None:
    note = parse_codebook(f"y: {words}", COLUMNS)["y"]
    assert note.timing is timing
    assert timing is Timing.UNKNOWN or note.timing_evidence in words


def test_years_are_evidence_but_no_verdict() -> None:
    notes = parse_codebook("wt71: weight in 1971", COLUMNS)
    assert (notes["wt71"].timing, notes["wt71"].timing_evidence) == (Timing.UNKNOWN, "1971")
    assert notes["re74"].timing is Timing.UNKNOWN and "re74" in (notes["re74"].timing_evidence or "")


def test_names_that_tell_their_unit_and_timing() -> None:
    notes = parse_codebook("", ("weight_kg", "pre_score", "score_followup", "post_period", "name"))
    assert notes["weight_kg"].unit == "kg"
    assert notes["pre_score"].timing is Timing.BEFORE and notes["score_followup"].timing is Timing.AFTER
    assert "post_period" not in notes and "name" not in notes


def test_nothing_is_made_up() -> None:
    assert (
        parse_codebook("A survey of people in three towns, done in spring.", ("people", "done", "q1")) == {}
    )
    assert parse_codebook("", ("a", "b")) == {}


# ---------------------------------------------------------------- where an entry starts and ends


def described(text: str, *columns: str) -> dict[str, str | None]:
    return {name: note.description for name, note in parse_codebook(text, columns).items()}


def test_a_question_mark_is_part_of_the_entry() -> None:
    words = "HOW OFTEN DO YOU SWIM? IN SUMMER"
    assert described(f"swim: {words}\nsex: sex\n", "swim", "sex")["swim"] == words
    assert described(f"The 'swim' is {words}. Nothing else.", "swim")["swim"] == words
    asked = "The 'swim' is the answer to: do you swim? The rest was dropped."
    assert described(asked, "swim")["swim"] == "the answer to: do you swim?"


def test_a_list_in_prose_lends_no_meaning_of_a_later_name() -> None:
    text = "It holds 'height', 'pulse' and 'steps', and 'calls' is the number of calls made."
    assert described(text, "height", "pulse", "steps", "calls") == {"calls": "the number of calls made"}


def test_a_group_shares_its_meaning() -> None:
    assert described("a1, b1, c1: dummies for the town\n", "a1", "b1", "c1") == dict.fromkeys(
        ("a1", "b1", "c1"), "dummies for the town"
    )
    both = described("'walk' and 'ride' are minutes on the way to work.", "walk", "ride")
    assert both == dict.fromkeys(("walk", "ride"), "minutes on the way to work")


@pytest.mark.parametrize(
    "text",
    [
        "height: body height in cm pulse: beats per minute at rest smoker: 1 = yes, 0 = no",
        "height: body height in cm, pulse: beats per minute at rest, smoker: 1 = yes, 0 = no",
        "Height: body height in cm; Pulse: beats per minute at rest; Smoker: 1 = yes, 0 = no.",
        "Variables: height: body height in cm; pulse: beats per minute at rest; smoker: 1 = yes, 0 = no",
        "height = body height in cm; pulse = beats per minute at rest; smoker = 1 = yes, 0 = no",
        "The data: height: body height in cm, pulse: beats per\nminute at rest, smoker: 1 = yes,\n0 = no",
    ],
)
def test_several_entries_in_one_paragraph(text: str) -> None:
    notes = parse_codebook(text, ("height", "pulse", "smoker"))
    assert notes["height"].description == "body height in cm" and notes["height"].unit == "cm"
    assert notes["pulse"].description == "beats per minute at rest"
    assert notes["smoker"].level_labels == ((1, "yes"), (0, "no"))


@pytest.mark.parametrize(
    "text",
    [
        "height: body height\nwaist: girth of the waist\npulse: beats",
        "- height: body height\n- waist_cm:\n- pulse: beats",
        "height: body height waist_cm: girth of the waist pulse: beats",
        "height: body height, waist: girth of the waist, pulse: beats",
        "height - body height\nwaist - girth of the waist\npulse - beats",
        "height\tbody height\nwaist\tgirth of the waist\npulse\tbeats",
    ],
)
def test_an_entry_for_no_column_ends_the_one_before(text: str) -> None:
    assert described(text, "height", "pulse") == {"height": "body height", "pulse": "beats"}


def test_remarks_below_an_entry_stay_with_it() -> None:
    text = "pulse: beats per minute\n  note: at rest\n  measured twice\nheight: body height"
    found = described(text, "height", "pulse")
    assert found["pulse"] == "beats per minute note: at rest measured twice"
    assert found["height"] == "body height"


def test_a_name_in_brackets_is_named_by_the_words_before_it() -> None:
    text = (
        "We know the guest's age ('guest_age'), the number of nights booked ('nights'), and whether "
        "breakfast was ordered ('breakfast', 1 = yes, 0 = no)."
    )
    notes = parse_codebook(text, ("guest_age", "nights", "breakfast"))
    assert notes["guest_age"].description == "the guest's age"
    assert notes["nights"].description == "the number of nights booked"
    assert notes["breakfast"].meaning == "whether breakfast was ordered"
    assert notes["breakfast"].level_labels == ((1, "yes"), (0, "no"))


# ---------------------------------------------------------------- what the column is


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("owns a bicycle (1 = yes, 0 = no)", "owns a bicycle"),
        ("OWNS A BICYCLE, 1: YES, 0: NO", "owns a bicycle"),
        ("OWNS A BICYCLE,0:NO,1:YES", "owns a bicycle"),
        ("length of the ride (in minutes)", "length of the ride"),
        ("weight of the load in kilograms", "weight of the load"),
        ("WEIGHT OF THE LOAD IN KILOGRAMS IN 1988", "weight of the load IN 1988".lower()),
        ("age of the bicycle, measured in years", "age of the bicycle"),
        ("number of registers open at 11:00 am", "number of registers open at 11:00 am"),
        (
            "a binary variable indicating whether a helmet was worn, with 1 for worn",
            "whether a helmet was worn",
        ),
        ("a binary variable where 1 means the light works and 0 means it does not", "light works"),
        ("1 if the tyre was flat, 0 otherwise", "tyre was flat"),
        ("mood on a scale from 1 to 10", "mood"),
        ("measured in years", None),
        ("0 = north, 1 = south", None),
        ("GDP", "GDP"),
    ],
)
def test_meaning(words: str, meaning: str | None) -> None:
    note = parse_codebook(f"y: {words}", COLUMNS)["y"]
    assert note.meaning == meaning
    assert note.description == words


def test_a_mere_mention_has_no_meaning() -> None:
    note = parse_codebook("The controls (x1-x3) were taken at baseline.", COLUMNS)["x2"]
    assert note.description and note.meaning is None


# ---------------------------------------------------------------- timing


@pytest.mark.parametrize(
    ("words", "timing"),
    [
        ("whether a follow-up call was taken", Timing.UNKNOWN),
        ("follow-up visit offered", Timing.UNKNOWN),
        ("weight at the six-month follow-up", Timing.AFTER),
        ("follow-up score", Timing.AFTER),
        ("would take a follow-up visit, asked before the offer", Timing.BEFORE),
        ("plans for the time after the course, asked before the offer", Timing.BEFORE),
        ("usual mood before lunch, asked after the course", Timing.AFTER),
        ("birth outcome of the earlier child", Timing.BEFORE),
        ("outcome of the appeal", Timing.UNKNOWN),
        ("index after removing two items", Timing.UNKNOWN),
        ("wage before the course and at follow-up", Timing.UNKNOWN),
        ("whether the data were collected after the reform", Timing.UNKNOWN),
    ],
)
def test_timing_of_harder_words(words: str, timing: Timing) -> None:
    assert parse_codebook(f"y: {words}", COLUMNS)["y"].timing is timing


def test_contradicting_words_are_both_shown() -> None:
    note = parse_codebook("y: wage before the course and at follow-up", COLUMNS)["y"]
    assert note.timing is Timing.UNKNOWN
    assert note.timing_evidence and "before the course" in note.timing_evidence
    assert "follow-up" in note.timing_evidence
    named = parse_codebook("mood_followup: mood at baseline", ("mood_followup",))["mood_followup"]
    assert named.timing is Timing.UNKNOWN and "mood_followup" in (named.timing_evidence or "")


# ---------------------------------------------------------------- Chinese


def test_a_chinese_codebook() -> None:
    text = (
        "变量说明：\n吸烟：是否吸烟（1=是，0=否）\n体重 - 基线体重（公斤）\n收入：月收入（单位：元/月）\n"
        "年龄：参与者的年龄，岁\n工时：每周工时，以小时计\n身高：身高\n满意度：随访时的满意度\n"
    )
    notes = parse_codebook(text, ("吸烟", "体重", "收入", "年龄", "工时", "满意度"))
    assert notes["吸烟"].level_labels == ((1, "是"), (0, "否")) and notes["吸烟"].meaning == "是否吸烟"
    assert (notes["体重"].unit, notes["体重"].timing) == ("kg", Timing.BEFORE)
    assert (notes["收入"].unit, notes["收入"].meaning) == ("yuan per month", "月收入")
    assert (notes["年龄"].unit, notes["年龄"].meaning) == ("years", "参与者的年龄")
    assert notes["工时"].unit == "hours" and notes["工时"].description == "每周工时，以小时计"
    assert notes["满意度"].timing is Timing.AFTER


def test_chinese_entries_in_one_paragraph_and_in_prose() -> None:
    found = parse_codebook(
        "年龄：周岁年龄，性别：1表示男，0表示女；收入：年收入（元）。", ("年龄", "性别", "收入")
    )
    assert found["年龄"].description == "周岁年龄" and found["收入"].meaning == "年收入"
    assert found["性别"].level_labels == ((1, "男"), (0, "女"))
    said = parse_codebook("其中“income”表示家庭的年收入，“sex”为性别。", ("income", "sex"))
    assert said["income"].description == "家庭的年收入" and said["sex"].description == "性别"


@pytest.mark.parametrize(
    ("words", "timing"),
    [
        ("培训之前的工资", Timing.BEFORE),
        ("培训之后的工资", Timing.AFTER),
        ("是否接到随访电话", Timing.UNKNOWN),
        ("较基线的体重变化", Timing.AFTER),
        ("在培训之前询问：培训之后的打算", Timing.BEFORE),
    ],
)
def test_chinese_timing(words: str, timing: Timing) -> None:
    assert parse_codebook(f"y：{words}", ("y",))["y"].timing is timing


MANY = tuple(f"answer_{i}" for i in range(30))


@pytest.mark.parametrize(
    ("line", "names", "note"),
    [
        ("salt: grams in the meal", ("salt",), "grams in the meal"),
        ("  - `salt` = grams : per meal", ("salt",), "grams : per meal"),
        ("re74, re75: earnings", ("re74", "re75"), "earnings"),
        (f"{', '.join(MANY)}: answers", MANY, "answers"),
        ("盐：每餐的克数", ("盐",), "每餐的克数"),
    ],
)
def test_a_line_of_a_codebook_has_names_and_a_note(line: str, names: tuple[str, ...], note: str) -> None:
    found = codebook_line(line)
    assert found is not None and found.names == names and found.note == note
    assert line[found.note_at :].strip() == note


@pytest.mark.parametrize("line", ["", "salt", "salt:", "We " + "asked many people " * 5 + ": nothing"])
def test_other_lines_are_no_entries(line: str) -> None:
    assert codebook_line(line) is None
