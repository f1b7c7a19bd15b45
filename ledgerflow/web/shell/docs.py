"""The pages of the docs that help leads to.

Here: finding them, their titles, and turning Markdown into HTML without any of its own. Not here:
the page around it (views/helping.py). An installation without the docs folder has no pages.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath
from posixpath import normpath

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDERS = (
    Path(__file__).resolve().parents[3] / "docs",
    Path(__file__).resolve().parents[1] / "docs",
)
"""In a checkout and image beside the package; in a wheel inside of it."""
NAME = re.compile(r"[a-z0-9][a-z0-9_\-/]*")
PICTURE = re.compile(r"[a-z0-9][a-z0-9\-]*\.jpg")
START = "index"


@dataclass(frozen=True, slots=True)
class DocPage:
    """A page: `path` without its ending ("howto/statements"), the first heading as title."""

    path: str
    title: str
    section: str


def docs_folder() -> Path | None:
    """Where the docs are; None where this installation has none."""
    return next((one for one in FOLDERS if (one / f"{START}.md").is_file()), None)


@cache
def pages() -> tuple[DocPage, ...]:
    """All pages by path; read once in a process."""
    folder = docs_folder()
    if folder is None:
        return ()
    names = sorted(one.relative_to(folder) for one in folder.rglob("*.md"))
    return tuple(_page(folder, name) for name in names)


def _page(folder: Path, name: Path) -> DocPage:
    path = name.with_suffix("").as_posix()
    with (folder / name).open(encoding="utf-8") as lines:
        title = next((line[2:].strip() for line in lines if line.startswith("# ")), path)
    return DocPage(path, title, path.partition("/")[0] if "/" in path else "")


def pages_titled(text: str) -> list[DocPage]:
    """Pages with every word in their title or path."""
    words = text.casefold().split()
    return [p for p in pages() if all(w in f"{p.title} {p.path}".casefold() for w in words)]


def page_html(path: str) -> str | None:
    """The page as HTML; None where there is no such page. Its own HTML is shown as text."""
    known = next((one for one in pages() if one.path == path), None)
    folder = docs_folder()
    if known is None or folder is None:
        return None
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((folder / f"{path}.md").read_text(encoding="utf-8"))
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                _lead_to_help(child, path)
            elif child.type == "image":
                _show_from_help(child)
    _mark_up(tokens)
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    # Wide tables scroll in a box of their own; raw tags cannot be in the text, they are escaped.
    html = html.replace("<table", '<div class="table-responsive"><table')
    return html.replace("</table>", "</table></div>")


def _mark_up(tokens: list[Token]) -> None:
    """Headings get ids that links can name; tables get the look of tables."""
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            token.attrs["id"] = slug_of(inside.content)
        elif token.type == "table_open":
            token.attrs["class"] = "table"
        elif token.type in {"th_open", "td_open"}:
            token.attrs.pop("style", None)  # alignment comes as a style attribute: forbidden


def slug_of(heading: str) -> str:
    """A heading as the last part of an address: "Column profiles" -> "column-profiles".

    As hosts of code make it, so that a link in the docs fits there and here: punctuation goes, and
    each space is a hyphen, also where two meet: "Why `down -v` cannot" -> "why-down--v-cannot".
    """
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _show_from_help(image: Token) -> None:
    """A picture of the docs comes from this host; it is fetched when it comes into sight."""
    image.attrs["src"] = f"/help/pictures/{PurePosixPath(str(image.attrs['src'])).name}"
    image.attrs["loading"] = "lazy"


def picture(name: str) -> Path | None:
    """The file of a picture of the docs; None where there is none of the name."""
    folder = docs_folder()
    if folder is None or PICTURE.fullmatch(name) is None:
        return None
    found = folder / "pictures" / name
    return found if found.is_file() else None


def _lead_to_help(link: Token, path: str) -> None:
    """A link to another page of the docs leads to its help page; to other files nowhere."""
    target = str(link.attrs.get("href", ""))
    if "://" in target or target.startswith(("#", "/", "mailto:")):
        return
    name, _, part = target.partition("#")
    whole = normpath(str(PurePosixPath(path).parent / name))
    known = whole.removesuffix(".md")
    if whole.endswith(".md") and any(one.path == known for one in pages()):
        link.attrs["href"] = f"/help/{known}/" + (f"#{part}" if part else "")
    else:
        del link.attrs["href"]
