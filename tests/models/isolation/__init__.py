"""Isolation: no release in silence, a clock that restarts, and health told to those who need it."""
