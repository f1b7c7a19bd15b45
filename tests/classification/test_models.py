"""How rows of classification call themselves."""

from ledgerflow.classification.models import PayeeMemory, Rule, Suggestion


def test_rows_say_what_they_are():
    assert str(Rule(name="Coffee is meals")) == "Coffee is meals"
    assert str(PayeeMemory(payee_key="corner coffee", count=3)) == "corner coffee: 3"
    assert str(Suggestion(source="rule", account_id=4, transaction_id=9)) == "rule says 4 for 9"
