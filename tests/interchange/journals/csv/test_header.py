"""The first row says which column is what, in the words of many programs."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.interchange.journals.csv.header import header_needed, header_of

OWN = (
    "entry,date,kind,description,reverses,position,account_code,account_name,account_type,"
    "amount,debit,credit,currency,note,posted_at,posted_by"
)


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("entry_id,date,payee,account,amount", "entry date description account amount"),
        ("Voucher No.;Posting Date;Text;G/L Account;Debit Amount;Credit Amount",
         "entry date description account debit credit"),
        (OWN,
         "entry date kind description account name type amount debit credit currency note"),
        ("Date\tAccount name\tAmount", "date account amount"),
    ],
)  # fmt: skip
def test_words_of_other_programs(line, roles):
    header = header_of(line)
    assert sorted(header.places) == sorted(roles.split())
    assert header.width == len(header.names)


@pytest.mark.parametrize("line", ["", "date,amount", "date,account,debit", "hello world"])
def test_what_names_too_little_is_no_header(line):
    assert header_of(line) is None
    with pytest.raises(UnreadableFile, match="Line 1") as refused:
        header_needed(line)
    assert "debit" in refused.value.hint


def test_columns_keep_their_own_names():
    header = header_of("Datum,Date,Account,Value")
    assert (header.column("amount"), header.column("note")) == ("Value", "")
    assert header_of("account,debit,credit", ["account"]) is not None
