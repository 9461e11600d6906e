"""The commands of `quanan`, a few to a module; each imports what it needs when it runs."""
