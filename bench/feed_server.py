"""A very plain feed server for benchmarks: 304 where a validator comes, else a typical news feed. Prints its port."""

from __future__ import annotations

import asyncio

WORDS = "Two people were hurt near the market after clashes between groups on Sunday, police said."


def typical(first: int, entries: int = 34) -> bytes:
    """A news feed of 21 KB: 34 entries with markup in their teasers, the newest numbered ``first + 34``."""
    items = "".join(
        f"<item><title>Report {n}: road to the valley closed &amp;amp; reopened</title>"
        f"<link>https://news.example/2026/03/01/report-{n}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<guid isPermaLink='false'>https://news.example/?p={100_000 + n}</guid><category>World</category>"
        f"<pubDate>Sun, 01 Mar 2026 {n % 12:02}:00:00 GMT</pubDate>"
        f"<description><![CDATA[<p>{WORDS}</p><p><a href='https://news.example/{n}'>More</a></p>{WORDS}]]>"
        "</description></item>"
        for n in range(first + entries, first, -1)
    )
    head = "<rss version='2.0'><channel><title>News</title><link>https://news.example/</link>"
    return f"{head}{items}</channel></rss>".encode()


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request: 304 to whoever sends an ETag, else a typical feed of the number in the path."""
    head = await reader.readuntil(b"\r\n\r\n")
    if b"If-None-Match" in head:
        writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nConnection: close\r\n\r\n')
    else:
        body = typical(int(head.split(b" ", 2)[1].rsplit(b"/", 1)[1]))
        writer.write(
            b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n'
            b"Content-Length: %d\r\n\r\n" % len(body) + body
        )
    await writer.drain()
    writer.close()


async def main() -> None:
    """Serve on a free port of 127.0.0.1, which is printed first, until killed."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
