"""Messages to documents: pure, one module per kind of message."""

from tocsin.index.documents.articles import article_operations
from tocsin.index.documents.health import feed_operations, rejected_operations
from tocsin.index.documents.incidents import incident_operations
from tocsin.index.documents.places import region_operations
from tocsin.index.documents.windows import running_hours, running_operation, window_operations

__all__ = [
    "article_operations",
    "feed_operations",
    "incident_operations",
    "region_operations",
    "rejected_operations",
    "running_hours",
    "running_operation",
    "window_operations",
]
