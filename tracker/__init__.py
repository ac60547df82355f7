"""Tijdig: a fast, real and readable answer to every letter a municipality gets."""

__version__ = "0.1.0"
