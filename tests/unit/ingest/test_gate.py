from ipaddress import ip_network

import pytest

from ingest.gate import refusal

ALLOWED = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/32"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "239.1.2.3", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "192.88.99.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:1::1",
        "2001:db8::1", "fec0::1", "nonsense",
    ],
)  # fmt: skip
def test_what_is_not_the_public_web_is_refused(address):
    assert refusal(address, 443, ALLOWED) is not None


@pytest.mark.parametrize("address", ["93.184.216.34", "::ffff:93.184.216.34", "2606:2800:220:1::1"])
def test_the_public_web_may_be_fetched(address):
    assert refusal(address, 443) is None
    assert refusal(address, 8080) is None
    assert "port 22" in refusal(address, 22)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "fd00:1::5"])
def test_networks_the_operator_allows_may_be_fetched_on_any_port(address):
    assert refusal(address, 41_234, ALLOWED) is None
    assert refusal(address, 443) is not None
