"""Logging: one line an event, to stderr, as text for people or JSON lines for machines."""
