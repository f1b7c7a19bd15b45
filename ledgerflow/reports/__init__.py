"""Reports as records: builders over balances, and writers that put them on paper."""
