"""Claims about what building large tables does to memory."""

import gc

import pytest

from tocsin.memory import unswept


def test_nothing_is_swept_while_a_table_grows_and_everything_after_it():
    with unswept():
        assert not gc.isenabled()
        with unswept():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_also_where_building_fails():
    with pytest.raises(ValueError, match="no table"), unswept():
        raise ValueError("no table")
    assert gc.isenabled()
