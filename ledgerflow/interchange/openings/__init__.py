"""Opening balances from a CSV file: a trial balance becomes the books' first entry."""
