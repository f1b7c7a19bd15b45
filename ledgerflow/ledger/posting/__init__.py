"""Posting: one entry with one call, many through COPY. Nothing else writes entries."""

from ledgerflow.ledger.posting.many import Posted, entries_post
from ledgerflow.ledger.posting.one import entry_post

__all__ = ["Posted", "entries_post", "entry_post"]
