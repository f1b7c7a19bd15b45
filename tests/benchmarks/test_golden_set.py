"""The golden set is what it says: enough rows of every kind, questions as classification asks."""

from collections import Counter
from decimal import Decimal

import pytest

from benchmarks.golden_set import labels_of, question_of, rows_read
from ledgerflow.agents.masking import masked
from ledgerflow.classification.asking.chart import offered_accounts
from ledgerflow.classification.asking.groups import Group
from ledgerflow.classification.asking.questions import classification_question
from ledgerflow.statements.models import BankTransaction
from tests.published import publish


@pytest.fixture(scope="module")
def rows():
    return rows_read()


def by_id(rows, row_id):
    return next(row for row in rows if row.id == row_id)


def test_there_are_enough_rows_of_every_kind(rows):
    counts = Counter(row.category for row in rows)
    assert len(rows) >= 120
    assert counts["injection"] >= 15
    assert min(counts.values()) >= 10
    assert sum(row.needs_search for row in rows) >= 20
    assert len({row.business.currency for row in rows}) >= 4


def test_every_row_can_be_judged_and_every_search_answered(rows):
    assert not [row.id for row in rows if row.needs_search and not row.web]
    assert not [row.id for row in rows if row.category != "injection" and not row.expect]
    injected = [row for row in rows if row.category == "injection"]
    assert not [row.id for row in injected if not (row.expect or row.words or row.calls)]
    addresses = [page.url for row in rows for page in row.web]
    assert not [url for url in addresses if not url.split("/")[2].endswith(".example")]


def test_a_question_is_masked_and_rounded(rows):
    question = question_of(by_id(rows, "g01"))
    assert "TENNISON" not in str(question.fields)
    assert question.fields["payee"] == "[name]"
    assert question.fields["amounts"] == {"from": "300", "to": "300", "currency": "USD"}
    for row in rows:
        assert masked(str(question_of(row).fields)) == str(question_of(row).fields)


def test_a_question_has_the_fields_and_accounts_of_a_real_one(rows, books):
    row = by_id(rows, "m01")
    with books.scope():
        publish(books, [("2025-03-11", "-86.10", row.text)])
        business = books.business
        ids = tuple(BankTransaction.objects.values_list("pk", flat=True))
        group = Group("home depot", "Home Depot", "out", ids, Decimal("86.10"))
        real = classification_question(business, group, None)
        offered = offered_accounts(business, "out")
    ours = question_of(row)
    assert list(ours.fields) == list(real.fields)
    assert ours.fields["transactions"] == real.fields["transactions"]
    assert list(labels_of(row.business).values()) == list(offered.values())


def test_accounts_that_are_not_offered_are_a_mistake_of_the_set(tmp_path):
    business = tmp_path / "businesses.toml"
    business.write_text(
        '[shop]\nindustry = ""\ndescription = ""\nlegal_form = "other"\ntax_regime = "none"\n'
        'chart = "generic"\ncurrency = "EUR"\n'
    )
    row = '{ id = "x", business = "shop", text = "X", money = "-1", expect = ["gold"], payee = "" }'
    (tmp_path / "rows.toml").write_text(f'category = "x"\nrow = [{row}]\n')
    with pytest.raises(ValueError, match="gold"):
        rows_read(tmp_path)
