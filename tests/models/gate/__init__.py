"""The gate: a no that says until when and because of what, and nobody out who is forgotten."""
