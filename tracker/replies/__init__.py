"""The way out: drafts, what they are, sending."""
