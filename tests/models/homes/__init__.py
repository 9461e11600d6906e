"""Doors and residents: who is where, and what may be done about it."""
