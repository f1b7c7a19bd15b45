"""Sentences that say that nothing moved."""

import pytest

from ledgerflow.statements.pdf.emptiness import says_nothing_moved
from ledgerflow.statements.tables.words import fold


@pytest.mark.parametrize(
    "text",
    [
        "There was no activity on this account during this statement period.",
        "No transactions this period",
        "Keine Umsätze im Zeitraum",
        "Aucune opération",
        "No hay movimientos",
        "Nessun movimento nel periodo",
        "Geen transacties",
        "Sem movimentos",
    ],
)
def test_nothing_moved(text):
    assert says_nothing_moved(fold(text))


def test_an_ordinary_sentence_says_nothing_of_it():
    assert not says_nothing_moved(fold("No fee is charged for transactions abroad"))
