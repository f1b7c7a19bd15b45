"""Bytes to text."""

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.tables.encoding import decode

GERMAN = "Buchungstag;Empfänger;Betrag\n01.02.2024;Müller Straße;-1,00\n"
CZECH = "Datum zaúčtování;Částka;Měna účtu\n01.02.2024;-1,00;CZK\n"
POLISH = "Data księgowania;Opis;Kwota\n2024-02-01;Sklep Żabka, płatność;-1,00\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "cp1252"),
        (CZECH, "cp1250"),
        (POLISH, "cp1250"),
    ],
)
def test_the_text_comes_back(text: str, encoding: str) -> None:
    assert "".join(decode(text.encode(encoding)).pieces()) == text


def test_a_western_file_is_not_taken_for_a_central_european_one() -> None:
    assert decode("Libellé;Débit\nCafé à Genève;où?\n".encode("cp1252")).encoding == "cp1252"


def test_an_unknown_stated_encoding_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="klingon"):
        decode(b"a,b", "klingon")
