"""The account keys that every chart template offers, with their types.

Here: the vocabulary that services, tax forms and classifiers may rely on in any business. Not
here: names and codes, which each template chooses in its own country's words.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ASSET = ("bank_accounts", "accounts_receivable", "equipment", "transfers_clearing", "suspense")
_LIABILITY = ("credit_cards", "sales_tax_payable", "payroll_liabilities", "loan_payable")
_EQUITY = (
    *("owner_equity", "owner_contribution", "owner_draw"),
    *("opening_balance_equity", "retained_earnings"),
)
_INCOME = ("sales", "returns_allowances", "other_income", "interest_income")
_EXPENSE = (
    *("cost_of_goods_sold", "purchases"),
    *("advertising", "car_truck", "commissions_fees", "contract_labor", "depreciation"),
    *("employee_benefits", "insurance", "interest_mortgage", "interest_other"),
    *("legal_professional", "office_expense", "pension_plans", "rent_equipment"),
    *("rent_property", "repairs_maintenance", "supplies", "taxes_licenses", "travel", "meals"),
    *("utilities", "telephone_internet", "wages", "bank_fees", "software_subscriptions"),
    *("education_training", "dues_memberships", "postage_shipping", "other_expenses"),
)

STANDARD_KEYS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(_ASSET, "asset"),
        **dict.fromkeys(_LIABILITY, "liability"),
        **dict.fromkeys(_EQUITY, "equity"),
        **dict.fromkeys(_INCOME, "income"),
        **dict.fromkeys(_EXPENSE, "expense"),
    }
)
"""Account key -> account type."""

STANDARD_HEADINGS = frozenset(
    {"bank_accounts", "credit_cards", "cost_of_goods_sold", "currency_trading"}
)
"""Keys that are headings: they collect accounts and are never posted to."""
