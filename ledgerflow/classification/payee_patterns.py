"""What payees.py knows of how banks write: patterns over folded text (lower case, no accents).

Here: the compiled patterns and the words read from knowledge/payee_words.toml. Not here: the
order they are applied in (payees.py), or which ledger account a payee means (knowledge.py).
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

_DATA = tomllib.loads(
    (files("ledgerflow.classification") / "knowledge" / "payee_words.toml").read_text("utf-8")
)

BARE_PROCESSORS: frozenset[str] = frozenset(_DATA["bare_processors"])
PROCESSOR_OWN_WORDS: frozenset[str] = frozenset(_DATA["processor_own_words"])
LEGAL_FORMS: frozenset[str] = frozenset(_DATA["legal_forms"])
COUNTRY_TAILS: frozenset[str] = frozenset(_DATA["country_tails"])
STATE_TAILS: frozenset[str] = frozenset(_DATA["state_tails"])
STATE_WORDS: frozenset[str] = frozenset(_DATA["state_words"])
REGIONS: frozenset[str] = frozenset(_DATA["regions"])
TOWNS: frozenset[str] = frozenset(_DATA["towns"])
TOWN_GLUE: frozenset[str] = frozenset(_DATA["town_glue"])
GENERAL_WORDS: frozenset[str] = frozenset(_DATA["general_words"])
SMALL_WORDS: frozenset[str] = frozenset(_DATA["small_words"])
GLUED_BRANDS: tuple[str, ...] = tuple(_DATA["glued_brands"])
WORD_SPELLINGS: dict[str, str] = _DATA["word_spellings"]
LAST_WORD_SPELLINGS: dict[str, str] = _DATA["last_word_spellings"]

SPELLINGS: tuple[tuple[str, str, bool], ...] = tuple(
    (opening, name, section == "openings")
    for section in ("brands", "openings")
    for name, openings in _DATA[section].items()
    for opening in openings
)
"""(opening words, name, whether the rest is kept)."""


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))


_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|okt|dez|mai|juin|juil|mrz)[a-z]{0,6}"
)
_CURRENCY = r"(?:usd|eur|gbp|cad|aud|chf|sek|nok|dkk|pln|czk|huf|jpy|nzd)"

PREFIX = re.compile(
    rf"(?:{_any_of(_DATA['bank_prefixes'])})(?![a-z0-9])[\s:*.,/\-]*(?:\d{{4}}\s+(?=[a-z]))?"
)
STAR = re.compile(rf"(?:{_any_of(_DATA['star_processors'])})\s?[*_]\s*(?=.*[a-z])")
BARE = re.compile(rf"(?:{_any_of(BARE_PROCESSORS)})\s+(?=[a-z0-9])")
TAIL = re.compile(
    r"\s(?:recurring|pending|contactless|card not present|apple pay|google pay|pos|ppd|ccd|web|"
    r"mobile purchase|qps|qth|visa|mastercard|sagt danke|sagt vielen dank|dankt)\s*$"
)
URL = re.compile(
    r"(?:https?://)?(?:www[. ])?((?:\d+[a-z]|[a-z])[a-z0-9\-]*)\."
    r"(?:com(?:\.[a-z]{2})?|co(?:\.[a-z]{0,2})?|org(?:\.[a-z]{2})?|net|gov(?:\.[a-z]{2})?|ac\.uk|"
    r"edu|info|biz|ca|de|fr|es|it|nl|at|ch|be|io|eu|us|uk|ie|se|dk|pl|app|ai|dev|shop|online|tv)"
    r"(?![a-z])(?:/\S*)?\.?"
)
WWW = re.compile(r"^(?:https?://)?www[. ]")
DOMAIN_WORDS = re.compile(r"\s(?:co uk|com|co u|org uk)$")
NOISE = re.compile(
    r"\+?\(?\d{3}\)?[\s\-.]\d{3}[\s\-.]\d{3,4}\b"  # telephone
    r"|\+\d{9,14}\b"
    r"|\b\d{4}-\d{2}-\d{2}(?:t\d{2}[:.]\d{2}(?:[:.]\d{2})?)?"  # dates and times
    r"|\b\d{1,2}[./\-]\d{1,2}(?:[./\-](?:\d{4}|\d{2})?)?(?![\w])"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:am|pm|uhr))?\b"
    rf"|\b\d{{1,2}}[\s\-]?{_MONTH}(?:[\s\-]?\d{{2,4}})?\b"
    rf"|\b{_MONTH}[\s\-]?\d{{1,2}}\b"
    r"|\b(?:x{2,}|\*{2,})[\s\-]?\d{2,6}\b|\*{2,}\d{2,6}\b|x{4,}"  # card masks
    rf"|,?\s?\b\d+\.\d{{2}}\s?{_CURRENCY},?\s?rate\s[\d.]+/{_CURRENCY}(?:\son)?"
    rf"|\b{_CURRENCY}\s?\d+[.,]\d{{2}}\b|\b\d+[.,]\d{{2}}(?![\d.])\s?{_CURRENCY}?\b(?:\s?@\s?[\d.]+)?"
    r"|#\s*[a-z]{0,3}\d[\w\-]*|#(?=\s|$)"  # store numbers
    r"|\b[a-z]{2}\d{2}[a-z]{4}\d{10,18}\b|\b[a-z]{2}\d{18,20}\b"  # IBAN
)
REFERENCE = re.compile(
    rf"(?<![a-z&])(?:{_any_of(_DATA['reference_words'])})(?:\s?(?:no|nr|num|number|nummer)\b)?"
    r"\s?[.:#+\-]*\s?(?=[\w\-/]*\d)[\w\-/]{3,}"
)
STRUCTURED = (
    (re.compile(r".*orig co name:\s*(.*?)\s*(?:orig id|desc date|co entry|sec:|$).*"), r"\1"),
    (re.compile(r"(.*?)\s+des:\s*(.*?)\s+(?:id|indn):.*"), r"\1 \2"),
    (re.compile(r".*/name/([^/]{2,}).*"), r"\1"),
    (re.compile(r".*svwz\+\s*(.*?)(?:\s*(?:eref|mref|kref|cred|abwa|iban|bic)\+.*|$)"), r"\1"),
)
UK_POSTCODE = re.compile(r"\s[a-z]{1,2}\d{1,2}[a-z]?\s\d[a-z]{2}$")
