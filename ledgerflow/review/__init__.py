"""Decisions: what is to be booked, by whom, and its posting. Knows no files."""
