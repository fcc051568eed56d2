import pytest
from kafka.partitioner.default import murmur2 as kafkas

from tocsin.atlas import Atlas, Region
from tocsin.model import Level
from tocsin.runtime.distributed.family import murmur2, partition_of
from tocsin.testing.signals import fergana
from tocsin.topics import MENTIONS

SINGLE = Region(code="south", level=Level.AREA, members=("KG-O", "KG-J"))


@pytest.mark.parametrize(
    ("region", "family"),
    [
        pytest.param("KG", "KG", id="a country is its own"),
        pytest.param("KG-O", "KG", id="a province goes with its country"),
        pytest.param("south", "KG", id="so does an area that lies in one country"),
        pytest.param("fergana-valley", "fergana-valley", id="an area over borders stands alone"),
    ],
)
def test_what_meets_in_one_incident_is_one_family(region, family):
    atlas = Atlas([*(fergana().region(code) for code in fergana()), SINGLE])
    assert atlas.family(region) == family


@pytest.mark.parametrize("key", ["", "K", "KG", "KG-", "KG-O", "fergana-valley", "Ошская область"])
def test_the_hash_is_kafkas_own(key):
    assert murmur2(key.encode()) == kafkas(key.encode()) & 0xFFFFFFFF


def test_every_family_has_a_partition():
    assert {partition_of(f"{one}{other}") for one in "ABCDEFG" for other in "HIJKLMN"} == set(
        range(MENTIONS.partitions)
    )
