"""How to reach Kafka: one set of settings, in the words of each of the three clients."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tocsin.errors import ConfigProblem
from tocsin.settings import setting


class Protocol(StrEnum):
    """How the connection is secured."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"


@dataclass(frozen=True, slots=True, kw_only=True)
class KafkaConnection:
    """Where the brokers are and who we are to them."""

    bootstrap: str = "127.0.0.1:9092"
    protocol: Protocol = Protocol.PLAINTEXT
    mechanism: str = "SCRAM-SHA-512"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    authority: str | None = None  #: PEM file of the certificate authority; the system's where absent
    certificate: str | None = None  #: PEM file of our own certificate, where brokers ask for one
    key: str | None = None

    @property
    def brokers(self) -> list[str]:
        """``host:port`` of each broker named."""
        return [broker.strip() for broker in self.bootstrap.split(",")]

    @property
    def _sasl(self) -> bool:
        return self.protocol.startswith("SASL")

    def tls(self) -> ssl.SSLContext | None:
        """Return the TLS context, or None where the connection is plain."""
        if not self.protocol.endswith("SSL"):
            return None
        context = ssl.create_default_context(cafile=self.authority)
        if self.certificate:
            context.load_cert_chain(self.certificate, self.key)
        return context

    def client(self) -> dict[str, Any]:
        """Return the arguments that kafka-python and aiokafka take alike."""
        options: dict[str, Any] = {
            "bootstrap_servers": self.brokers,
            "security_protocol": self.protocol.value,
        }
        if context := self.tls():
            options["ssl_context"] = context
        if self._sasl:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
            }
        return options

    def faust(self) -> dict[str, Any]:
        """Return the arguments that a Faust app takes."""
        import faust

        options: dict[str, Any] = {"broker": ";".join(f"kafka://{broker}" for broker in self.brokers)}
        if self._sasl:
            options["broker_credentials"] = faust.SASLCredentials(
                username=self.user,
                password=self.password,
                mechanism=self.mechanism,
                ssl_context=self.tls(),
            )
        elif context := self.tls():
            options["broker_credentials"] = faust.SSLCredentials(context)
        return options


def kafka_connection(environment: Mapping[str, str]) -> KafkaConnection:
    """Return the connection that ``TOCSIN_KAFKA_*`` describe.

    Raises:
        ConfigProblem: an unknown protocol, or SASL without a user and a password.
    """
    name = setting("KAFKA_PROTOCOL", environment) or Protocol.PLAINTEXT
    try:
        protocol = Protocol(name.upper())
    except ValueError as error:
        known = ", ".join(Protocol)
        raise ConfigProblem("TOCSIN_KAFKA_PROTOCOL", f"{name} is none of {known}") from error
    connection = KafkaConnection(
        bootstrap=setting("KAFKA", environment) or KafkaConnection().bootstrap,
        protocol=protocol,
        mechanism=setting("KAFKA_MECHANISM", environment) or KafkaConnection().mechanism,
        user=setting("KAFKA_USER", environment),
        password=setting("KAFKA_PASSWORD", environment),
        authority=setting("KAFKA_CA", environment),
        certificate=setting("KAFKA_CERTIFICATE", environment),
        key=setting("KAFKA_KEY", environment),
    )
    if protocol.startswith("SASL") and not (connection.user and connection.password):
        raise ConfigProblem(
            "TOCSIN_KAFKA_PROTOCOL", f"{protocol} needs TOCSIN_KAFKA_USER and TOCSIN_KAFKA_PASSWORD"
        )
    return connection
