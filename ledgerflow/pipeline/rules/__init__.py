"""A person's rules at work: stating, previewing, applying, moving as text, proposing."""
