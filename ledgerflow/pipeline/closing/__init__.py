"""Closing months and fiscal years: computed checks, the lock, closing entries, reopening."""
