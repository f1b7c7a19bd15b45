"""Books in the formats of others: exports of a business, and journals that move in."""
