"""For whom, and whom to treat: what is read of the questions, and what is refused."""

from __future__ import annotations

import json
from functools import cache

import pytest

from assistant import Assistant
from assistant.kinds.interface import Asked
from assistant.kinds.modifiers import goal_said
from assistant.kinds.policy.stakes import less_is_better, stakes_said
from assistant.planning.offline import understand
from tests.assistant.kind_worlds import SHOP, shop
from tools.data import open_table
from tools.types import ColumnKind, ColumnProfile


@cache
def of_shop() -> Assistant:
    return Assistant(shop(rows=600), description=SHOP + "opinion: opinion asked a month after the voucher\n")


@pytest.mark.parametrize(
    ("question", "code", "cost", "worth", "places", "share", "budget"),
    [
        ("Whom to call? 2,000 calls at 3 EUR each, a contract is worth 40.", "en", 3, 40, 2000, None, None),
        ("Who should get it if it costs 2.50 euros and a sale brings 12?", "en", 2.5, 12, None, None, None),
        ("Which pupils, if we only have room for 300?", "en", None, None, 300, None, None),
        ("Whom should we treat? We can pay for 20% of them.", "en", None, None, None, 0.2, None),
        ("Who gets the visit? It costs $5 per visit, the budget is $1,000.", "en", 5, None, None, None, 1000),
        (
            "Wem schicken wir den Brief? Er kostet 3 Euro, ein Kauf ist 40 Euro wert.",
            "de",
            3,
            40,
            None,
            None,
            None,
        ),
        ("Wer soll den Platz bekommen? Wir haben nur 50 Plätze.", "de", None, None, 50, None, None),
        ("给谁发？每张优惠券成本3元，一次购买价值40元，只有2000张。", "zh", 3, 40, 2000, None, None),
        ("Whom should we treat?", "en", None, None, None, None, None),
    ],
)
def test_cost_worth_and_room_are_read(question, code, cost, worth, places, share, budget):
    said = stakes_said(question, code)
    assert (said.cost, said.worth, said.places, said.share, said.budget) == (
        cost,
        worth,
        places,
        share,
        budget,
    )


def test_a_budget_is_room_for_so_many():
    said = stakes_said("It costs 5 EUR each and the budget is 1,000 EUR.", "en")
    assert said.room(5000) == 200 and said.currency == "EUR"
    assert stakes_said("Whom should we treat? We can pay for 20% of them.", "en").room(500) == 100


def test_what_nobody_wants_more_of_is_known_by_its_name():
    def column(name: str) -> ColumnProfile:
        return ColumnProfile(name, ColumnKind.BINARY, 10, 0, 2)

    assert less_is_better(column("days_absent"), ("en",)) and less_is_better(column("complaints"), ("en",))
    assert not less_is_better(column("revenue"), ("en",)) and not less_is_better(column("score"), ("en",))


def test_groups_that_no_column_tells_are_refused_and_no_other_split_answers():
    of_shop().forget()
    answer = of_shop().ask(
        "Does the effect of the voucher on spent differ between left-handed and right-handed people?"
    )
    assert answer.status != "answered" or answer.kind != "heterogeneity"


def test_groups_by_what_came_after_are_refused():
    table = shop(rows=600)
    table["opinion"] = (table["spent"] > table["spent"].median()).astype(int)
    about = SHOP + "opinion: liked the shop, asked after the voucher was used (1 yes, 0 no)\n"
    answer = Assistant(table, description=about).compute(
        "heterogeneity", treatment="voucher", outcome="spent", modifier="opinion"
    )
    assert answer.status == "not_identified" and answer.result is None
    assert "opinion" in answer.prose


def test_the_list_of_the_chosen_stands_in_the_answer_and_its_json_is_plain():
    table = shop(rows=600)
    table.insert(0, "customer_id", [f"c{number}" for number in range(len(table))])
    about = "customer_id: number of the customer\n" + SHOP
    answer = Assistant(table, description=about).compute(
        "policy", treatment="voucher", outcome="spent", goal="raise", places=50
    )
    told = json.loads(json.dumps(answer.to_dict()))
    assert len(told["result"]["chosen"]) == 50 and told["result"]["treated"] == 50
    chosen = table["customer_id"].isin(told["result"]["chosen"])
    assert table.loc[chosen, "newcomer"].mean() > 0.9
    assert answer.result.to_csv().splitlines()[1] == told["result"]["chosen"][0]


@pytest.mark.parametrize(
    ("question", "goal"),
    [
        ("And for whom does it work best?", ""),
        ("Bei wem wirkt der Gutschein am besten?", ""),
        ("优惠券对谁效果最好？", ""),
        ("For whom does the voucher lower the amount spent most?", "lower"),
        ("Who should get the voucher to raise the amount spent?", "raise"),
    ],
)
def test_what_works_best_says_nothing_of_more_or_less(question, goal):
    profile = of_shop().profile
    read = understand(question, profile)
    assert goal_said(Asked(question, read, profile, open_table(shop(rows=600)))) == goal
