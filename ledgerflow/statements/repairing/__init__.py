"""Finding what would make a statement's arithmetic hold; the door is statements/repairs.py.

Here: records, what could have happened to a line, how likely it is, and what speaks for it.
Not here: finding the break (proof.py) or applying a proposal (amending.py). Pure.
"""
