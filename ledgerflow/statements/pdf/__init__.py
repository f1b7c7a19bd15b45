"""PDF statements: pages to words, words to rows and columns, candidate readings, the proof."""
