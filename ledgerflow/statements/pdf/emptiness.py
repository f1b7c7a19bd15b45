"""Sentences that say that nothing moved.

Here: the words, in several languages. Not here: what follows from them (reading.py).
"""

import re

_NOTHING = re.compile(
    r"\b(?:no|not any|zero)\b(?: \w+){0,2} (?:activity|transactions?|movements?|postings|entries)\b"
    r"|\bthere (?:was|were|has been|have been) no\b.{0,40}(?:activity|transactions?|movements?)"
    r"|\bkeine (?:\w+ )?(?:umsatze|buchungen|bewegungen|kontobewegungen)"
    r"|\b(?:aucune?|pas d) (?:operation|mouvement|ecriture|transaction)s?"
    r"|\b(?:no hay|sin|no se registran|no existen) (?:movimientos|operaciones|transacciones)"
    r"|\b(?:nessun|nessuna|non ci sono) (?:movimenti|movimento|operazion[ei]|transazion[ei])"
    r"|\bgeen (?:transacties|mutaties|boekingen|bij en afschrijvingen|verrichtingen)"
    r"|\b(?:sem|nao ha|nao houve) (?:movimentos|movimentacao|lancamentos|transacoes)"
    r"|\b(?:inga|ingen) (?:transaktioner|transaksjoner|posteringer|handelser)"
)


def says_nothing_moved(folded: str) -> bool:
    """True where a folded row says that there was no transaction."""
    return bool(_NOTHING.search(folded))
