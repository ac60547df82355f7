"""The tables of docs/termijnen.md, one module a subject."""
