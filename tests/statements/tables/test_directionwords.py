"""Which kind of words a description holds."""

import pytest

from ledgerflow.statements.tables.directionwords import MAYBE_PAYMENT, kind_of_text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PAYMENT - THANK YOU", "card_payment"),
        ("PAIEMENT MERCI", "card_payment"),
        ("Zahlung erhalten", "card_payment"),
        ("Pagamento recebido", "card_payment"),
        ("THANK YOU", "card_payment"),
        ("AMAZON REFUND", "refund"),
        ("Rückerstattung Müller", "refund"),
        ("DEPOSIT FEE", "fee"),
        ("Kontoführung Entgelt", "fee"),
        ("DIRECT DEP MILL CO", "income"),
        ("Gehalt März", "income"),
        ("給与", "income"),
        ("ATM DEPOSIT", "income"),
        ("Kartenzahlung Korn", "spending"),
        ("DIRECT DEBIT WATER", "spending"),
        ("STARBUCKS 12", "chain"),
        ("SQ *BLUE DOOR", "chain"),
        ("BLUE DOOR #1234", "chain"),
        ("BLUE DOOR SEATTLE WA", "chain"),
        ("Blue Door Cafe", "purchase"),
        ("Invoice 17", "invoice"),
        ("A Alder", None),
        ("BAECKEREI SAGT DANKE", None),
        ("", None),
    ],
)
def test_the_most_telling_words_win(text: str, kind: str | None) -> None:
    assert kind_of_text(text)[1] == kind


def test_numbers_do_not_make_two_texts_of_one() -> None:
    assert kind_of_text("CORNER 12")[0].strip() == kind_of_text("CORNER 7")[0].strip()


@pytest.mark.parametrize("text", ["payment", "online payment", "hcb autopay", "auto pay"])
def test_bare_payments_are_told_apart_from_payments_to_somebody(text: str) -> None:
    assert MAYBE_PAYMENT.search(text)
    assert not MAYBE_PAYMENT.search("payment to flour mill")
