"""`evaluate`: what people decided, held against what would have been suggested."""

import json
from decimal import Decimal

from tests.published import decide, publish

TEXTS = [f"ALDER CAFE {number}" for number in range(101, 105)]


def decided(books):
    with books.scope():
        publish(books, [(f"2025-01-{day:02}", "-4.00", text) for day, text in enumerate(TEXTS, 2)])
        for text in TEXTS:
            decide(books, text, "meals")


def test_without_decisions_it_says_what_to_do(cli, books):
    done = cli("evaluate")
    assert done.code == 0
    assert "People have decided nothing yet" in done.out
    assert "ledgerflow review" in done.out


def test_the_figures_are_told_in_words(cli, books):
    decided(books)
    done = cli("evaluate", "--business", "harbor-street-studio")
    assert done.code == 0
    assert "4 decisions of people, each asked about before it was learned" in done.text
    assert "payees never seen before" in done.text
    assert "At this business's target (99.5 % right) nothing would have been accepted" in done.text
    assert "take these figures as a first sign" in done.text


def test_what_was_accepted_at_the_target_is_counted(cli, make_books):
    books = make_books(target_error_rate=Decimal("0.9000"))
    decided(books)
    done = cli("evaluate")
    assert "(10 % right)" in done.text
    assert "of 4 would have been accepted without a person" in done.text


def test_json_has_every_figure(cli, books):
    decided(books)
    found = json.loads(cli("evaluate", "--json").out)
    assert (found["business"], found["decisions"], found["rows"]) == ("harbor-street-studio", 4, 4)
    assert found["at_target"]["promised"] == 0.995
    assert len(found["promises"]) == 4
    assert found["learn_ms_p95"] > 0


def test_an_unknown_business_is_told(cli, books):
    done = cli("evaluate", "--business", "nobody")
    assert done.code != 0
    assert "nobody" in done.text
