from datetime import UTC, datetime, timedelta

from ingest.hosts import Hosts
from ingest.spec import IngestSpec

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_host_gets_one_connection_and_a_pause_between_starts():
    hosts = Hosts(IngestSpec())
    hosts.start("a.example", now=NOW)
    assert hosts.earliest("a.example", now=NOW) is None
    hosts.wait("a.example", "feed-2")
    assert hosts.finish("a.example") == ("feed-2",)
    assert hosts.earliest("a.example", now=NOW + SECOND) == NOW + 2 * SECOND
    assert hosts.earliest("b.example", now=NOW) == NOW


def test_retry_after_holds_for_the_host_only():
    hosts = Hosts(IngestSpec())
    hosts.hold("a.example", NOW + 60 * SECOND)
    assert hosts.earliest("a.example", now=NOW) == NOW + 60 * SECOND
    assert hosts.earliest("www.a.example", now=NOW) == NOW


def test_retry_after_holds_for_a_listed_domain():
    hosts = Hosts(IngestSpec(retry_after_domains=("a.example",)))
    hosts.hold("x.a.example", NOW + 60 * SECOND)
    assert hosts.earliest("y.a.example", now=NOW) == NOW + 60 * SECOND
    assert hosts.earliest("ba.example", now=NOW) == NOW


def test_on_private_hosts_each_feed_speaks_for_itself():
    hosts = Hosts(IngestSpec(allow_networks=("10.0.0.0/8",)))
    hosts.hold("10.1.2.3", NOW + 60 * SECOND)
    assert hosts.earliest("10.1.2.3", now=NOW) == NOW


def test_hosts_are_forgotten():
    hosts = Hosts(IngestSpec())
    hosts.start("a.example", now=NOW)
    hosts.finish("a.example")
    hosts.tidy(now=NOW + timedelta(hours=1))
    assert hosts._hosts == {}
