"""The words of table headers and rows, in the languages of banks' exports.

Here: data and how a text is folded to compare with it. Not here: deciding what a column is
(roles.py) or what a row is (rows.py). All phrases are folded: lower case, no accents.
"""

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "ı": "i"}
)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, accents off, camelCase split, everything but letters and digits one space."""
    spaced = _CAMEL.sub(" ", text[:200]).translate(_LETTERS).casefold()
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(c)
    )
    return _NOT_WORD.sub(" ", plain).strip()


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.replace("\n", " ").split(",") if p.strip())


ROLE_PHRASES: dict[str, tuple[str, ...]] = {
    "booking_date": _phrases(
        """posting date, posted date, post date, posted on, booking date, booked date, booked at,
        booked on, date posted, date processed, processed date, buchungstag, buchungsdatum,
        buchung, gebucht am, boekdatum, boekingsdatum, datum boeking, date de comptabilisation,
        date comptable, date comptabilisation, fecha contable, f contable,
        fecha de contabilizacion, data contabile, data registrazione, data di registrazione,
        data lancamento, data do lancamento, data ksiegowania, data zaksiegowania,
        datum zauctovani, datum zauctovania, bokforingsdag, bokforingsdatum, bokforingsdato,
        bokfort, bokfort dato, bogforingsdato, bogfort, kirjauspaiva, kirjauspvm,
        konyveles datuma, konyvelesi datum, data inregistrarii, date completed, completed date,
        completed on, cleared date, entry date, transaction posted date, accounting date"""
    ),
    "date": _phrases(
        """date, datum, fecha, data, dato, tarih, paivamaara, pvm, dag, date operation,
        date d operation, date de l operation, date de operation, fecha operacion,
        fecha de operacion, fecha de la operacion, f operacion, data operazione,
        data operacji, data movimento, data mov, data do movimento, data movimentacao,
        created, created at, created date, created on, when, day, dia, giorno, jour, tag,
        txn date, tran date, trans date, date de transaction, дата, дата операции,
        data tranzactiei, date time, תאריך, ημερομηνια, التاريخ, 거래일, 거래일자, 거래일시,
        วันที่, お取引日, 取引日付, 年月日, ご利用日, 利用日, 记账日期, kuupaev, datums,
        operacijos data, skapad, datetime, timestamp, date started, started date, date utc,
        maksupaiva, 日付, 取引日, 交易日期, 日期, 交易时间, datum transakce, islem tarihi,
        tranzakcio datuma, datum provedeni, datum uskutecnenia, fecha de movimiento,
        fecha mov, utfort dato, datum verrichting, journal date"""
    ),
    "transaction_date": _phrases(
        """transaction date, transactiedatum, data transakcji, date of transaction, purchase date,
        date d achat, fecha de transaccion, belegdatum, kaufdatum, umsatzdatum, transaktionsdatum,
        transaktionsdag, transaktionsdato, kjopsdato, inkopsdatum, authorisation date,
        authorization date, fecha de compra, data acquisto, data da compra, execution date,
        date de la transaction"""
    ),
    "value_date": _phrases(
        """value date, val date, value dt, valuta, valutadatum, valutadato, valutadag, valuta date,
        wertstellung, wertstellungsdatum, wertstellungstag, wert, rentedatum, rentedato,
        datum verrekening, date valeur, date de valeur, valeur, fecha valor, f valor,
        fecha de valor, data valuta, data di valuta, data valor, data da valor, data waluty,
        settlement date, effective date, arvopaiva, ertekn, erteknap, valor, some other date,
        起息日,         datum valuty, data valutei, valor tarihi, interest date"""
    ),
    "time": _phrases(
        """time, transaction time, uhrzeit, tijd, heure, hora, ora, godzina, cas, klokkeslett,
        tid, time zone, timezone"""
    ),
    "description": _phrases(
        """description, details, detail, particulars, narrative, narration, memo, label,
        libelle, libelle operation, libelle de l operation, libelle complementaire, remarks,
        note, transaction description, transaction details, transaction remarks,
        payment details, buchungstext, verwendungszweck, vwz, text, betreff, reason,
        reason for payment, transaktionsbeschreibung, beschreibung, omschrijving, mededeling,
        mededelingen, vrije mededeling, gestructureerde mededeling, concepto, descripcion,
        movimiento, observaciones, causale, descrizione, descrizione operazione, descricao,
        historico, descritivo, lancamento, opis, opis operacji, opis transakcji, tytul,
        tytul operacji, tytulem, popis, zprava, zprava pro prijemce, zprava pro me,
        message for payee, message for me, poznamka, client note, beskrivelse, beskrivning,
        tekst, melding, viesti, selite, tranzakcio leirasa, kozlemeny, descriere, aciklama,
        описание, назначение платежа, statement description, additional description,
        original description, appears as, payment reference, avisierungstext, communication,
        communications, intitule, nature, transaction, message, desc, bank memo, notes,
        zusatz, info, extended details, supplementary details, transactie omschrijving,
        meddelande, rubrik, egenskap, forklaring, specification, texte, motif,
        transaktionstext, 摘要, 内容, 取引内容, 交易摘要, 备注, 用途, 附言, 商户名称,
        ご利用店名, 利用店名, 적요, 내용, 거래내용, תיאור, פרטים, περιγραφη, αιτιολογια,
        الوصف, البيان, รายการ, selgitus, paskirtis, mokejimo paskirtis, detalii,
        detalii tranzactie, explicatii, lancamento, lancamentos"""
    ),
    "counterparty": _phrases(
        """payee, payee name, counterparty, counterparty name, name, merchant, merchant name,
        partner, partner name, empfanger, zahlungsempfanger, auftraggeber empfanger,
        beguenstigter zahlungspflichtiger, begunstigter zahlungspflichtiger,
        zahlungspflichtiger, name zahlungsbeteiligter, zahlungsbeteiligter, auftraggeber,
        auftraggeber begunstigter, gegenpartei, naam, naam tegenpartij, tegenpartij,
        naam omschrijving, beneficiary, beneficiary name, beneficiaire, tiers, beneficiario,
        ordenante, beneficiario ordenante, nadawca odbiorca, odbiorca, nadawca, kontrahent,
        nazwa kontrahenta, dane kontrahenta, nazev protiuctu, counteraccount name,
        nazev protistrany, protistrana, 对方户名, 对方名称, 交易对方, 相手先, 거래처,
        saaja maksja, moketojas gavejas, saņemejs maksatajs, counter party, mottaker,
        mottagare, modtager, saaja, saaja maksaja, saajan nimi, partner neve, handelaar,
        recipient, sender, to from, from to, debtor creditor name, other party, motpart,
        vendor, supplier, nome, nombre, remitter, contact name, received from paid to"""
    ),
    "counterparty_account": _phrases(
        """counterparty account, counter account, counterparty iban, partner iban, payee account,
        counteraccount, tegenrekening, tegenrekening iban bban, rekeningnummer tegenpartij,
        rekening tegenpartij, iban tegenpartij, cislo protiuctu, protiucet, konto kontrahenta,
        numer rachunku kontrahenta, partner szamlaszama, iban zahlungsbeteiligter,
        gegenkonto, empfanger iban, empfangerkonto, kontonummer iban, beneficiary account,
        account number iban, konto empfanger, motkonto, tilinumero, saajan tilinumero,
        compte du beneficiaire, cuenta destino, cuenta beneficiario, bic tegenpartij, bic swift,
        bic, blz, bank code, bankleitzahl, bank account details, iban of counterparty"""
    ),
    "amount": _phrases(
        """amount, amt, transaction amount, txn amount, value, betrag, umsatz, buchungsbetrag,
        betrag in eur, bedrag, bedrag in eur, transactiebedrag, montant,
        montant de l operation, importe, importe eur, importo, valor eur, valor r, montante,
        quantia, kwota, kwota operacji, kwota transakcji, castka, zauctovana castka, ciastka,
        suma, belop, belopp, belob, summa, maara, osszeg, tranzakcio osszege, net,
        net amount, payment amount, tutar, islem tutari, сумма, сумма операции, amount eur,
        amount usd, amount gbp, billing amount, billed amount, valor transacao, cantidad,
        cuantia, rahasumma, total, valoare, sum, netto, valor, wert, money, booked amount,
        settlement amount, net amt, net total, 金額, 金额, 交易金额, 取引金額, 利用金額,
        ご利用金額, 거래금액, 금액, סכום, ποσο, المبلغ, จำนวนเงิน, summa eur, suma eur,
        montante movimento"""
    ),
    "in": _phrases(
        """credit, credits, credit amount, deposit, deposits, deposit amount, deposit amt,
        deposit amt inr, お預り金額, 入金額, 收入, 贷方, お預かり金額, 入金, 入金金額,
        收入金额, 存入金额, 입금, 입금액, 입금금액, זכות, πιστωση, دائن, ฝาก, kreditas,
        kredits, 贷方金额, money in, paid in, in, inflow, incoming, received, receipts,
        receipt, cr, cr amount, haben, gutschrift, gutschriften, gutschrift in chf, zugang,
        eingang, einnahmen, credit eur, credit in eur, bij, bijschrijving, ontvangen,
        credit inr, abono, abonos, ingreso, ingresos, haber, entrate, avere, accrediti,
        accredito, credito, creditos, entrada, entradas, uznania, wplywy, uznanie, prijem,
        kredit, inn, inn pa konto, insattning, indsat, indbetalt, panot, bevetel, jovairas,
        credit amt, money received, paid in amount, amount credited, amount in, приход,
        зачисление, alacak, additions, payments and credits, deposits and other credits,
        deposits credits, tulo"""
    ),
    "out": _phrases(
        """debit, debits, debit amount, withdrawal, withdrawals, withdrawal amount,
        withdrawal amt, withdrawal amt inr, お支払金額, 出金額, 支出, 借方, 借方金额,
        お引出し, 出金, 出金金額, 支払金額, 支出金额, 출금, 출금액, 출금금액, חובה, χρεωση,
        مدين, ถอน, debetas, debets, money out, paid out, out, outflow, outgoing, spent,
        payments, payment, dr, dr amount, soll, lastschrift, lastschriften, belastung,
        belastungen, belastung in chf, abgang, ausgang, ausgaben, debet, debit eur, af,
        afschrijving, uitgaven, cargo, cargos, gasto, gastos, debe, uscite, dare, addebiti,
        addebito, debito, debitos, saida, saidas, obciazenia, wydatki, obciazenie, vydej,
        debit inr, ut, ut fra konto, uttag, haevet, udbetalt, otot, kiadas, terheles,
        debit amt, charge, charges, purchases, amount debited, amount out, spend, расход,
        списание, borc, subtractions, checks and debits, withdrawals debits, retrait, meno,
        retiro, retiros, depot retrait, deposito retiro"""
    ),
    "flag": _phrases(
        """debit credit, credit debit, dr cr, cr dr, d c, d k, c d, deb cred, soll haben, s h, sh,
        af bij, bij af, debit or credit, credit or debit, credit debit indicator, cd indicator,
        dc indicator, debit credit indicator, sens, in out, bevetel kiadas, sign, indicator,
        transaction direction, direction, d h, debe haber, dare avere, ca dc, c db, wn ma, cdi,
        vorzeichen, soll haben kennzeichen, debit credit code, entrata uscita, dk, dc, drcr, crdr,
        debet credit, in uit, plus minus, type of entry"""
    ),
    "balance": _phrases(
        """balance, running balance, account balance, closing balance, balance after,
        available balance, balance amount, running bal, bal, kontostand, saldo, saldo eur,
        saldo nach buchung, saldo na trn, saldo na mutatie, saldo po operacji,
        saldo po transakcji, solde, solde en eur, solde apres operation, saldo disponible,
        saldo contable, saldo finale, egyenleg, zustatek, zostatok, saldi, saldo chf, sold,
        bakiye, balance eur, balance inr, balance usd, balance gbp, remaining balance,
        ledger balance, остаток, balanco, new balance, saldo dopo operazione, kontosaldo,
        残高, 差引残高, 余额, 账户余额, 本次余额, 잔액, 거래후잔액, יתרה, υπολοιπο, الرصيد,
        ยอดคงเหลือ, balanta, atlikums, likutis, saldo contabilistico, saldo na data, balans,
        loppusaldo, jaak, bokfort saldo"""
    ),
    "currency": _phrases(
        """currency, currency code, curr, ccy, cur, wahrung, waehrung, buchungswahrung, munt,
        muntsoort, valutasoort, valutakod, valutakode, devise, devises, monnaie, monn, deviza,
        moneda,
        divisa, moeda, waluta, mena, mena uctu, account currency, devizanem,
        tranzakcio devizaneme, valuta kod, valuta code, валюта, para birimi, doviz, valyuta, valuta,
        billing currency, booking currency, valuuta, waluta rachunku"""
    ),
    "original_amount": _phrases(
        """original amount, originalbetrag, local amount, foreign amount, amount foreign currency,
        foreign currency amount, betrag fremdwahrung, betrag in fremdwahrung, puvodni castka,
        puvodni castka a mena, transfer amount, source amount, amount in foreign currency,
        compensation amount, importe divisa, importe original, montant d origine, montant devise,
        oorspronkelijk bedrag, kwota w walucie, instructed amount, amount original,
        target amount, original transaction amount, belopp i utlandsk valuta, orig amount,
        montant en devise, valor original, amount in original currency"""
    ),
    "original_currency": _phrases(
        """original currency, originalwahrung, fremdwahrung, local currency, foreign currency,
        transfer amount currency, source currency, target currency, converted currency,
        devise d origine, divisa original, oorspronkelijke munt, instructed currency, orig currency,
        original ccy, transaction currency"""
    ),
    "rate": _phrases(
        """exchange rate, rate, wechselkurs, umrechnungskurs, kurs, koers, taux de change, fx rate,
        tipo de cambio, cambio, kurz, kurs waluty, valutakurs"""
    ),
    "fee": _phrases(
        """fee, fees, gebuhr, gebuhren, entgelt, kosten, kosten op verrichting, frais, comision,
        commissioni, commissione, oplata, prowizja, poplatek, poplatky, gebyr, avgift, fee amount,
        charges and fees, tariff, transaction fee"""
    ),
    "bank_id": _phrases(
        """transaction id, id, txn id, tx id, transaction reference number, reference number,
        ref no, ref, reference, reference id, transaction reference, transactiereferentie,
        referenz, buchungsreferenz, numero d operation, n de transaction, no de transaction,
        numero de transaccion, referencia, riferimento, cro, numer transakcji, id transakce,
        id operacji, referencni cislo transakce, volgnr, operation number, bank reference, fitid,
        unique id, unique reference, uuid, transactie id, transaction number, trans id,
        archivreferenz, arkivreferens, arkistointitunnus, verifikationsnummer, sequence number,
        entry reference, record id, nr dokumentu, documento, docto, n documento, doc no,
        numer referencyjny, transaction ref, utr, ref number, auth code, receipt number,
        nr referencyjny, identificador, reference no"""
    ),
    "check": _phrases(
        """check number, check, check no, check or slip, cheque, cheque number, cheque no, chq no,
        chq ref no, chq ref number, check num, schecknummer, numero de cheque, chequenummer,
        chq, serial no, instrument id, cheque ref no, slip number"""
    ),
    "type": _phrases(
        """type, transaction type, txn type, transaktionstyp, umsatzart, buchungsart, vorgang,
        typ transakce, typ, typ operacji, rodzaj transakcji, rodzaj operacji, mutatiesoort,
        transactietype, tranzakcio tipusa, type operation, type d operation, tipo,
        tipo de movimiento, tipo movimento, transaction code, code, trans type, posting text,
        posting key, transaktionstype, transaktionsart, method, payment method, tipologia, art,
        buchungsschlussel, transaction category type, kategorie transakce, laji, tapahtumalaji"""
    ),
    "account": _phrases(
        """account, account number, account no, account name, account id, iban, iban bban,
        own account, auftragskonto, kontonummer, konto, iban auftragskonto, auftraggeberkonto,
        iban auftraggeberkonto, bezeichnung auftragskonto, rekening, rekeningnummer, iban rekening,
        numero de compte, compte, n compte, cuenta, numero de cuenta, conto, numero conto, conta,
        rachunek, numer rachunku, nr rachunku, cislo uctu, ucet, szamlaszam, kontonr, tili,
        card number, card no, kredietkaart, kartennummer, card, numero carte, card used,
        card used for transaction, produit, umsatz getatigt von, cardholder, account nickname,
        bank account, bank account number, kartenummer, kortnummer, carte, tarjeta, product"""
    ),
    "status": _phrases(
        """status, state, transaction status, booking status, buchungsstatus, etat, estado, stato,
        stan, stav, tila, situacao, durum, payment status"""
    ),
    "category": _phrases(
        """category, subcategory, kategorie, hauptkategorie, categorie, sous categorie, categoria,
        subcategoria, kategoria, class, tags, labels, balance type, comments, image, row, line,
        country, land, location, address, receipt, city, zip, mcc, skip, currency rate"""
    ),
}

NOT_A_STATEMENT = frozenset(
    _phrases(
        """order id, order url, order number, items, shipping, shipping refund, journal number,
        tax code, quantity, qty, unit price, sku, invoice number, email, e mail, phone,
        first name, last name, birthday, company, price, stock, due date, lot, shares"""
    )
)
"""Headers of other tables: order histories, journals, contact lists."""

FLAG_IN = frozenset(
    _phrases(
        """c, cr, crd, crdt, credit, k, kredit, h, haben, bij, in, inflow, i, credito, avere, haber,
        abono, wn, uznanie, deposit, plus, incoming, ingreso, entrata, received,
        entrada, gutschrift, bevetel, money in, jovairas, e"""
    )
) | {"+"}
FLAG_OUT = frozenset(
    _phrases(
        """d, dr, db, dbt, dbit, debit, s, soll, af, out, outflow, o, debito, dare, debe, cargo,
        ma, obciazenie, withdrawal, minus, outgoing, gasto, uscita, debet, belastung, kiadas,
        sent, saida, lastschrift, money out, terheles, uit, u"""
    )
) | {"-"}

PENDING = frozenset(
    _phrases(
        """pending, vorgemerkt, nicht gebucht, authorised, authorized, authorisation,
        authorization, en attente, a venir, reserved, reservation, reservert, reserverat, hold,
        on hold, pendiente, in sospeso, in attesa, oczekujaca, zablokowane, blokada, pendente,
        umsatz vorgemerkt, gereserveerd, in behandeling, processing, afventer, venter, odottaa,
        katevaraus, unposted, not posted, not yet posted, temporary hold, vormerkung"""
    )
)
NOT_BOOKED = frozenset(
    _phrases(
        """failed, declined, cancelled, canceled, reverted, refused, rejected, abgelehnt,
        storniert, annule, refuse, rechazado, annullato, odrzucona, voided, expired, deleted,
        denied, geweigerd, anulada, cancelado, cancelada"""
    )
)

OPENING = _phrases(
    """opening balance, beginning balance, starting balance, start balance, previous balance,
    balance brought forward, balance b f, brought forward, balance at start of period,
    balance at start, initial balance, balance forward, anfangssaldo, saldovortrag,
    alter kontostand, anfangsbestand, beginsaldo, vorig saldo, oud saldo, solde initial,
    solde precedent, ancien solde, solde de debut, solde d ouverture, saldo inicial,
    saldo anterior, saldo iniziale, saldo precedente, saldo poczatkowe, saldo otwarcia,
    pocatecni zustatek, pociatocny zostatok, ingaende saldo, inngaende saldo,
    saldo ved start, primosaldo, alkusaldo, algsaldo, alguse saldo, sakuma atlikums,
    likutis pradziai, balance b fwd, saldo w dniu otwarcia, nyito egyenleg, nyitoegyenleg,
    sold initial, acilis bakiyesi, входящий остаток"""
)
CLOSING = _phrases(
    """closing balance, ending balance, end balance, balance carried forward, balance c f,
    carried forward, balance at end of period, balance at end, final balance, new balance,
    endsaldo, schlusssaldo, neuer kontostand, endbestand, eindsaldo, nieuw saldo, solde final,
    nouveau solde, solde de fin, solde de cloture, saldo final, saldo finale, saldo nuevo,
    saldo koncowe, saldo zamkniecia, konecny zustatek, konecny zostatok, utgaende saldo,
    saldo ved slutt, ultimosaldo, loppusaldo, zaro egyenleg, zaroegyenleg, sold final,
    loppsaldo, lopu saldo, beigu atlikums, likutis pabaigai, balance c fwd,
    kapanis bakiyesi, saldo actual al, исходящий остаток"""
)
PENDING_SECTIONS = _phrases(
    """pending transactions, pending, pending charges, pending activity, authorised transactions,
    authorisations, authorizations, not yet posted, unposted transactions, vorgemerkte umsatze,
    vorgemerkte buchungen, operations a venir, operations en cours, movimientos pendientes,
    operazioni in attesa, movimenti non contabilizzati, lancamentos futuros, gereserveerd,
    operacje oczekujace, reserverade belopp, reserverte, reservasjoner, reservationer,
    katevaraukset, processing transactions"""
)
BOOKED_SECTIONS = _phrases(
    """posted transactions, posted, booked transactions, completed transactions,
    cleared transactions, settled transactions, gebuchte umsatze, umsatze,
    operations comptabilisees, movimientos, movimenti contabilizzati, transactions,
    posted activity, bokforda transaktioner, bokforte, operacje zaksiegowane,
    account activity"""
)
TOTALS = _phrases(
    """total, totals, grand total, sub total, subtotal, sum, summe, gesamt, gesamtsumme, totaal,
    total general, totale, totali, razem, suma, suma operacji, celkem, summa, sammanlagt, yhteensa,
    osszesen, turnover, total debits, total credits, total withdrawals, total deposits,
    total amount, total debit, total credit, totaux, totales, obroty, umsatzsumme, toplam,
    total des operations, total in, total out, net total, transactions total, итого"""
)
CARD_WORDS = frozenset(
    _phrases(
        """merchant, merchant name, card, card no, card number, card used for transaction,
        card used, card member, cardmember, cardholder, cardholder name, kreditkarte, kredietkaart,
        carte, kartennummer, account card, tarjeta"""
    )
)
