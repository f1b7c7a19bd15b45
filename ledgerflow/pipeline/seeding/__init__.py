"""Seeding: an invented practice of any size, for measuring and for trying pages out."""
