"""Patrols: routes that wait, who is out, whom they met, and who may read where it was."""
