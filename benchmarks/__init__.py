"""Reproducible measurements; run as modules from the project's root. Not part of the product."""
