"""Questions to the client about bank transactions, and their answers. Not here: notes (papers/)."""
