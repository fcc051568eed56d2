"""How the settings become a connection."""

import pytest

from tocsin.errors import ConfigProblem
from tocsin.runtime.distributed.connection import kafka_connection


def test_without_settings_the_broker_is_on_this_machine():
    assert kafka_connection({}).client() == {
        "bootstrap_servers": ["127.0.0.1:9092"],
        "security_protocol": "PLAINTEXT",
    }


def test_sasl_over_tls_reaches_the_client():
    options = kafka_connection(
        {
            "TOCSIN_KAFKA": "a:1, b:2",
            "TOCSIN_KAFKA_PROTOCOL": "sasl_ssl",
            "TOCSIN_KAFKA_USER": "u",
            "TOCSIN_KAFKA_PASSWORD": "p\n",
        }
    ).client()
    assert options["bootstrap_servers"] == ["a:1", "b:2"]
    assert options["sasl_plain_password"] == "p"
    assert options["ssl_context"].check_hostname


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"TOCSIN_KAFKA_PROTOCOL": "TLS"}, id="an unknown protocol"),
        pytest.param({"TOCSIN_KAFKA_PROTOCOL": "SASL_SSL"}, id="SASL without a user"),
    ],
)
def test_what_cannot_be_followed_is_said(environment):
    with pytest.raises(ConfigProblem, match="TOCSIN_KAFKA_PROTOCOL"):
        kafka_connection(environment)


def test_the_password_is_never_shown():
    environment = {
        "TOCSIN_KAFKA_PROTOCOL": "SASL_SSL",
        "TOCSIN_KAFKA_USER": "u",
        "TOCSIN_KAFKA_PASSWORD": "hush",
    }
    assert "hush" not in repr(kafka_connection(environment))
