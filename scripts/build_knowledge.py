"""Compile the brands of name-suggestion-index for ledgerflow/classification/knowledge/vendor.

Here: from the installed npm package to one compact file of names, kinds of shop and countries.
Not here: fetching the package (scripts/assets.py) or what a kind of shop means in books
(ledgerflow/classification/knowledge/brand_kinds.toml). Nothing of theirs is committed.
Run: python scripts/build_knowledge.py
"""

import json
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ledgerflow.classification.payees import normalise  # noqa: E402
from ledgerflow.classification.shipped import brands  # noqa: E402

PACKAGE = ROOT / "node_modules" / "name-suggestion-index"
SOURCE = "dist/json/nsi.min.json"
GENERIC = "dist/json/genericWords.min.json"
LICENCE = "LICENSE.md"
NAMES = ("name", "brand", "name:en", "brand:en", "short_name", "official_name")
"""Tags that hold a brand's name as card terminals may print it."""

REGION = re.compile(r"([a-z]{2})(?:$|[-_.].*)")
# What the package calls otherwise than ISO 3166 does.
SPELLED = {"fx": "fr", "conus": "us", "uk": "gb", "150": "", "001": ""}
SHORTEST = 2


def main(package: Path = PACKAGE, target: Path | None = None) -> int:
    """Write the compiled file; 0 when done, 1 where the package lacks what is needed."""
    target = target or brands.compiled_file()
    missing = [name for name in (SOURCE, GENERIC, LICENCE) if not (package / name).is_file()]
    if missing:
        sys.stderr.write(
            f"{package.name} lacks {', '.join(missing)}: the brands stay as they are.\n"
        )
        return 1
    data = json.loads((package / SOURCE).read_text("utf-8"))
    generic = json.loads((package / GENERIC).read_text("utf-8"))["genericWords"]
    compiled = compile_brands(data["nsi"], generic, set(brands.kinds_of_shop()))
    version = data["_meta"]["version"]
    head = {"format": brands.FORMAT, "source": f"{package.name} {version}"}
    written = {**head, "naming": brands.naming(), **compiled}
    shutil.rmtree(target.parent, ignore_errors=True)
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(written, ensure_ascii=False, separators=(",", ":")), "utf-8")
    shutil.copy(package / LICENCE, target.with_name("brands.LICENSE.md"))
    sys.stdout.write(f"{len(compiled['names']):,} names of brands in {target.name}\n")
    return 0


def compile_brands(
    index: Mapping[str, Any], generic: Iterable[str], wanted: set[str]
) -> dict[str, Any]:
    """Names -> codes, and the lists of kinds and places that the codes count in.

    Kinds that our own table does not use, names without Latin letters and generic words are
    left out.
    """
    nameless = re.compile("|".join(generic))
    kinds: dict[str, int] = {}
    places: dict[str, int] = {}
    names: dict[str, set[int]] = defaultdict(set)
    for kind, item in _items(index, wanted):
        place = place_of(item)
        code = kinds.setdefault(kind, len(kinds)) * brands.PLACES
        code += places.setdefault(place, len(places))
        for key in keys_of(item):
            if not nameless.search(key):
                names[key].add(code)
    if len(places) > brands.PLACES:
        raise ValueError(f"{len(places)} places do not fit into {brands.PLACES}")
    ordered = {key: sorted(found) for key, found in sorted(names.items())}
    return {
        "kinds": list(kinds),
        "places": list(places),
        "names": {key: found[0] if len(found) == 1 else found for key, found in ordered.items()},
    }


def _items(index: Mapping[str, Any], wanted: set[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, branch in index.items():
        kind = path.removeprefix("brands/")
        if kind != path and kind in wanted:
            for item in branch["items"]:
                yield kind, item


def keys_of(item: Mapping[str, Any]) -> set[str]:
    """The normalised names of one brand that a bank could print."""
    tags = item.get("tags", {})
    texts = [item.get("displayName", ""), *(tags.get(name, "") for name in NAMES)]
    texts += item.get("matchNames", ())
    keys = {normalise(text).key for text in texts if text}
    return {key for key in keys if len(key) >= SHORTEST and key.isascii() and not key.isdigit()}


def place_of(item: Mapping[str, Any]) -> str:
    """The countries of one brand, sorted, in one text; "001" where it is found everywhere."""
    include = item.get("locationSet", {}).get("include", ())
    found: set[str] = set()
    for place in include:
        match = REGION.fullmatch(place) if isinstance(place, str) else None
        country = SPELLED.get(str(place), match.group(1) if match else "")
        if not country:
            return brands.WORLD
        found.add(SPELLED.get(country, country))
    return " ".join(sorted(found)) or brands.WORLD


if __name__ == "__main__":
    raise SystemExit(main())
