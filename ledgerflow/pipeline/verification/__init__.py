"""What `verify` checks: one module per part of the product that can be damaged."""
