"""Kibana's saved objects without Kibana: checked for what an import would refuse, and run as searches."""

from tocsin.testing.kibana.check import Checked, check

__all__ = ["Checked", "check"]
