"""Gather the strings of the pages, and compile what translators made of them.

Here: `extract` brings ledgerflow/web/locale/<language>/LC_MESSAGES/django.po up to date with code
and templates (new strings come without a translation, gone ones go), `compile` writes the .mo
beside it, `check` says what is missing. No gettext programs are needed: Babel does it.
Not here: the translations. Run: python scripts/messages.py extract|compile|check
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "ledgerflow"
LOCALES = SOURCES / "web" / "locale"
LANGUAGES = ("de",)

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "word": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
"""A template's indentation would be none of Python's."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class Plain(Catalog):
    """A catalog whose compiled form holds no date and no program's version."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to know, and nothing that differs from day to day."""
        return [
            ("Language", str(self.locale)),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]


def main(wish: str) -> int:
    """Do what is wished for every language; 1 where `check` finds something."""
    faults = []
    for language in LANGUAGES:
        path = po_path(language)
        if wish == "extract":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(updated(path, language))
        elif wish == "compile":
            path.with_suffix(".mo").write_bytes(compiled(path, language))
        elif wish == "check":
            faults += faults_of(path, language)
        else:
            sys.stderr.write("Say extract, compile or check.\n")
            return 2
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def po_path(language: str) -> Path:
    """Where a language's strings are."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def strings() -> Catalog:
    """Every string that code and templates mark, each once, with the files it is in."""
    catalog = Catalog(charset="utf-8", header_comment="")
    for path in files():
        where = [(path.relative_to(ROOT).as_posix(), 0)]
        for message, context in strings_of(path):
            catalog.add(message, locations=where, context=context)
    return catalog


def files() -> Iterator[Path]:
    """Code and templates, in a stable order."""
    yield from sorted(p for p in SOURCES.rglob("*.py") if "migrations" not in p.parts)
    yield from sorted(p for p in SOURCES.glob("*/templates/**/*") if p.suffix in {".html", ".txt"})


def strings_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The marked strings of one file with their contexts; a plural is a pair."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        text = INDENT.sub("", templatize(text, origin=str(path)))
    found = extract("python", BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    for _, message, _, context in found:
        if message and (isinstance(message, tuple) or message.strip()):
            yield message, context


def updated(path: Path, language: str) -> bytes:
    """The language's file with today's strings; what was translated stays, nothing is guessed."""
    known = load(path, language) if path.exists() else Catalog(locale=language)
    fresh = Catalog(locale=language, charset="utf-8", header_comment="# Strings of LedgerFlow.")
    for message in strings():
        if message.id:
            before = known.get(message.id, message.context)
            fresh.add(
                message.id,
                before.string if before else None,
                locations=message.locations,
                context=message.context,
            )
    return written(fresh)


def written(catalog: Catalog) -> bytes:
    """A catalog as a .po file: sorted, files without line numbers, no dates, so diffs are small."""
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, include_lineno=False, omit_header=True)
    plural = catalog.plural_forms
    head = (
        f'# Strings of LedgerFlow.\nmsgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def load(path: Path, language: str) -> Catalog:
    """A .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def compiled(path: Path, language: str) -> bytes:
    """The .mo file of a .po file."""
    out, plain = BytesIO(), Plain(locale=language, charset="utf-8")
    for message in load(path, language):
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    write_mo(out, plain)
    return out.getvalue()


def faults_of(path: Path, language: str) -> list[str]:
    """What keeps a language from being complete, as sentences."""
    catalog, wanted = load(path, language), strings()
    found = [
        f"{language}: {message.id!r} is not extracted."
        for message in wanted
        if message.id and catalog.get(message.id, message.context) is None
    ]
    for message in catalog:
        if message.id:
            found += [
                f"{language}: {message.id!r} {fault}." for fault in faults_in(message, wanted)
            ]
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(path, language):
        found.append(f"{language}: the .mo is not what the .po compiles to; run compile.")
    return found


def faults_in(message: Message, wanted: Catalog) -> Iterator[str]:
    """What is wrong with one string."""
    if wanted.get(message.id, message.context) is None:
        yield "is used nowhere"
    if message.fuzzy:
        yield "is marked fuzzy"
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(texts):
        yield "is not translated"
        return
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    names = {name for source in sources for name in PLACEHOLDER.findall(source)}
    always = set.intersection(*(set(PLACEHOLDER.findall(source)) for source in sources))
    for text in texts:
        said = set(PLACEHOLDER.findall(text))
        if not always <= said <= names:
            yield f"has other placeholders in {text!r}"


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2] or ("",)))
