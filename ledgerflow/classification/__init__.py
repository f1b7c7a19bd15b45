"""Payee and account suggested for each bank transaction. Decides and posts nothing."""
