"""How addresses begin. A business or firm is named by its number: names change, links stay."""

BUSINESS = "b/<int:business_id>/"
FIRM = "f/<int:firm_id>/"
