"""The strings of the pages: gathered, translated without a gap, compiled."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "messages.py"


@pytest.fixture(scope="module")
def messages():
    spec = importlib.util.spec_from_file_location("messages_script", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_string_is_translated_and_compiled(messages):
    for language in messages.LANGUAGES:
        assert messages.faults_of(messages.po_path(language), language) == []


def test_strings_of_code_and_templates_are_found(messages, tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        '{% load i18n %}\n    {% translate "One" %}\n  <p title=\'it"s\'>\n'
        "{% blocktranslate trimmed count n=n %}{{ n }} file{% plural %}{{ n }} files"
        '{% endblocktranslate %}{% translate "May" context "month" %}'
    )
    assert list(messages.strings_of(template)) == [
        ("One", None),
        (("%(n)s file", "%(n)s files"), None),
        ("May", "month"),
    ]
    code = tmp_path / "view.py"
    code.write_text('said = _("Two") + ngettext("%d day", "%d days", n) + word("Three")\n')
    assert [text for text, _ in messages.strings_of(code)] == [
        "Two",
        ("%d day", "%d days"),
        "Three",
    ]


@pytest.mark.parametrize(
    ("source", "said", "fault"),
    [
        ("%(n)s rows", "%(n)s Zeilen", None),
        ("%(n)s rows", "Zeilen", "has other placeholders"),
        ("{n} rows", "{m} Zeilen", "has other placeholders"),
        ("rows", "", "is not translated"),
        (("a day", "%(n)s days"), ("ein Tag", "%(n)s Tage"), None),
        (("%(n)s day", "%(n)s days"), ("ein Tag", "%(n)s Tage"), "has other placeholders"),
    ],
)
def test_a_translation_is_held_against_its_source(messages, source, said, fault):
    catalog = Catalog(locale="de")
    message = catalog.add(source, said)
    found = list(messages.faults_in(message, catalog))
    assert (found == []) if fault is None else found[0].startswith(fault)


def test_a_guess_and_a_string_of_nowhere_are_faults(messages):
    catalog = Catalog(locale="de")
    guessed = catalog.add("One", "Eins", flags=["fuzzy"])
    assert "is marked fuzzy" in list(messages.faults_in(guessed, catalog))
    assert "is used nowhere" in list(messages.faults_in(guessed, Catalog(locale="de")))


def test_what_was_translated_survives_the_next_gathering(messages, tmp_path, monkeypatch):
    fresh = Catalog(locale="de")
    fresh.add("Old")
    fresh.add("New")
    monkeypatch.setattr(messages, "strings", lambda: fresh)
    known = Catalog(locale="de")
    known.add("Old", "Alt")
    known.add("Gone", "Weg")
    path = tmp_path / "django.po"
    path.write_bytes(messages.written(known))
    path.write_bytes(messages.updated(path, "de"))
    after = messages.load(path, "de")
    assert {m.id: m.string for m in after if m.id} == {"Old": "Alt", "New": ""}


def test_the_command_refuses_other_words(messages, capsys):
    assert messages.main("translate") == 2
    assert "extract, compile or check" in capsys.readouterr().err
