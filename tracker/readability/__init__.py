"""Dutch text in, figures and findings out: pure functions."""
