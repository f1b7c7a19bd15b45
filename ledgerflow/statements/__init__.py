"""Statement files: received, read, proved, de-duplicated, published. Knows no categories."""
