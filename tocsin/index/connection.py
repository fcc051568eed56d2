"""How to reach Elasticsearch: hosts, key and authority from settings; nothing of the key is ever shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from tocsin.errors import ConfigProblem
from tocsin.settings import setting

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch, Elasticsearch

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticConnection:
    """Where the nodes are and who we are to them."""

    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    key: tuple[str, str] | None = field(default=None, repr=False)  #: id and secret
    user: tuple[str, str] | None = field(default=None, repr=False)  #: name and password
    authority: str | None = None  #: PEM file; the system's authorities where absent

    def client(self) -> Elasticsearch:
        """Return a client that blocks."""
        from elasticsearch import Elasticsearch

        return Elasticsearch(**self._options())

    def async_client(self) -> AsyncElasticsearch:
        """Return a client for an event loop."""
        from elasticsearch import AsyncElasticsearch

        return AsyncElasticsearch(**self._options())

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {"hosts": list(self.hosts), "request_timeout": 30}
        if self.key:
            options["api_key"] = self.key
        elif self.user:
            options["basic_auth"] = self.user
        if self.authority:
            options["ca_certs"] = self.authority
        return options


def elastic_connection(environment: Mapping[str, str]) -> ElasticConnection:
    """Return the connection that ``TOCSIN_ELASTICSEARCH*`` describe.

    Raises:
        ConfigProblem: a key that is none, or plain http to another machine without leave.
    """
    hosts = tuple(
        host.strip()
        for host in (setting("ELASTICSEARCH", environment) or ElasticConnection().hosts[0]).split(",")
    )
    if setting("ELASTICSEARCH_INSECURE", environment) != "yes":
        for host in hosts:
            parts = urlsplit(host)
            if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
                raise ConfigProblem(
                    "TOCSIN_ELASTICSEARCH",
                    f"{host} would send everything in the clear; use https, "
                    "or say TOCSIN_ELASTICSEARCH_INSECURE=yes",
                )
    return ElasticConnection(
        hosts=hosts,
        key=_pair("ELASTICSEARCH_KEY", environment),
        user=_pair("ELASTICSEARCH_USER", environment),
        authority=setting("ELASTICSEARCH_CA", environment),
    )


def _pair(name: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Return ``id:secret`` as a pair: as one string the client would want it encoded first."""
    value = setting(name, environment)
    if value is None:
        return None
    identity, colon, secret = value.partition(":")
    if not (identity and colon and secret):
        raise ConfigProblem(f"TOCSIN_{name}", "should read id:secret")
    return identity, secret
