"""Which addresses a feed may be fetched from: public ones on web ports, and networks the operator allows.

The gate judges resolved addresses, so literals, redirects and names that
change their minds (DNS rebinding) meet one check.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network

PORTS: Final = frozenset({80, 443, 8080, 8443})
#: What `ipaddress.is_global` lets through though it leads elsewhere than it says.
_TUNNELS: Final = tuple(
    ip_network(block)
    for block in (
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # local NAT64 (RFC 8215)
        "2002::/16",  # 6to4 (RFC 3056)
        "2001::/32",  # Teredo (RFC 4380)
        "::/96",  # IPv4-compatible (RFC 4291, deprecated)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526, deprecated)
        "fec0::/10",  # site-local (RFC 3879, deprecated)
    )
)


def refusal(address: str, port: int, allowed: Collection[Network] = ()) -> str | None:
    """Return why a connection is refused, or nothing where it may be made."""
    try:
        found = _plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return f"{address} is no address"
    if any(found.version == network.version and found in network for network in allowed):
        return None
    if not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified:
        return f"{found} is no public address"
    if any(found.version == block.version and found in block for block in _TUNNELS):
        return f"{found} leads into another network"
    return None if port in PORTS else f"port {port} is no web port"


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
