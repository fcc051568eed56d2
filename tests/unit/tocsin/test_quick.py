"""Claims about the quick way to make frozen values."""

from dataclasses import FrozenInstanceError, replace

import pytest

from tocsin.model import Level, Place, Role, Span
from tocsin.quick import quick, quick_replace

FACTS = {"region": "KG", "level": Level.COUNTRY, "role": Role.MAIN, "score": 0.5}


def test_nobody_can_tell_a_value_made_quickly_from_one_made_as_usual():
    made, usual = quick(Place)(**FACTS), Place(**FACTS)
    assert type(made) is Place
    assert (made, hash(made), repr(made)) == (usual, hash(usual), repr(usual))


def test_defaults_are_those_of_the_class_and_what_is_given_goes_before_them():
    assert quick(Place)(**FACTS).evidence == ()
    assert quick(Place)(**FACTS, name="Osh").name == "Osh"


def test_it_is_frozen():
    with pytest.raises(FrozenInstanceError):
        quick(Span)(field="title", start=0, end=3, text="Osh").start = 1


def test_what_the_class_needs_is_needed():
    with pytest.raises(TypeError):
        quick(Span)(field="title")


def test_a_changed_copy_is_the_one_that_replace_gives():
    before = Place(**FACTS, name="Osh")
    assert quick_replace(Place)(before, score=0.9) == replace(before, score=0.9)
    assert before.score == 0.5


def test_a_field_that_is_not_there_cannot_be_changed():
    with pytest.raises(AttributeError):
        quick_replace(Span)(Span(field="title", start=0, end=3, text="Osh"), stop=4)
