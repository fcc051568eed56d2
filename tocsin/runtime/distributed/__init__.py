"""The same road across Kafka, Faust and Elasticsearch, one role per process."""
