"""The index as it should be, against the index as it is: templates and schema versions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.errors import BackendFault, WrongSchema
from tocsin.ids import digest
from tocsin.index.names import SCHEMA_VERSION, Kind, index, template

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

_COMPONENT, _TEMPLATE = "components", "indices"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPlan:
    """What is to be done so that the index is as it should be; ``faults`` no set-up mends."""

    components: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    create: tuple[str, ...] = ()  #: indices without a month
    extend: tuple[str, ...] = ()  #: templates whose indices lack fields
    faults: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing is to be done."""
        return not self.lines()

    def lines(self) -> tuple[str, ...]:
        """Return what would be done, one line each."""
        return (
            *(f"put component template {name}" for name in self.components),
            *(f"put index template {name}" for name in self.templates),
            *(f"create index {name}" for name in self.create),
            *(f"extend the mappings of {name}" for name in self.extend),
            *self.faults,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates of ``config/elasticsearch``, by name."""

    components: Mapping[str, Mapping[str, Any]]
    indices: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> Templates:
        """Read them from the folder's ``components`` and ``indices``."""
        return cls(components=_read(folder / _COMPONENT), indices=_read(folder / _TEMPLATE))

    def fields(self, name: str) -> dict[str, str]:
        """Return every field of a template with its type: ``violence.deaths`` → ``integer``."""
        body = self.indices[name]
        merged: dict[str, Any] = {}
        for component in body["composed_of"]:
            mappings = self.components[component]["template"].get("mappings", {})
            merged |= mappings.get("properties", {})
        return dict(_flat(merged | body["template"]["mappings"]["properties"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFound:
    """The index as the server has it."""

    components: Mapping[str, Mapping[str, Any]]
    indices: Mapping[str, Mapping[str, Any]]
    mappings: Mapping[str, Mapping[str, Any]]  #: by index name


def index_plan(wanted: Templates, found: IndexFound) -> IndexPlan:
    """Compare templates and indices; a schema of another version is a fault, for old writers may still run."""
    single = [
        index(kind)
        for kind in Kind
        if template(kind) in wanted.indices and "-*" not in _pattern(wanted, kind)
    ]
    return IndexPlan(
        components=_differing(wanted.components, found.components),
        templates=_differing(wanted.indices, found.indices),
        create=tuple(name for name in single if name not in found.mappings),
        extend=tuple(
            template(kind)
            for kind in Kind
            if any(
                _lacks(wanted, kind, mapping) for name, mapping in found.mappings.items() if _is(name, kind)
            )
        ),
        faults=tuple(_other_versions(found)),
    )


class IndexAdmin:
    """Looks at the server's templates and indices and carries out a plan."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client

    def found(self) -> IndexFound:
        """Return our templates and indices as the server has them."""
        client = self._client.options(ignore_status=404)
        components = client.cluster.get_component_template(name="tocsin-*")
        indices = client.indices.get_index_template(name="tocsin-*")
        mappings = client.indices.get_mapping(index="tocsin-*", expand_wildcards="all")
        return IndexFound(
            components={
                one["name"]: one["component_template"] for one in components.get("component_templates", ())
            },
            indices={one["name"]: one["index_template"] for one in indices.get("index_templates", ())},
            mappings={name: one["mappings"] for name, one in mappings.items() if name.startswith("tocsin-")},
        )

    def carry_out(self, plan: IndexPlan, wanted: Templates) -> None:
        """Put, create and extend what the plan says; raise `WrongSchema` where it names faults."""
        if plan.faults:
            raise WrongSchema("; ".join(plan.faults))
        for name in plan.components:
            self._client.cluster.put_component_template(name=name, **_body(wanted.components[name]))
        for name in plan.templates:
            self._client.indices.put_index_template(name=name, **_body(wanted.indices[name]))
        for name in plan.extend:
            body = wanted.indices[name]
            properties = _merged(wanted, name)
            pattern = body["index_patterns"][0]
            self._client.indices.put_mapping(index=pattern, properties=properties, expand_wildcards="all")
        for name in plan.create:
            self._client.indices.create(index=name)

    def check_schema(self) -> None:
        """Raise unless the server's index is of the version that we write.

        Raises:
            BackendFault: the server does not answer, or nothing is set up.
            WrongSchema: it holds the index of another version.
        """
        from elasticsearch import TransportError

        name = index(Kind.INCIDENTS)
        try:
            reply = self._client.options(ignore_status=404).indices.get_mapping(index=name)
        except TransportError as error:
            raise BackendFault(f"Elasticsearch does not answer: {type(error).__name__}") from error
        mapping = reply.body.get(name, {}).get("mappings")
        if mapping is None:
            raise BackendFault("the index is not set up: run `tocsin setup`")
        version = mapping.get("_meta", {}).get("schema_version")
        if version != SCHEMA_VERSION:
            raise WrongSchema(f"the index has schema {version}; this tocsin writes {SCHEMA_VERSION}")


def _read(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {
        f"tocsin-{file.stem}-v{SCHEMA_VERSION}": _stamped(json.loads(file.read_text("utf-8")))
        for file in sorted(folder.glob("*.json"))
    }


def _stamped(body: dict[str, Any]) -> dict[str, Any]:
    """Return a template that carries a digest of itself: servers give settings back in another shape."""
    fingerprint = digest(json.dumps(body, sort_keys=True))
    return body | {"_meta": body["_meta"] | {"fingerprint": fingerprint}}


def _body(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a template's parts as the client names them."""
    return {("meta" if name == "_meta" else name): value for name, value in document.items()}


def _pattern(wanted: Templates, kind: Kind) -> str:
    return str(wanted.indices[template(kind)]["index_patterns"][0])


def _is(name: str, kind: Kind) -> bool:
    return name == template(kind) or name.startswith(f"{template(kind)}-")


def _differing(
    wanted: Mapping[str, Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]]
) -> tuple[str, ...]:
    return tuple(
        name
        for name, body in wanted.items()
        if found.get(name, {}).get("_meta", {}).get("fingerprint") != body["_meta"]["fingerprint"]
    )


def _merged(wanted: Templates, name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for component in wanted.indices[name]["composed_of"]:
        merged |= wanted.components[component]["template"].get("mappings", {}).get("properties", {})
    return merged | dict(wanted.indices[name]["template"]["mappings"]["properties"])


def _lacks(wanted: Templates, kind: Kind, mapping: Mapping[str, Any]) -> bool:
    there = dict(_flat(mapping.get("properties", {})))
    return bool(set(wanted.fields(template(kind))) - set(there))


def _other_versions(found: IndexFound) -> Iterator[str]:
    for name, mapping in sorted(found.mappings.items()):
        version = mapping.get("_meta", {}).get("schema_version")
        if version != SCHEMA_VERSION:
            yield f"{name} has schema version {version}; this tocsin writes {SCHEMA_VERSION}"


def _flat(properties: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, about in properties.items():
        if "properties" in about:
            yield from _flat(about["properties"], f"{before}{name}.")
        else:
            yield f"{before}{name}", about.get("type", "object")
            for sub, more in about.get("fields", {}).items():
                yield f"{before}{name}.{sub}", more["type"]
