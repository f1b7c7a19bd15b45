"""LedgerFlow: from bank statements to books that an accountant signs.

Here: the version. Not here: anything that needs Django or a database.
"""

__version__ = "0.1.0"
