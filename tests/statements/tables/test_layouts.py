"""Invented statements in the layouts of banks of many countries, read without being told."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from ledgerflow.statements.formats.csv import CsvFormat
from ledgerflow.statements.parsed import ParsedFile, SourceFile


@dataclass(frozen=True)
class Case:
    """A file's text and what must be found in it."""

    id: str
    text: str
    sum: str
    count: int
    first: str
    last: str
    currency: str = ""
    opening: str | None = None
    closing: str | None = None
    account: str | None = None
    newest_first: bool | None = None
    encoding: str = "utf-8"
    pending: int = 0


CASES = [
    Case(
        "us_checking_newest_first",
        """Date,Description,Withdrawals,Deposits,Balance
01/31/2024,HARBOR UTILITIES,"$1,120.50",,"$4,379.50"
01/15/2024,PAYROLL OAK MILL,,"$3,000.00","$5,500.00"
01/02/2024,CHECK 1041,$200.00,,"$2,500.00"
""",
        "1679.50", 3, "2024-01-02", "2024-01-31", "USD", "2700.00", "4379.50", newest_first=True,
    ),
    Case(
        "us_card_charges_positive_with_payment",
        """Transaction Date,Post Date,Description,Category,Type,Amount
03/28/2024,03/29/2024,GREEN GROCER 12,Groceries,Sale,54.10
03/20/2024,03/21/2024,PAYMENT THANK YOU - WEB,,Payment,-300.00
03/14/2024,03/16/2024,LUMBER YARD,Home,Sale,120.00
""",
        "125.90", 3, "2024-03-16", "2024-03-29",
    ),
    Case(
        "us_card_signed",
        """Card,Transaction Date,Post Date,Description,Category,Type,Amount,Memo
4411,03/28/2024,03/29/2024,GREEN GROCER 12,Groceries,Sale,-54.10,
4411,03/20/2024,03/21/2024,Payment Thank You,,Payment,300.00,
""",
        "245.90", 2, "2024-03-21", "2024-03-29",
    ),
    Case(
        "us_no_header",
        """"04/30/2024","-45.00","*","","COFFEE CART"
"04/14/2024","-1,200.00","*","1044","RENT OFFICE"
"04/02/2024","2,500.00","*","","INVOICE 17 PAID"
""",
        "1255.00", 3, "2024-04-02", "2024-04-30",
    ),
    Case(
        "us_preamble_with_summary",
        """Description,,Summary Amt.
Beginning balance as of 02/01/2024,,"1,000.00"
Total credits,,"500.00"
Total debits,,"-120.25"
Ending balance as of 02/29/2024,,"1,379.75"

Date,Description,Amount,Running Bal.
02/01/2024,Beginning balance as of 02/01/2024,,"1,000.00"
02/13/2024,"ACME DEPOSIT","500.00","1,500.00"
02/20/2024,"PRINT SHOP","-120.25","1,379.75"
""",
        "379.75", 2, "2024-02-13", "2024-02-20", "", "1000.00", "1379.75",
    ),
    Case(
        "uk_current_account",
        """Transaction Date,Transaction Type,Sort Code,Account Number,\
Transaction Description,Debit Amount,Credit Amount,Balance
29/02/2024,DD,'11-22-33,12345678,WATER COMPANY,31.20,,468.80
27/02/2024,FPI,'11-22-33,12345678,CLIENT LTD,,250.00,500.00
""",
        "218.80", 2, "2024-02-27", "2024-02-29", "", "250.00", "468.80", newest_first=True,
    ),
    Case(
        "uk_pound_signs_named_months",
        """Account Name:,"Current ****11111"
Account Balance:,£1204.10
Available Balance:,£1204.10

"Date","Transaction type","Description","Paid out","Paid in","Balance"
"05 Mar 2024","Direct debit","GYM","£30.00","","£1170.00"
"06 Mar 2024","Bank credit","SMITH J","","£34.10","£1204.10"
""",
        "4.10", 2, "2024-03-05", "2024-03-06", "GBP", "1200.00", "1204.10",
    ),
    Case(
        "uk_money_in_out_iso",
        """Date,Description,Money In,Money Out,Balance
2024-03-01,Opening Balance,,,100.00
2024-03-02,Stationery,,12.00,88.00
2024-03-04,Refund,2.00,,90.00
""",
        "-10.00", 2, "2024-03-02", "2024-03-04", "", "100.00", "90.00",
    ),
    Case(
        "german_giro_cp1252_preamble",
        """"Kontonummer:";"DE02120300000000202051 / Girokonto";

"Von:";"01.03.2024";
"Bis:";"31.03.2024";
"Kontostand vom 31.03.2024:";"1.734,56 EUR";

"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";\
"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";
"28.03.2024";"28.03.2024";"Lastschrift";"Stadtwerke";"Abschlag März";"DE111";"123";"-65,44";
"15.03.2024";"15.03.2024";"Gutschrift";"Müller GmbH";"Rechnung 7";"DE222";"456";"1.800,00";
""",
        "1734.56", 2, "2024-03-15", "2024-03-28", "EUR", account="DE02120300000000202051",
        encoding="cp1252",
    ),
    Case(
        "german_soll_haben_column",
        """Buchungstag;Valuta;Empfänger/Zahlungspflichtiger;Vorgang/Verwendungszweck;\
Währung;Umsatz;Soll/Haben
02.04.2024;02.04.2024;Bäckerei Korn;Kartenzahlung;EUR;12,40;S
03.04.2024;03.04.2024;Kunde A;Rechnung 12;EUR;250,00;H
""",
        "237.60", 2, "2024-04-02", "2024-04-03", "EUR",
    ),
    Case(
        "german_anfangs_und_endsaldo_rows",
        """Buchungstag;Verwendungszweck;Betrag;Währung
02.04.2024;Miete;-800,00;EUR
05.04.2024;Honorar;1.500,00;EUR
01.04.2024;Anfangssaldo;1.000,00;EUR
30.04.2024;Endsaldo;1.700,00;EUR
""",
        "700.00", 2, "2024-04-02", "2024-04-05", "EUR", "1000.00", "1700.00",
    ),
    Case(
        "french_debit_credit_negative_debits",
        """Date;Libellé;Débit euros;Crédit euros;
28/03/2024;CARTE BOULANGERIE;-8,40;;
27/03/2024;VIREMENT CLIENT;;1 250,00;
""",
        "1241.60", 2, "2024-03-27", "2024-03-28",
    ),
    Case(
        "french_amount_with_narrow_spaces",
        "Date opération;Date valeur;Libellé;Montant\n"
        "03/04/2024;04/04/2024;LOYER;-1\u202f100,00\n"
        "05/04/2024;05/04/2024;VIREMENT;2\u202f000,50\n",
        "900.50", 2, "2024-04-03", "2024-04-05",
    ),
    Case(
        "spanish_with_balance",
        """Fecha operación;Fecha valor;Concepto;Importe;Saldo;Divisa
30/04/2024;30/04/2024;Recibo luz;-45,10;954,90;EUR
02/04/2024;02/04/2024;Transferencia;500,00;1.000,00;EUR
""",
        "454.90", 2, "2024-04-02", "2024-04-30", "EUR", "500.00", "954.90", newest_first=True,
    ),
    Case(
        "dutch_af_bij",
        """"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij",\
"Bedrag (EUR)","Mutatiesoort","Mededelingen"
"20240402","Kantoorboek","NL12BANK0123456789","","BA","Af","23,50","Betaalautomaat","Pas 012"
"20240405","Klant BV","NL12BANK0123456789","NL98BANK0987654321","OV","Bij","605,00",\
"Overschrijving","Factuur 9"
""",
        "581.50", 2, "2024-04-02", "2024-04-05", "EUR", account="NL12BANK0123456789",
    ),
    Case(
        "dutch_tab_no_header",
        "123456789\tEUR\t20240403\t1000,00\t976,50\t20240403\t-23,50\tBEA Boekwinkel\n"
        "123456789\tEUR\t20240404\t976,50\t1076,50\t20240404\t100,00\tOverboeking klant\n"
        "123456789\tEUR\t20240409\t1076,50\t1050,00\t20240409\t-26,50\tBEA Lunch\n",
        "50.00", 3, "2024-04-03", "2024-04-09", "EUR", "1000.00", "1050.00",
    ),
    Case(
        "polish_cp1250",
        """Data operacji;Data księgowania;Opis operacji;Tytuł;Nadawca/Odbiorca;Kwota;\
Saldo po operacji
2024-04-29;2024-04-30;Płatność kartą;Zakupy;Sklep Żabka;-25,50;974,50
2024-04-02;2024-04-02;Przelew;Faktura 3;Klient;400,00;1 000,00
""",
        "374.50", 2, "2024-04-02", "2024-04-30", "", "600.00", "974.50", encoding="cp1250",
    ),
    Case(
        "swedish",
        """Bokföringsdag;Belopp;Avsändare;Mottagare;Namn;Rubrik;Saldo;Valuta
2024-04-28;-99,00;;;Kiosk;Kortköp;901,00;SEK
2024-04-25;500,00;;;Kund AB;Insättning;1000,00;SEK
""",
        "401.00", 2, "2024-04-25", "2024-04-28", "SEK", "500.00", "901.00", newest_first=True,
    ),
    Case(
        "norwegian_in_out_columns",
        """Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto
30.04.2024;Varekjøp Kafe;29.04.2024;85,00;
15.04.2024;Faktura 8;15.04.2024;;4.250,00
""",
        "4165.00", 2, "2024-04-15", "2024-04-30",
    ),
    Case(
        "danish_balance",
        """Dato;Tekst;Beløb;Saldo
03-04-2024;Bager;-45,00;955,00
28-04-2024;Kunde;1.250,50;2.205,50
""",
        "1205.50", 2, "2024-04-03", "2024-04-28", "", "1000.00", "2205.50",
    ),
    Case(
        "finnish",
        """Kirjauspäivä;Arvopäivä;Määrä;Tapahtumalaji;Saaja/Maksaja;Viesti
02.04.2024;02.04.2024;-10,90;KORTTI;Kahvila;
03.04.2024;03.04.2024;+200,00;TILISIIRTO;Asiakas Oy;Lasku 4
""",
        "189.10", 2, "2024-04-02", "2024-04-03",
    ),
    Case(
        "indian_lakhs_cr_dr_balance",
        """Account Number : 00112233445566
Txn Date,Value Date,Description,Ref No./Cheque No.,Debit,Credit,Balance
13-Apr-24,13-Apr-24,NEFT CLIENT,N1,,"1,25,000.00","2,25,000.00"
15-Apr-24,15-Apr-24,UPI STATIONERY,U2,"2,500.50",,"2,22,499.50"
""",
        "122499.50", 2, "2024-04-13", "2024-04-15", "", "100000.00", "222499.50",
        account="00112233445566",
    ),
    Case(
        "indian_dr_cr_column",
        """Date,Narration,Chq/Ref No,Amount(INR),Dr/Cr,Balance(INR)
25/04/2024,UPI TEA STALL,1,120.00,Dr,880.00
26/04/2024,IMPS SALES,2,"1,000.00",Cr,"1,880.00"
""",
        "880.00", 2, "2024-04-25", "2024-04-26", "INR", "1000.00", "1880.00",
    ),
    Case(
        "swiss_apostrophes",
        """Datum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Valuta;Saldo in CHF
30.04.2024;MIETE;;1'850.00;30.04.2024;3'150.00
25.04.2024;LOHN MUSTER AG;4'500.00;;25.04.2024;5'000.00
""",
        "2650.00", 2, "2024-04-25", "2024-04-30", "CHF", "500.00", "3150.00", newest_first=True,
    ),
    Case(
        "brazilian_historico",
        """Data;Histórico;Docto.;Crédito (R$);Débito (R$);Saldo (R$)
02/04/2024;PIX RECEBIDO;001;1.500,00;;2.500,00
16/04/2024;TARIFA;002;;-29,90;2.470,10
;Total;;1.500,00;-29,90;
""",
        "1470.10", 2, "2024-04-02", "2024-04-16", "BRL", "1000.00", "2470.10",
    ),
    Case(
        "italian_dare_avere",
        """Data contabile;Data valuta;Dare;Avere;Divisa;Descrizione
02/04/2024;02/04/2024;50,00;;EUR;Prelievo
18/04/2024;18/04/2024;;320,00;EUR;Bonifico cliente
""",
        "270.00", 2, "2024-04-02", "2024-04-18", "EUR",
    ),
    Case(
        "czech_utf8",
        """Datum zaúčtování;Částka;Měna;Zůstatek;Název protiúčtu;Zpráva pro příjemce
05.04.2024;-350,00;CZK;9 650,00;Papírnictví;Papír
09.04.2024;2 000,00;CZK;11 650,00;Odběratel;Faktura 5
""",
        "1650.00", 2, "2024-04-05", "2024-04-09", "CZK", "10000.00", "11650.00",
    ),
    Case(
        "pending_by_status_and_declined_rows",
        """Date,Description,Amount,Currency,Status
2024-04-02,Kiosk,-4.00,EUR,Completed
2024-04-03,Hotel,-90.00,EUR,Pending
2024-04-03,Casino,-500.00,EUR,Declined
2024-04-04,Client,100.00,EUR,Completed
""",
        "96.00", 2, "2024-04-02", "2024-04-04", "EUR", pending=1,
    ),
    Case(
        "date_on_first_row_of_a_day_only",
        """Date,Details,Paid Out,Paid In,Balance
13 Apr 24,CARD KIOSK,5.00,,
,CARD BAKER,7.00,,
,CREDIT CLIENT,,50.00,138.00
14 Apr 24,CARD FUEL,30.00,,
,CARD CAFE,3.00,,105.00
""",
        "5.00", 5, "2024-04-13", "2024-04-14", "", "100.00", "105.00",
    ),
    Case(
        "amount_in_brackets_utf16",
        "Date\tDetails\tAmount\n13/04/2024\tFuel\t(40.00)\n14/04/2024\tSale\t60.00\n",
        "20.00", 2, "2024-04-13", "2024-04-14", encoding="utf-16",
    ),
    Case(
        "trailing_minus_and_quoted_lines_with_breaks",
        'Date,Description,Amount\n"2024-04-13","Two\nlines","40.00-"\n"2024-04-14","Sale",\
"60.00"\n',
        "20.00", 2, "2024-04-13", "2024-04-14",
    ),
    Case(
        "repeated_headers_and_page_footers",
        """Date,Description,Amount,Balance
15/04/2024,Fuel,-40.00,60.00
Page 1 of 2,,,
Date,Description,Amount,Balance
16/04/2024,Sale,60.00,120.00
Page 2 of 2,,,
""",
        "20.00", 2, "2024-04-15", "2024-04-16", "", "100.00", "120.00",
    ),
    Case(
        "sep_line_and_pipes",
        "sep=|\nDate|Description|Amount\n2024-04-13|Fuel|-40.00\n2024-04-14|Sale|60.00\n",
        "20.00", 2, "2024-04-13", "2024-04-14",
    ),
    Case(
        "card_with_balance_owed",
        """Cardholder,Date,Description,Amount,Balance
J DOE,2024-04-13,Fuel,40.00,140.00
J DOE,2024-04-14,PAYMENT RECEIVED,-100.00,40.00
J DOE,2024-04-15,Books,25.00,65.00
""",
        "35.00", 3, "2024-04-13", "2024-04-15", "", "-100.00", "-65.00",
    ),
]  # fmt: skip


def read(case_text: str, encoding: str = "utf-8", name: str = "export.csv") -> ParsedFile:
    data = case_text.encode(encoding)
    reader = CsvFormat()
    assert reader.identify(data[:16_384], name)
    return reader.read(SourceFile(name, data))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_a_layout_nobody_described_is_read(case: Case) -> None:
    parsed = read(case.text, case.encoding)
    assert [f.message for f in parsed.errors] == []
    (statement,) = parsed.statements
    assert len(statement.lines) == case.count
    assert statement.sum == Decimal(case.sum)
    assert statement.first_date == dt.date.fromisoformat(case.first)
    assert statement.last_date == dt.date.fromisoformat(case.last)
    assert statement.currency == case.currency
    assert len(statement.pending) == case.pending
    assert all(line.description for line in statement.lines)
    if case.opening is not None:
        assert statement.opening is not None
        assert statement.opening.amount == Decimal(case.opening)
    if case.closing is not None:
        assert statement.closing is not None
        assert statement.closing.amount == Decimal(case.closing)
    if case.account is not None:
        assert statement.account_id == case.account
    if case.newest_first is not None:
        assert statement.newest_first is case.newest_first


def test_a_remembered_profile_reads_the_same() -> None:
    case = next(c for c in CASES if c.id == "spanish_with_balance")
    first = read(case.text)
    again = CsvFormat().read(SourceFile("next.csv", case.text.encode(), dict(first.reading)))
    assert again.statements == first.statements


def test_two_currencies_make_two_statements() -> None:
    text = "Date,Label,Amount,Currency\n2024-04-13,A,5.00,EUR\n2024-04-14,B,-7.00,USD\n"
    found = {s.currency: s.sum for s in read(text).statements}
    assert found == {"EUR": Decimal("5.00"), "USD": Decimal("-7.00")}


def test_two_accounts_make_two_statements_with_their_own_balances() -> None:
    text = (
        "Account,Date,Description,Amount,Balance\n"
        "111222333,2024-04-13,A,5.00,105.00\n444555666,2024-04-13,B,-7.00,43.00\n"
        "111222333,2024-04-15,C,6.00,111.00\n444555666,2024-04-16,D,-1.00,42.00\n"
    )
    found = {
        s.account_id: (s.opening and s.opening.amount, s.closing and s.closing.amount)
        for s in read(text).statements
    }
    assert found == {
        "111222333": (Decimal(100), Decimal(111)),
        "444555666": (Decimal(50), Decimal(42)),
    }
