"""A verdict on an archive in words, for the command and for `python -m`.

Here: lines of text that cannot harm a terminal. Not here: printing.
"""

from collections.abc import Iterator

from ledgerflow.interchange.archive.verify import Verdict

_COUNTED = (
    *(("accounts", "accounts"), ("entries", "entries"), ("lines", "lines")),
    *(("file", "statement files"), ("statement", "statements"), ("line", "statement lines")),
    *(("decision", "decisions"), ("event", "audit events"), ("seal", "seals")),
    ("originals", "originals"),
)


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """What the archive is, what was checked, and every fault with its place."""
    if verdict.business:
        yield _clean(f"The archive of {verdict.business}, made at {verdict.made_at}.")
    counts = [f"{verdict.counts.get(key, 0):,} {words}" for key, words in _COUNTED]
    if verdict.counts:
        yield f"Checked: {', '.join(counts)}."
    for note in verdict.notes:
        yield _clean(f"Note: {note}.")
    for fault in verdict.faults:
        place = f", {fault.place}" if fault.place else ""
        where = f"{fault.member}{place}: " if fault.member else ""
        yield _clean(f"✗ {where}{fault.message}")
    if verdict.more_faults:
        yield f"✗ … and {verdict.more_faults:,} more."
    if verdict.holds:
        yield "✓ Everything is as it was archived, and the books in it hold."
    if verdict.last_seal:
        yield f"Newest seal: {verdict.last_seal}"
    if verdict.manifest_sha256:
        yield f"SHA-256 of the manifest: {verdict.manifest_sha256}"


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)
