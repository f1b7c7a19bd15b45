"""One classifier per file, all with the protocol in protocol.py; the order is in cascade.py."""
