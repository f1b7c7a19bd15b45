"""Pages of the books: chart, journal, registers, entries, reconciling and closing."""
