"""The real program, driven in a real pseudo-terminal."""
