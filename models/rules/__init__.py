"""Reasoning over plain values: no database, no screen, nothing but the standard library."""
