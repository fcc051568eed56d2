"""The topics as they should be, against the topics as they are."""

from dataclasses import replace

from tocsin.runtime.distributed.log_setup import Found, log_plan, wanted_configs
from tocsin.topics import ARTICLES, TOPICS


def as_wanted():
    return {t.name: Found(partitions=t.partitions, configs=wanted_configs(t)) for t in TOPICS}


def test_an_empty_broker_gets_every_topic():
    assert log_plan({}).create == TOPICS


def test_a_broker_that_is_set_up_is_left_alone():
    assert log_plan(as_wanted()).done


def test_other_retention_is_set_right():
    found = as_wanted()
    found[ARTICLES.name] = replace(
        found[ARTICLES.name], configs={**wanted_configs(ARTICLES), "retention.ms": "1"}
    )
    assert log_plan(found).lines() == ("set retention.ms=1209600000 on tocsin.articles",)


def test_partition_counts_are_never_changed():
    found = as_wanted()
    found[ARTICLES.name] = replace(found[ARTICLES.name], partitions=3)
    (fault,) = log_plan(found).faults
    assert "has 3 partitions and should have 6" in fault
