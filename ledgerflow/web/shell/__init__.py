"""The frame around every page. Not here: what a page shows (views/, selectors/)."""
