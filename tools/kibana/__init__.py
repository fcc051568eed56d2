"""Kibana's saved objects, part by part; `tools/build_kibana.py` puts them together."""
