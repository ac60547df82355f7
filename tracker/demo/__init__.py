"""A municipality that does not exist, with a year of letters."""
