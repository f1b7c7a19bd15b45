"""Pages of questions to clients: asking, links, answers. Not here: what is written (review)."""
