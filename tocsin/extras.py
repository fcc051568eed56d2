"""Libraries that only some ways of running need, and how to get them where they are missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from tocsin.errors import BackendFault

DISTRIBUTED: Final = ("aiokafka", "elasticsearch", "faust", "kafka")


def need_distributed() -> None:
    """See that the libraries of the distributed runtime are installed.

    Raises:
        BackendFault: some are not; it says how to install them.
    """
    missing = [name for name in DISTRIBUTED if find_spec(name) is None]
    if missing:
        raise BackendFault(
            f"Kafka and Elasticsearch need libraries that are not installed ({', '.join(missing)}): "
            "pip install 'tocsin[distributed]', or in a checkout "
            ".venv/bin/python -m pip install -c constraints.txt -e '.[distributed]'"
        )
