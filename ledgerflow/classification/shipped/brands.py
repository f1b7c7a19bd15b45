"""Brands compiled from name-suggestion-index: name -> kind of shop, and the countries it is in.

Here: reading the compiled file and our own table from kinds of shop to accounts. Not here:
compiling (scripts/build_knowledge.py; the file is fetched, never committed) or matching
(names.py). Without the file the product works with its own merchants alone.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from ledgerflow.classification.shipped.records import Entry
from ledgerflow.classification.shipped.tables import entry_of, listed, read

FORMAT = 1
"""Of the compiled file; another one is not read."""
PLACES = 4096
"""A brand is one number: its kind times this, plus its place."""
WORLD = "001"
_NAMING = ("payees.py", "payee_patterns.py", "knowledge/payee_words.toml")

Countries = frozenset[str]


@dataclass(frozen=True, slots=True)
class Brand:
    """One meaning of a brand's name; `countries` is empty where it is found everywhere."""

    entry: Entry
    countries: Countries


@dataclass(frozen=True, slots=True, eq=False)
class Brands:
    """All brands by normalised name; `source` names package and version, "" without the file.

    `opening` are the first words of `names`; `naming` tells by which rules they were normalised.
    """

    source: str
    names: Mapping[str, int | list[int]]
    kinds: tuple[Entry | None, ...]
    places: tuple[Countries, ...]
    opening: frozenset[str] = frozenset()
    naming: str = ""

    def called(self, name: str) -> tuple[Brand, ...]:
        """The meanings of a normalised name, without those that say nothing of an account."""
        codes = self.names.get(name)
        if codes is None:
            return ()
        found = (divmod(code, PLACES) for code in ([codes] if isinstance(codes, int) else codes))
        return tuple(
            Brand(entry, self.places[place])
            for kind, place in found
            if (entry := self.kinds[kind]) is not None
        )


NO_BRANDS = Brands("", {}, (), ())


def compiled_file() -> Path:
    """Where `make assets` puts the compiled brands."""
    return Path(str(files("ledgerflow.classification"))) / "knowledge" / "vendor" / "brands.json"


@lru_cache(maxsize=1)
def shipped_brands() -> Brands:
    """The compiled brands, or none where the file is missing or of another format."""
    return read_brands(compiled_file())


def read_brands(path: Path) -> Brands:
    """Brands of one compiled file; none where it is missing, damaged or of another format."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return NO_BRANDS
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return NO_BRANDS
    entries = kinds_of_shop()
    return Brands(
        data["source"],
        data["names"],
        tuple(entries.get(kind) for kind in data["kinds"]),
        tuple(_countries(place) for place in data["places"]),
        frozenset(name.split(" ", 1)[0] for name in data["names"]),
        data.get("naming", ""),
    )


def naming() -> str:
    """A fingerprint of the rules that normalise payees' names."""
    folder = Path(str(files("ledgerflow.classification")))
    parts = [folder / name for name in _NAMING]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:16]


def _countries(place: str) -> Countries:
    return frozenset() if place == WORLD else frozenset(place.split())


@lru_cache(maxsize=1)
def kinds_of_shop() -> Mapping[str, Entry]:
    """OpenStreetMap's kind of shop ("shop/bakery") -> what it means in books."""
    data = read("brand_kinds")
    return {
        kind: entry
        for group in data["group"]
        for entry in [entry_of(group, data["version"], default_direction="out")]
        for kind in listed(group["of"])
    }


@lru_cache(maxsize=64)
def countries_of(currency: str) -> Countries:
    """The countries (two letters, lower case) that pay in a currency; empty where not known."""
    return frozenset(read("brand_kinds")["currencies"].get(currency, ()))
