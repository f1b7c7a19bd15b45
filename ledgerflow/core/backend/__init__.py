"""LedgerFlow's PostgreSQL backend: Django's, plus roles and the firm of a transaction."""
