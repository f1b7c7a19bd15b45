"""Statements laid out as a table of text cells (CSV, later XLSX): inference and reading, pure."""
