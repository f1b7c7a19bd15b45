"""Knowledge that LedgerFlow ships with; data in ../knowledge, entry points in ../knowledge.py."""
