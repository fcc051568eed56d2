from datetime import UTC, datetime

import pytest

from tocsin.codec import decode, encode
from tocsin.errors import CodecFault
from tocsin.model import Action, ActionKind, Silence, Tick

NOON = datetime(2010, 6, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(Tick(at=NOON, partition=3), id="a tick"),
        pytest.param(
            Action(
                id="a",
                kind=ActionKind.SILENCE,
                at=NOON,
                by="desk",
                silence=Silence(id="s", regions=("KG",), starts_at=NOON, ends_at=NOON),
            ),
            id="an action with a silence inside",
        ),
    ],
)
def test_what_is_encoded_comes_back_equal(message):
    assert decode(encode(message)) == message


@pytest.mark.parametrize(
    ("value", "why"),
    [
        pytest.param(b"\xff", "not a message", id="not text"),
        pytest.param(b'{"type":"horse","v":1,"body":{}}', "unknown type 'horse'", id="a type nobody knows"),
        pytest.param(b'{"type":"tick","v":99,"body":{}}', "newer than ours", id="a version of the future"),
        pytest.param(b'{"type":"tick","v":1,"body":{}}', "at", id="a body without its fields"),
    ],
)
def test_bytes_we_cannot_read_say_why(value, why):
    with pytest.raises(CodecFault, match=why):
        decode(value)
