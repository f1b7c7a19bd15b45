"""The pages: each view parses, calls one function, renders."""
