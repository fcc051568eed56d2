"""The desk page."""
