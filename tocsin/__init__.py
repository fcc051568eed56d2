"""tocsin: an alarm bell for violence that the world is not looking at."""

__version__ = "0.1.0"
