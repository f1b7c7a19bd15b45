"""Check: what LedgerFlow knows of payees before a business decided anything.

Here: whether the brands were compiled, and by the same rules for names. Not here: compiling them
(scripts/build_knowledge.py), which is optional: without them its own merchants are known.
"""

from collections.abc import Iterator

from ledgerflow.classification.shipped.brands import compiled_file, naming, read_brands
from ledgerflow.classification.shipped.tables import shipped_knowledge
from ledgerflow.ops.doctor.finding import Installation, Said, counted, not_configured, ok, warning

REMEDY = "make assets"


def look(_installation: Installation) -> Iterator[Said]:
    """Own merchants, and the brands of the world."""
    yield ok(f"{counted(len(shipped_knowledge().names), 'name')} of merchants shipped.")
    path = compiled_file()
    brands = read_brands(path)
    if brands.source and brands.naming != naming():
        yield warning("The brands were compiled by other rules for payees' names.", REMEDY)
    elif brands.source:
        yield ok(f"{counted(len(brands.names), 'name')} of brands from {brands.source}.")
    elif path.exists():
        yield warning("The compiled brands cannot be read.", REMEDY)
    else:
        yield not_configured("The brands of the world are not installed.", REMEDY)
