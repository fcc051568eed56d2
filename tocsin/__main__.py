"""``python -m tocsin``."""

from tocsin.cli.__main__ import main

main()
