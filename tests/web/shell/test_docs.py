"""The pages of the docs as help."""

import re
from pathlib import Path

import pytest

from ledgerflow.web.shell import docs


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Docs of two pages; the list of pages is read anew."""
    (tmp_path / "howto").mkdir()
    (tmp_path / "index.md").write_text("# Start\n\nSee [importing](howto/import.md#by-hand).\n")
    (tmp_path / "howto" / "import.md").write_text(
        "# Import statements\n\n## By hand\n\n<script>alert(1)</script>\n\n"
        "[script](javascript:alert(1)) [code](../../core/money.py) [start](../index.md)"
        " [out](https://example.com/)\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n"
    )
    monkeypatch.setattr(docs, "FOLDERS", (tmp_path,))
    docs.pages.cache_clear()
    yield tmp_path
    docs.pages.cache_clear()


def test_pages_are_found_by_words_of_their_titles(folder):
    assert [page.path for page in docs.pages_titled("state import")] == ["howto/import"]
    assert [page.path for page in docs.pages_titled("")] == ["howto/import", "index"]


def test_links_between_pages_lead_to_help(folder):
    assert 'href="/help/howto/import/#by-hand"' in docs.page_html("index")
    assert 'href="/help/index/"' in docs.page_html("howto/import")


def test_a_page_brings_no_markup_of_its_own(folder):
    html = docs.page_html("howto/import")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "javascript:" not in html.replace("[script](javascript:", "")
    assert "style=" not in html, "the policy forbids it"
    assert 'href="https://example.com/"' in html


def test_a_link_to_a_file_that_is_no_page_leads_nowhere(folder):
    assert "money.py" not in docs.page_html("howto/import")


def test_headings_can_be_named_and_tables_look_like_tables(folder):
    html = docs.page_html("howto/import")
    assert '<h2 id="by-hand">' in html
    assert '<div class="table-responsive"><table class="table">' in html


def test_anchors_are_those_that_hosts_of_code_make():
    assert docs.slug_of("Column profiles") == "column-profiles"
    assert docs.slug_of("Why `down -v` cannot destroy") == "why-down--v-cannot-destroy"
    assert docs.slug_of("What is kept, and where?") == "what-is-kept-and-where"


def test_a_picture_comes_from_this_host(folder):
    (folder / "howto" / "import.md").write_text("# Import\n\n![A list](../pictures/list.jpg)\n")
    assert '<img src="/help/pictures/list.jpg" alt="A list" loading="lazy"' in docs.page_html(
        "howto/import"
    )


@pytest.mark.parametrize("name", ["none.jpg", "../index.md", "list.png", ".jpg", "LIST.jpg"])
def test_only_pictures_of_the_docs_are_sent(folder, name):
    (folder / "pictures").mkdir()
    (folder / "pictures" / "list.jpg").write_bytes(b"jpeg")
    assert docs.picture("list.jpg") == folder / "pictures" / "list.jpg"
    assert docs.picture(name) is None


@pytest.mark.parametrize("path", ["howto/none", "../settings", "/etc/passwd", "", "index.md"])
def test_what_is_no_page_is_none(folder, path):
    assert docs.page_html(path) is None


def test_an_installation_without_docs_has_no_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "FOLDERS", (tmp_path / "none",))
    docs.pages.cache_clear()
    assert docs.docs_folder() is None
    assert docs.pages() == ()
    assert docs.page_html("index") is None
    docs.pages.cache_clear()


def test_every_page_of_the_real_docs_can_be_shown():
    for page in docs.pages():
        assert docs.page_html(page.path), page.path


def test_every_page_that_help_leads_to_is_there():
    templates = Path(docs.__file__).parents[1] / "templates"
    led_to = {
        found
        for path in templates.rglob("*.html")
        for found in re.findall(r'{% help "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert led_to - {page.path for page in docs.pages()} == set()
    assert led_to
