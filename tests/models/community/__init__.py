"""Mutual aid, rumours, moods, conflicts, good deeds and notices: what is done and who reads it."""
