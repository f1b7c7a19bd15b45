"""Files made to do harm, and good files in unusual encodings; built in milliseconds, all invented.

Here: the bytes. Not here: what becomes of them, which is what is tested.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from tests.writers.xlsx import workbook

CAMT = """<?xml version="1.0"?>{doctype}
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>XX00TEST</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry><Amt Ccy="EUR">1.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2025-03-02</Dt></BookgDt>
<AddtlNtryInf>{text}</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>"""
OFX2 = """<?xml version="1.0"?>{doctype}<?OFX OFXHEADER="200" VERSION="211"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD</CURDEF><BANKACCTFROM><ACCTID>1</ACCTID>
</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20250302</DTPOSTED><TRNAMT>-1.00</TRNAMT>
<FITID>1</FITID><NAME>{text}</NAME></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>"""

EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY e0 "ha">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE x [<!ENTITY e "{"a" * 200_000}">]>'

XML_ATTACKS = {
    "external_entity": (EXTERNAL, "&e;"),
    "remote_dtd": (REMOTE, "TEA"),
    "billion_laughs": (LAUGHS, "&e11;"),
    "quadratic_entity": (QUADRATIC, "&e;" * 20_000),
}


# Where the prolog hides what kind of XML it is, no reader takes the file.
CAMT_CODES = {
    **dict.fromkeys(XML_ATTACKS, "camt_declaration"),
    "quadratic_entity": "xml_declaration",
}
OFX2_CODES = {**dict.fromkeys(XML_ATTACKS, "xml_declaration"), "remote_dtd": "ofx_declaration"}


def xml(shell: str, attack: str) -> bytes:
    """A statement in this shell (CAMT or OFX2) with the attack in its prolog and text."""
    doctype, text = XML_ATTACKS[attack]
    return shell.format(doctype=doctype, text=text).encode()


def zip_of(members: dict[str, bytes]) -> bytes:
    """A zip archive, compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def bomb(name: str, megabytes: int, *, first: bytes = b"", copies: int = 1) -> bytes:
    """A zip whose member unpacks to so many megabytes of zeros, a thousandth of that packed.

    Made of one compressed megabyte, repeated. `first` opens the member. `copies` entries of
    the directory share the one member.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = head + block * megabytes + packer.flush()
    size = len(first) + (megabytes << 20)
    common = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, 0, len(data), size)
    encoded = name.encode()
    local = b"PK\3\4" + common + struct.pack("<HH", len(encoded), 0) + encoded + data
    entry = b"PK\1\2" + b"\x14\0" + common + struct.pack("<HHHHHII", len(encoded), 0, 0, 0, 0, 0, 0)
    directory = (entry + encoded) * copies
    end = struct.pack("<HHHHIIH", 0, 0, copies, copies, len(directory), len(local), 0)
    return local + directory + b"PK\5\6" + end


def xlsx_with_entities() -> bytes:
    """A workbook that is good but for the entities that its sheet declares."""
    good = workbook([["Date", "Description", "Amount"], ["2025-03-02", "TEA", -1]])
    doctype, text = XML_ATTACKS["billion_laughs"]
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode().replace("TEA", text)
    return zip_of({**parts, "xl/worksheets/sheet1.xml": (doctype + sheet).encode()})


XLSX_START = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}

LOGIN_PAGE = b"""<!DOCTYPE html><html><head><title>Sign in</title></head><body><table>
<tr><td>Date</td><td>Amount</td></tr><tr><td>01/02/2025</td><td>1.00</td></tr></table>
Your session has expired, please sign in again.</body></html>"""

CSV_HEAD = b"Date,Description,Amount,Balance\n"
CSV_ROW = b"2025-03-02,TEA,-1.00,9.00\n2025-03-03,CAKE,-2.00,7.00\n"

MT940_OPEN = b":20:1\n:25:XX00TEST\n:28C:1/1\n:60F:C250301EUR10,00\n"
MT940_ROW = b":61:2503020302D1,00NMSCNONREF\n:86:"
MT940_CLOSE = b"\n:62F:C250302EUR9,00\n-"

BAI2_OPEN = (
    b"01,A,B,250302,0000,1,,,2/\n02,B,A,1,250302,,USD,2/\n03,123,USD,010,1000,,/\n"
    b"16,475,100,,1,,TEA"
)

OFX_HEAD = b"OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n"

Build = Callable[[], bytes]


HOSTILE: dict[str, tuple[str, str, Build]] = {
    **{
        f"{kind}_{attack}": (code, f"{kind}.xml", partial(xml, shell, attack))
        for kind, shell, codes in (("camt", CAMT, CAMT_CODES), ("ofx2", OFX2, OFX2_CODES))
        for attack, code in codes.items()
    },
    "camt_doctype_in_utf_16": (
        "camt_declaration",
        "camt.xml",
        lambda: xml(CAMT, "external_entity").decode().encode("utf-16"),
    ),
    "camt_200000_deep": (
        "camt_too_deep",
        "camt.xml",
        lambda: CAMT.format(doctype="", text="<A>" * 200_000).encode(),
    ),
    "ofx1_200000_deep": (
        "ofx_too_deep",
        "deep.ofx",
        lambda: OFX_HEAD + b"<OFX>" + b"<A>" * 200_000,
    ),
    "ofx2_200000_deep": (
        "ofx_too_deep",
        "deep.ofx",
        lambda: OFX2.format(doctype="", text="<A>" * 200_000).encode(),
    ),
    "ofx_endless_tag": (
        "ofx_truncated",
        "tag.ofx",
        lambda: OFX_HEAD + b"<OFX><" + b"A" * 10_000_000,
    ),
    "xlsx_bomb": ("xlsx_unsafe", "bomb.xlsx", lambda: bomb("xl/worksheets/sheet1.xml", 400)),
    "xlsx_nested": (
        "xlsx_unsafe",
        "nested.xlsx",
        lambda: zip_of({**XLSX_START, "xl/embeddings/inner.xlsx": zip_of(XLSX_START)}),
    ),
    "xlsx_entities": ("xlsx_unsafe", "entities.xlsx", xlsx_with_entities),
    "zip_bomb": ("zip_unsafe", "bomb.zip", lambda: bomb("march.csv", 400, first=CSV_HEAD)),
    "zip_overlapping": (
        "zip_unsafe",
        "overlap.zip",
        lambda: bomb("march.csv", 20, first=CSV_HEAD, copies=1_900),
    ),
    "zip_nested": (
        "zip_unsafe",
        "nested.zip",
        lambda: zip_of({"inner.zip": zip_of({"a.csv": CSV_HEAD})}),
    ),
    "zip_3000_members": (
        "zip_unsafe",
        "many.zip",
        lambda: zip_of({f"{n}.csv": CSV_HEAD + CSV_ROW for n in range(3_000)}),
    ),
    "html_named_csv": ("web_page", "export.csv", lambda: LOGIN_PAGE),
    "empty": ("empty_file", "empty.csv", lambda: b""),
    "only_a_mark": ("empty_file", "mark.csv", lambda: b"\xef\xbb\xbf\r\n"),
    "only_nuls": ("empty_file", "nuls.csv", lambda: bytes(1 << 20)),
    "nuls_inside": (
        "csv_nul_bytes",
        "nuls.csv",
        lambda: CSV_HEAD + CSV_ROW + b"2025-03-04,T\0EA,-\0001.00,6.00\n" + bytes(4096),
    ),
    "mixed_encodings": (
        "csv_mixed_encoding",
        "mixed.csv",
        lambda: (
            CSV_HEAD
            + "2025-03-02,CAFÉ,-1.00,9.00\n".encode()
            + "2025-03-03,CAFÉ,-1.00,8.00\n".encode("cp1252")
        ),
    ),
    "mixed_with_utf_16": (
        "csv_nul_bytes",
        "mixed.csv",
        lambda: CSV_HEAD + CSV_ROW + "2025-03-04,CAFÉ,-1.00,6.00\n".encode("utf-16-le"),
    ),
    "csv_one_line": ("csv_endless_line", "line.csv", lambda: b"2025-03-02,TEA,-1.00," * 1_000_000),
    "csv_open_quote": (
        "csv_unbalanced_quote",
        "quote.csv",
        lambda: CSV_HEAD + b'2025-03-02,"' + CSV_ROW * 10_000,
    ),
    "csv_endless_amount": (
        "csv_endless_line",
        "amount.csv",
        lambda: CSV_HEAD + CSV_ROW + b"2025-03-04,TEA,-" + b"9" * 1_000_000 + b",6.00\n",
    ),
    "csv_million_columns": (
        "csv_endless_line",
        "wide.csv",
        lambda: CSV_HEAD + b"," * 1_000_000 + b"\n" + CSV_ROW,
    ),
    "qif_without_end": (
        "text_too_long",
        "end.qif",
        lambda: b"!Type:Bank\nD03/25/2025\nT-1.00\nPTEA\n" + b"MMORE\n" * 300_000,
    ),
    "qif_one_line": (
        "qif_bad_amount",
        "line.qif",
        lambda: b"!Type:Bank\nD03/25/2025\nT-" + b"1" * 10_000_000,
    ),
    "mt940_at_marks": (
        "text_too_long",
        "marks.sta",
        lambda: MT940_OPEN + MT940_ROW + b"@@" * 10_000 + b"TEA" + MT940_CLOSE,
    ),
    "mt940_endless_field": (
        "text_too_long",
        "field.sta",
        lambda: MT940_OPEN + MT940_ROW + b"A" * 10_000_000,
    ),
    "bai2_unending": ("bai2_truncated", "unending.bai", lambda: BAI2_OPEN + b"\n88,MORE" * 100_000),
    "bai2_endless_record": ("bai2_truncated", "record.bai", lambda: BAI2_OPEN + b",1" * 3_000_000),
}
"""What it is -> the code of its refusal or first error, its file name, its bytes."""
