"""A person's map is a CSV file of two columns."""

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.mapfile import mapping_read


def test_rows_are_pairs():
    data = b'Account,To\n"Expenses:A, B",6110\n\nAssets:X,1010\nAssets:X,1010\n'
    assert mapping_read(data, "map.csv") == {"Expenses:A, B": "6110", "Assets:X": "1010"}


@pytest.mark.parametrize("text", ["a\n", "a,1,2\n", "a,\n", "a,1\na,2\n"])
def test_a_bad_row_is_named(text):
    with pytest.raises(InputError, match=r"map.csv, line [12]") as refused:
        mapping_read(text.encode(), "map.csv")
    assert refused.value.hint
