"""numpy, loaded at the first use and not at import, and the names of our array types."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]
    Array = npt.NDArray[Any]
    Rows = slice | Ints  #: some rows of a bank
else:

    class _Later:
        """A library that is imported when something of it is first asked for."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:
            value = getattr(import_module(self._name), name)
            setattr(self, name, value)  # asked for once: from now on a plain attribute
            return value

    np = _Later("numpy")
    Floats = Ints = Bools = Array = Rows = Any

__all__ = ["Array", "Bools", "Floats", "Ints", "Rows", "np"]
