"""The one way out: a guard before every connection, and a client that keeps to its limits.

Here: which addresses may be reached (addresses.py, ranges.py), asking a name server within a time
(resolving.py), the connection (connecting.py), GET with all its limits (client.py). Not here: the
log of what left (ledgerflow/agents/context.py).
"""
