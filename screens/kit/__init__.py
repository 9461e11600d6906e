"""What rooms are made of. The kit knows no area: it is told verbs, kinds and reads by name."""
