"""Real servers for tests, rehearsals and benchmarks: fetched by Maven, started on loopback, ended by pid."""

from tocsin.testing.servers.elasticsearch import ELASTICSEARCH_VERSIONS, ElasticsearchServer
from tocsin.testing.servers.kafka import KAFKA_VERSION, KafkaServer
from tocsin.testing.servers.maven import Unavailable

__all__ = [
    "ELASTICSEARCH_VERSIONS",
    "KAFKA_VERSION",
    "ElasticsearchServer",
    "KafkaServer",
    "Unavailable",
]
