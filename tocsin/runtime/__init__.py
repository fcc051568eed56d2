"""Drivers that carry out what the stages decide: embedded, distributed, replay, rule tests."""
