"""Running LedgerFlow: health. Not here: what it does for its users."""
