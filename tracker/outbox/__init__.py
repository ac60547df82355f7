"""Whatever must leave the house by mail."""
