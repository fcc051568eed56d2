"""Libraries that only some ways of running need, and how to get them where they are missing."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Final

from tocsin.errors import BackendFault

DISTRIBUTED: Final = ("aiokafka", "elasticsearch", "faust", "kafka")


def need_distributed() -> None:
    """See that the libraries of the distributed runtime are installed.

    Raises:
        BackendFault: some are not; it says how to install them.
    """
    missing = [name for name in DISTRIBUTED if not _is_there(name)]
    if missing:
        raise BackendFault(
            f"Kafka and Elasticsearch need libraries that are not installed ({', '.join(missing)}): "
            "pip install 'tocsin[distributed]', or in a checkout "
            ".venv/bin/python -m pip install -c constraints.txt -e '.[distributed]'"
        )


def _is_there(name: str) -> bool:
    if (
        name in sys.modules
    ):  # then it need not be looked for, and Faust, once imported, cannot be: it has no spec
        return sys.modules[name] is not None  # None: whoever put it there wants it not to be found
    return find_spec(name) is not None
