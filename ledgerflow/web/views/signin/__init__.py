"""Pages of signing in: session, setup, invitation, kept forms, the sessions of an account."""
