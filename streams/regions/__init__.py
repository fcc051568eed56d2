"""Tagging by region: names, places, evidence, roles."""
