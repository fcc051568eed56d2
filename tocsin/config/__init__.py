"""Reading an operator's files into one checked configuration.

`check` finds every problem of every file; `load` gives the `Config` of a
folder without problems, or raises with all of them.
"""

from tocsin.config.load import Checked, Config, check, load

__all__ = ["Checked", "Config", "check", "load"]
