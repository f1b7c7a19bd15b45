"""The review pages: what waits, and deciding it, of one business or of a whole firm."""
