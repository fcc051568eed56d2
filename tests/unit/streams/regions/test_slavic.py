"""Claims about cases in Latin-script Slavic languages."""

import pytest

from streams.regions.slavic import ENDINGS, stems


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("Ukrajina", "ukrajině", id="Czech locative"),
        pytest.param("Německo", "německem", id="Czech instrumental"),
        pytest.param("Velká Británie", "velké británii", id="an adjective and its noun"),
        pytest.param("Srbsko", "srbska", id="Slovak genitive"),
        pytest.param("Izrael", "izraelu", id="a name that ends in a consonant"),
        pytest.param("Južna Koreja", "južne koreje", id="Croatian genitive of two words"),
    ],
)
def test_a_written_form_is_a_stem_and_an_ending(name, written):
    assert any(written.startswith(stem) and written[len(stem) :] in ENDINGS for stem in stems(name))


def test_short_names_are_left_alone():
    assert list(stems("Mali")) == []  # "malé" is "small"
