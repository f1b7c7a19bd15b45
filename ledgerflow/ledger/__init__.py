"""Double-entry books: accounts, entries, lines, periods. Knows no banks and no statements."""
