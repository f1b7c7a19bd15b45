"""Running LedgerFlow: health, doctor, backup and restore. Not here: what it does for its users."""
