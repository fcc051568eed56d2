"""The search index: documents, templates and the stores they go to."""
