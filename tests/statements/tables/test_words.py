"""Words are folded the same way wherever they come from."""

import pytest

from ledgerflow.statements.tables.words import PENDING, ROLE_PHRASES, TOTALS, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zůstatek po transakci", "zustatek po transakci"),
        ("Empfänger/Zahlungspflichtiger", "empfanger zahlungspflichtiger"),
        ("transactionDate", "transaction date"),
        ("Bokført dato", "bokfort dato"),
        ("STRASSE_Nr.", "strasse nr"),
        ("  ", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_phrase_can_be_met() -> None:
    for phrases in (*ROLE_PHRASES.values(), TOTALS, PENDING):
        assert all(fold(p) for p in phrases)
        assert all(len(p) < 60 for p in phrases)
