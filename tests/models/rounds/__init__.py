"""Rounds: everybody present is a target, everybody ends somewhere, and nobody is missed."""
