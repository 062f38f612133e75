"""A page for each document: its whole text with the codings beside it."""
