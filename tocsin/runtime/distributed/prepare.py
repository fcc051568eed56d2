"""`tocsin setup`: topics, templates, reference rows and Kibana's objects, as they should be; safe to repeat."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tocsin.atlas import Atlas
from tocsin.errors import BackendFault, ConfigProblem
from tocsin.index.bulk import Bulk
from tocsin.index.connection import ElasticConnection, elastic_connection
from tocsin.index.documents import region_operations
from tocsin.index.operations import Operation
from tocsin.index.setup import IndexAdmin, Templates, index_plan
from tocsin.runtime.distributed.connection import kafka_connection
from tocsin.runtime.distributed.log_setup import LogAdmin, log_plan
from tocsin.settings import setting

#: raised with every new atlas, so that its reference rows replace the older ones
REFERENCE: Final = 1
_TIMEOUT: Final = 60


def prepare(environment: Mapping[str, str], folder: Path, atlas: Atlas, *, check: bool) -> list[str]:
    """Set everything up (or, with ``check``, only look) and return what was (or would be) done.

    Raises:
        BackendFault: a server does not answer, or holds what no set-up mends.
    """
    lines = [
        *_log(environment, check=check),
        *_index(environment, folder / "elasticsearch", atlas, check=check),
    ]
    if setting("KIBANA", environment) and not check:
        lines.append(import_objects(environment, folder / "kibana" / "tocsin.ndjson"))
    return lines


def _log(environment: Mapping[str, str], *, check: bool) -> tuple[str, ...]:
    admin = LogAdmin(kafka_connection(environment))
    try:
        plan = log_plan(admin.found())
        if not check:
            admin.carry_out(plan, replication=int(setting("KAFKA_REPLICATION", environment) or -1))
        return plan.lines()
    finally:
        admin.close()


def _index(environment: Mapping[str, str], folder: Path, atlas: Atlas, *, check: bool) -> tuple[str, ...]:
    from elasticsearch import TransportError

    connection = elastic_connection(environment)
    client = connection.client()
    try:
        admin, wanted = IndexAdmin(client), Templates.read(folder)
        plan = index_plan(wanted, admin.found())
        if not check:
            admin.carry_out(plan, wanted)
            if plan.create:
                asyncio.run(_reference(connection, atlas))
        return plan.lines()
    except TransportError as error:
        raise BackendFault(f"Elasticsearch does not answer: {type(error).__name__}") from error
    finally:
        client.close()


async def _reference(connection: ElasticConnection, atlas: Atlas) -> None:
    client = connection.async_client()

    async def refuse(operation: Operation, why: str) -> None:
        raise BackendFault(f"the row of {operation.id} cannot be stored: {why}")

    try:
        await Bulk(client, refuse).write(region_operations(atlas, REFERENCE))
    finally:
        await client.close()


def import_objects(environment: Mapping[str, str], file: Path) -> str:
    """Import data views and dashboards into Kibana; a reply of 200 may still carry errors.

    Raises:
        BackendFault: Kibana does not answer, or took an object badly.
    """
    address = setting("KIBANA", environment) or ""
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ConfigProblem("TOCSIN_KIBANA", f"{address} is no http address")
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
    body = head.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    headers = {"kbn-xsrf": "tocsin", "Content-Type": f"multipart/form-data; boundary={boundary}"}
    if key := setting("KIBANA_KEY", environment):
        headers["Authorization"] = f"ApiKey {key}"
    request = urllib.request.Request(  # noqa: S310 – http or https, see above
        f"{address.rstrip('/')}/api/saved_objects/_import?overwrite=true", data=body, headers=headers
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as reply:  # noqa: S310
            answer = json.load(reply)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise BackendFault(f"Kibana did not take the objects: {type(error).__name__}") from error
    if faults := answer.get("errors"):
        first = faults[0]
        raise BackendFault(f"Kibana refused {first.get('type')} {first.get('id')}: {first.get('error')}")
    return f"import {answer.get('successCount', 0)} objects into Kibana"
