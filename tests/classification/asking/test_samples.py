"""Sample lines: masked, rounded, different from each other, without the business's name."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.classification.asking.samples import (
    amounts_of,
    rounded,
    samples_of,
    shown_payee,
    without_name,
)
from ledgerflow.classification.facts import TransactionFacts

OWN = "Harbor Street Studio"


def line(text: str, day: int = 1, amount: str = "-9.50", **more: str) -> TransactionFacts:
    return TransactionFacts(
        id=day, bank_account_id=1, account_kind="card", date=dt.date(2025, 3, day),
        amount=Decimal(amount), currency="USD", description=text, **more,
    )  # fmt: skip


def test_a_sample_tells_month_and_what_the_bank_gave() -> None:
    (one,) = samples_of([line("QUILL 77", bank_type="5943", counterparty="Quill")], OWN)
    assert one == {
        "description": "QUILL 77",
        "month": "2025-03",
        "counterparty": "Quill",
        "bank_type": "5943",
        "merchant_code": one["merchant_code"],
    }
    assert one["merchant_code"].startswith("5943 ")


def test_five_lines_that_read_differently_the_newest_first() -> None:
    lines = [line(f"QUILL {day % 7}", day) for day in range(1, 29)]
    texts = [one["description"] for one in samples_of(lines, OWN)]
    assert texts == ["QUILL 0", "QUILL 6", "QUILL 5", "QUILL 4", "QUILL 3"]


def test_numbers_and_persons_and_the_own_name_do_not_leave() -> None:
    said = [
        line("TRANSFER harbor street  STUDIO INV 9", 1),
        line("WIRE GB29 NWBK 6016 1331 9268 19", 2),
        line("Zelle payment to Maria Lopez", 3),
    ]
    told = str(samples_of(said, OWN))
    for secret in ("arbor", "STUDIO", "6016", "Maria", "Lopez"):
        assert secret not in told
    assert "[business]" in told


@pytest.mark.parametrize(
    ("amount", "told"),
    [("1234.56", "1200"), ("8.49", "8.5"), ("86.10", "86"), ("0.04", "0.04"), ("0", "0"),
     ("99.6", "100"), ("-250000", "-250000"), ("100", "100")],
)  # fmt: skip
def test_amounts_keep_two_digits(amount: str, told: str) -> None:
    assert rounded(Decimal(amount)) == told


def test_amounts_are_a_range_without_signs() -> None:
    lines = [line("A", 1, "-8.49"), line("B", 2, "-1234.56")]
    assert amounts_of(lines) == {"from": "8.5", "to": "1200", "currency": "USD"}


def test_a_payee_whom_masking_took_out_of_its_texts_is_a_person() -> None:
    for person in ("Maria Lopez", "Qwxel Brontsk"):
        samples = samples_of([line(f"Zelle payment to {person}")], OWN)
        assert shown_payee(person, samples, OWN) == "[name]"
    assert shown_payee("Quill Papers", samples_of([line("QUILL PAPERS 77")], OWN), OWN) == (
        "Quill Papers"
    )


@pytest.mark.parametrize(
    ("text", "own", "kept"),
    [
        ("PAID HARBOR-STREET STUDIO", OWN, "PAID [business]"),
        ("HARBOR STREET STUDIOS", OWN, "HARBOR STREET STUDIOS"),
        ("ACE HARDWARE", "Ace", "ACE HARDWARE"),
        ("(a+b) GOODS", "(a+b)", "[business] GOODS"),
    ],
)
def test_the_own_name_is_found_as_it_stands(text: str, own: str, kept: str) -> None:
    assert without_name(text, own) == kept
