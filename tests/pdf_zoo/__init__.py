"""A zoo of invented bank statements: PDF files whose truth is known.

Here: the list of layouts and `build`. Not here: reading them, which is what is tested.
"""

from tests.pdf_zoo import (
    asia_pacific,
    card_sections,
    cards_and_loans,
    contents,
    europe,
    groupings,
    north_america,
    shapes,
    south_europe,
    two_dates,
    united_kingdom,
)
from tests.pdf_zoo.draft import Layout, Statement

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        north_america.us_sections,
        card_sections.us_card,
        north_america.canadian_year_end,
        united_kingdom.uk_day_end,
        united_kingdom.irish_types,
        europe.german_s_h,
        europe.swiss_columns,
        europe.french_releve,
        europe.swedish_minus,
        south_europe.spanish_trailing,
        south_europe.italian_dare_avere,
        south_europe.dutch_af_bij,
        south_europe.brazilian_d_c,
        asia_pacific.indian_upi,
        asia_pacific.singapore_card,
        asia_pacific.hong_kong_currencies,
        asia_pacific.australian_carried,
        shapes.side_box,
        shapes.centred_figures,
        shapes.words_apart,
        shapes.headless_yen,
        shapes.text_over_page,
        two_dates.two_dates_foreign,
        groupings.day_headings,
        groupings.month_headings,
        groupings.payee_and_details,
        groupings.original_amounts,
        groupings.side_by_side,
        cards_and_loans.card_references,
        cards_and_loans.loan_repayments,
        contents.no_activity,
        contents.pending_section,
        contents.savings_interest,
        contents.three_accounts,
        contents.totals_only,
    )
}


def build(name: str, seed: int = 1, damage: str = "") -> Statement:
    """A statement of a layout; `damage` is "" or one of the layout's `damages`."""
    return LAYOUTS[name].build(seed, damage)
