"""`tocsin doctor`: whether the servers answer, are of a version that we know, and are as they should be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from alerts.undelivered import in_words, undelivered
from tocsin.clock import SystemClock
from tocsin.errors import BackendFault, TocsinError
from tocsin.index.connection import elastic_connection
from tocsin.index.setup import IndexAdmin, Templates, index_plan
from tocsin.runtime.distributed.connection import kafka_connection
from tocsin.runtime.distributed.ledger import ElasticLedger
from tocsin.runtime.distributed.log_setup import LogAdmin, log_plan
from tocsin.runtime.distributed.rights import index_lacks, log_lacks, told
from tocsin.runtime.finding import ARRIVED, Finding, packages

#: majors of Elasticsearch that our client speaks to
KNOWN: Final = ("8.", "9.")


def examine(environment: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    """Yield findings, one after the other; a server that does not answer is a finding like the others."""
    yield packages()
    yield from examine_log(environment)
    yield from examine_index(environment, folder / "elasticsearch")


def examine_log(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings about Kafka: its topics, and what we may do with them."""
    connection = kafka_connection(environment)
    try:
        admin = LogAdmin(connection)
    except TocsinError as error:
        yield Finding(what="Kafka", fine=False, said=str(error))
        return
    try:
        yield _tried("Kafka", lambda: _topics(admin))
        yield _tried(
            "rights in Kafka", lambda: told(connection.user or "everybody", log_lacks(admin.rights()))
        )
    finally:
        admin.close()


def _topics(admin: LogAdmin) -> tuple[bool, str]:
    plan = log_plan(admin.found())
    return plan.done, "; ".join(plan.lines()) or f"{admin.version()}, topics as they should be"


def examine_index(environment: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    """Yield findings about Elasticsearch: its version, our templates, and which roles the key serves."""
    try:
        client = elastic_connection(environment).client()
    except TocsinError as error:
        yield Finding(what="Elasticsearch", fine=False, said=str(error))
        return
    try:
        yield _tried("Elasticsearch", lambda: _version(client))
        yield _tried("templates", lambda: _templates(client, folder))
        yield _tried("rights", lambda: _rights(client, folder))
        yield _tried("deliveries", lambda: _arrived(client))
    finally:
        client.close()


def _arrived(client: Any) -> tuple[bool, str]:
    """Say what did not arrive; a key of a role that never asks the ledger is as it should be."""
    from elasticsearch import AuthorizationException

    try:
        found = undelivered(ElasticLedger(client), SystemClock().now())
    except BackendFault as fault:
        if isinstance(fault.__cause__, AuthorizationException):
            return True, str(fault)
        raise
    unheard = in_words(found)
    return unheard is None, unheard or ARRIVED


def _version(client: Any) -> tuple[bool, str]:
    nodes = client.nodes.info(filter_path="nodes.*.version")["nodes"].values()
    versions = sorted({node["version"] for node in nodes})
    return all(version.startswith(KNOWN) for version in versions), f"version {', '.join(versions)}"


def _templates(client: Any, folder: Path) -> tuple[bool, str]:
    plan = index_plan(Templates.read(folder), IndexAdmin(client).found())
    return plan.done, "; ".join(plan.lines()) or "as they should be"


def _rights(client: Any, folder: Path) -> tuple[bool, str]:
    """Say which roles' work the key may do (config/elasticsearch/roles.json); without security, everybody's."""
    from elasticsearch import ApiError

    lacks: dict[str, tuple[str, ...]] = {}
    who = "this key"
    try:
        for role, rights in json.loads((folder / "roles.json").read_text("utf-8")).items():
            reply = client.security.has_privileges(cluster=rights["cluster"], index=rights["index"])
            who, lacks[role] = reply["username"], index_lacks(reply)
    except ApiError:
        return True, "security is off: everybody may do everything"
    return told(who, lacks)


def _tried(what: str, look: Callable[[], tuple[bool, str]]) -> Finding:
    from elasticsearch import ApiError, TransportError
    from kafka.errors import KafkaError

    try:
        fine, said = look()
    except (TocsinError, ApiError, TransportError, KafkaError) as error:
        text = str(error) if isinstance(error, TocsinError) else type(error).__name__
        return Finding(what=what, fine=False, said=text)
    return Finding(what=what, fine=fine, said=said)
