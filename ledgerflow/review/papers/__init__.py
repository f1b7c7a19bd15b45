"""Receipts and notes beside transactions and entries. Not here: statement files (statements/)."""
