"""The same road across Kafka, Faust and Elasticsearch, one role per process."""

from tocsin.extras import need_distributed

need_distributed()  # one line for whoever installed tocsin without them, whichever verb asks first
