"""Which regions an article is about: accept, resolve, rank. The data lies in ``data/``, each concern in its file."""
