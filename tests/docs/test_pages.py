"""The pages hold together: links lead somewhere, everything is listed, nothing leaks."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ELSEWHERE = ("http://", "https://", "mailto:")
# Not after a slash: /scripts/ is a folder inside a container.
NAMED_LINK = re.compile(
    r"(?<![\w/])(?:docs|samples|tests|scripts|ledgerflow)/[\w./-]+\.(?:md|py|sh|sql)\b"
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:root|home/\w+|Users/\w+|work|workspace|mnt|srv|builds?)/|\.\./shared"
)
REGISTRIES = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry|artifactory|nexus|index)[\w.-]*"
    r"|--(?:extra-)?index-url|--find-links",
    re.IGNORECASE,
)


def slugs(text):
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#{1,6} +(.+?) *#*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def test_every_link_leads_somewhere(page):
    broken = []
    for target in LINK.findall(page.prose):
        if target.startswith(ELSEWHERE):
            continue
        name, _, anchor = target.partition("#")
        path = (page.path.parent / name).resolve() if name else page.path
        if (
            not path.exists()
            or not path.is_relative_to(ROOT)
            or (anchor and anchor not in slugs(path.read_text(encoding="utf-8")))
        ):
            broken.append(target)
    assert not broken


def test_every_file_that_is_named_exists(page):
    named = {n for n in NAMED_LINK.findall(page.text) if "<" not in n}
    assert not [n for n in sorted(named) if not (ROOT / n).exists()]


def test_the_index_lists_every_page(pages):
    listed = set(LINK.findall(pages["docs/index.md"].text))
    there = {n.removeprefix("docs/") for n in pages if n.startswith("docs/")} - {"index.md"}
    assert listed == there


def test_a_page_opens_with_one_heading(page):
    assert page.text.startswith("# ")
    outside_code = "\n".join(x for x in page.text.splitlines() if not x.startswith(" "))
    assert len(re.findall(r"^# ", outside_code, re.MULTILINE)) == 1


def test_no_path_of_a_machine_and_no_registry(page):
    assert not MACHINE_PATHS.findall(page.text)
    assert not REGISTRIES.findall(page.text)


def test_requirements_hold_no_path_and_no_registry():
    files = sorted((ROOT / "requirements").iterdir())
    assert {f.suffix for f in files} >= {".in", ".txt"}
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not MACHINE_PATHS.findall(text), file.name
        assert not REGISTRIES.findall(text), file.name
        assert "file://" not in text, file.name


def test_every_decision_says_when_why_what_and_the_price(pages):
    decisions = [p for n, p in pages.items() if n.startswith("docs/decisions/")]
    assert decisions
    for decision in decisions:
        assert re.search(r"^\d{4}-\d{2}-\d{2}\. \w+\.$", decision.text, re.MULTILINE), decision.name
        for part in ("Context", "Choice", "Price"):
            assert f"**{part}.**" in decision.text, f"{decision.name}: {part}"


def test_decisions_are_numbered_without_a_gap(pages):
    numbers = [int(Path(n).name[:4]) for n in sorted(pages) if n.startswith("docs/decisions/")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_links_that_are_checked_are_found():
    assert LINK.findall("see [a](b.md#c) and [d](e)") == ["b.md#c", "e"]
    assert slugs("# Exit codes\n## ledgerflow db psql\n") == {"exit-codes", "ledgerflow-db-psql"}
    assert MACHINE_PATHS.search("in /home/ann/books")
    assert not MACHINE_PATHS.search("docs/work/x and http://localhost/work/")
    assert REGISTRIES.search("--index-url x")
