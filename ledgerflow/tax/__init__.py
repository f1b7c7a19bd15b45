"""Tax forms as data and the worksheets computed from them; sits on the ledger."""
