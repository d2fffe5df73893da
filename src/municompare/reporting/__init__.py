"""Comparisons and plans for people: text for terminals."""
