"""One process, one SQLite file, nothing else to install."""
