import pytest

from tocsin import topics
from tocsin.runtime.distributed.rights import LOG_NEEDS, index_lacks, log_lacks, told

EVERYTHING = {topic.name: ("READ", "WRITE", "DESCRIBE") for topic in topics.TOPICS}


def test_who_may_do_everything_lacks_nothing():
    assert set(log_lacks(EVERYTHING).values()) == {()}


@pytest.mark.parametrize(
    ("role", "topic", "operation"),
    [
        pytest.param("process", topics.ARTICLES, "READ", id="a processor reads articles"),
        pytest.param("process", topics.SIGNALS, "WRITE", id="and writes signals"),
        pytest.param("alert", topics.MENTIONS, "WRITE", id="the alerter sends priors to the mentions"),
        pytest.param("alert", topics.ARTICLES, "WRITE", id="and its switch sends test articles"),
        pytest.param("alert", topics.SIGNALS, "WRITE", id="and Slack's buttons become actions"),
        pytest.param("poll", topics.FEEDS, "WRITE", id="a poller tells how feeds are"),
        pytest.param("index", topics.WINDOWS, "READ", id="the indexer reads hours"),
    ],
)
def test_what_is_missing_is_named(role, topic, operation):
    less = {**EVERYTHING, topic.name: set(EVERYTHING[topic.name]) - {operation}}
    assert log_lacks(less)[role] == (f"{operation} on {topic.name}",)


def test_every_topic_is_written_by_somebody():
    written = {topic for _, writes in LOG_NEEDS.values() for topic in writes}
    assert written == set(topics.TOPICS)


def test_the_index_says_what_it_refuses():
    reply = {
        "cluster": {"monitor": False},
        "index": {"tocsin-state-v1": {"read": True, "index": False}},
    }
    assert index_lacks(reply) == ("monitor", "index on tocsin-state-v1")


@pytest.mark.parametrize(
    ("lacks", "finding"),
    [
        pytest.param(
            {"poll": (), "alert": ("READ on x",)},
            (True, "ann may do the work of poll"),
            id="one role is enough",
        ),
        pytest.param(
            {"poll": ("a", "b"), "alert": ("READ on x",)},
            (False, "ann may do no role's work; for alert it lacks READ on x"),
            id="the nearest role is told",
        ),
    ],
)
def test_the_finding_in_words(lacks, finding):
    assert told("ann", lacks) == finding
