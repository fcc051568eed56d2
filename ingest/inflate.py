"""Compressed bodies unpacked in steps, never beyond a cap: 203 bytes of brotli can become 256 MB."""

from __future__ import annotations

import zlib
from typing import Any, Final, Protocol

_STEP: Final = 64 * 1024


class TooLarge(Exception):
    """The body is larger than the cap, unpacked."""


class BadBody(Exception):
    """The body is not what its Content-Encoding says."""


class _Unpacker(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...

    def finished(self) -> bool: ...


class Body:
    """Collects a body from its chunks; raises `TooLarge` or `BadBody` as soon as it is known."""

    def __init__(self, encoding: str | None, cap: int) -> None:
        self._cap = cap
        self._out = bytearray()
        self._chain = [_unpacker(name) for name in _names(encoding)]

    def feed(self, chunk: bytes) -> None:
        """Take one chunk as it came from the wire."""
        for unpacker in self._chain:
            try:
                chunk = unpacker.feed(chunk, self._cap - len(self._out))
            except (zlib.error, BadBody) as error:
                raise BadBody(str(error)) from error
        if len(self._out) + len(chunk) > self._cap:
            raise TooLarge
        self._out += chunk

    def whole(self) -> bytes:
        """Return the body; also of a gzip file that nobody declared to be one."""
        if not all(unpacker.finished() for unpacker in self._chain):
            raise BadBody("the compressed body is cut off")
        if self._out[:2] == b"\x1f\x8b":
            inner = Body("gzip", self._cap)
            inner.feed(bytes(self._out))
            return inner.whole()
        return bytes(self._out)


def _names(encoding: str | None) -> list[str]:
    names = [name.strip().lower() for name in (encoding or "").split(",")]
    return [name for name in reversed(names) if name not in {"", "identity", "none", "utf-8"}][:2]


def _unpacker(name: str) -> _Unpacker:
    if name in {"gzip", "x-gzip"}:
        return _Zlib(zlib.MAX_WBITS | 16)
    if name == "deflate":
        return _Zlib(None)
    if name == "br":
        return _Brotli()
    raise BadBody(f"unknown Content-Encoding {name!r}")


class _Zlib:
    """gzip with any number of members, zlib, or the raw deflate that some servers mean by "deflate"."""

    def __init__(self, wbits: int | None) -> None:
        self._wbits = wbits
        self._stream: Any = None
        self._held = b""  #: the first byte of a stream, until the second tells what it is
        self._members = 0

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while data:
            if self._stream is None:
                data, self._held = self._held + data, b""
                if len(data) < 2:
                    self._held = data
                    break
                if self._members and (self._wbits is None or data[:2] != b"\x1f\x8b"):
                    break  # padding after the end
                self._stream = zlib.decompressobj(self._bits(data))
            out += self._stream.decompress(data, min(_STEP, room - len(out) + 1))
            if len(out) > room:
                raise TooLarge
            data = self._stream.unconsumed_tail
            if self._stream.eof:
                data, self._stream = self._stream.unused_data, None
                self._members += 1
        return bytes(out)

    def finished(self) -> bool:
        return self._stream is None

    def _bits(self, data: bytes) -> int:
        if self._wbits is not None:
            return self._wbits
        zlib_header = data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
        return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._error: type[Exception] = brotli.error
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        try:
            out += self._stream.process(data, output_buffer_limit=_STEP)
            while not self._stream.can_accept_more_data() and len(out) <= room:
                out += self._stream.process(b"", output_buffer_limit=_STEP)
        except self._error as error:
            raise BadBody("not brotli") from error
        if len(out) > room:
            raise TooLarge
        return bytes(out)

    def finished(self) -> bool:
        return bool(self._stream.is_finished())
