"""The search port on Elasticsearch: the same words, stems and marks as on SQLite, so the same answers."""

from tocsin.index.elastic.search import ElasticSearch

__all__ = ["ElasticSearch"]
