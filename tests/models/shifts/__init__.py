"""Shifts and seats: who may stand where, who came, every gap before it opens."""
