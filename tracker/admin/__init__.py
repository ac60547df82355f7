"""Screens for the functional administrator."""
