"""Spreadsheets: whatever file is handed over gives rows or a sentence, and nothing is guessed."""
