"""One attack, as seven newsrooms report it, and how a rehearsal waits for the bell and the index."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from rehearsal import tick

from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Article, Source

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>
<item><guid>1</guid><title>Market day in Bishkek, Kyrgyzstan</title><link>https://paper.example/1</link></item>
</channel></rss>"""
#: seven newsrooms, one attack, each in its own words
SAID = (
    (
        "Gunmen kill 12 people at a market in Osh, Kyrgyzstan",
        "Witnesses spoke of masked men who fled by car.",
    ),
    (
        "Twelve dead after shooting in Osh, Kyrgyzstan",
        "Hospitals in the city call for blood as wounded arrive.",
    ),
    (
        "Armed attack in southern Kyrgyzstan kills 12, Osh closes its schools",
        "The mayor imposed a curfew at dusk.",
    ),
    (
        "Massacre in Osh: 12 killed, Kyrgyzstan mourns",
        "Soldiers were sent to guard the bridges over the Ak-Buura.",
    ),
    (
        "Kyrgyzstan: attackers shot dead 12 civilians in Osh",
        "Shops stayed shut; families left for the border.",
    ),
    (
        "Bloodshed in Osh, Kyrgyzstan: 12 killed by gunmen",
        "The president cut short a visit abroad and flew home.",
    ),
    (
        "Osh, Kyrgyzstan: 12 people killed in bazaar attack",
        "Police say that nobody has been arrested so far.",
    ),
)
#: what `tocsin search` finds in the end, of what was reported and of what was polled
ALL = {"reported": len(SAID), "polled": 1}


def report(connection, now):
    """Put seven reports of one attack into the log, and the minutes after it."""
    from kafka import KafkaProducer

    producer = KafkaProducer(acks="all", enable_idempotence=True, **connection.client())
    # within the running hour: a fold that has just begun knows of no hour before its first
    begin = max(now - timedelta(minutes=10), now.replace(minute=0, second=0, microsecond=0))
    for number, (title, summary) in enumerate(SAID):
        at = begin + timedelta(seconds=number)
        name = f"Paper {number}"
        source = Source(
            feed=f"f{number}", publisher=name, owner=name.lower(), country="KG", language="en",
            since=now - timedelta(days=90), entries=900,
        )  # fmt: skip
        article = Article(
            id=f"r{number}",
            source=source,
            title=title,
            summary=summary,
            language="en",
            seen=at,
            at=at,
            published=at,
        )
        producer.send(topics.ARTICLES.name, key=article.id.encode(), value=encode(article))
    producer.flush(30)
    return producer


def alarms(slack):
    """Return the first messages about Osh: time runs fast in a rehearsal, and a shift's digest may come between."""
    return [one for one in slack.roots() if "Osh" in one.text + json.dumps(one.blocks, ensure_ascii=False)]


def ring(connection, slack):
    """Report the attack, let time pass in the log, and return the first message about it in Slack."""
    producer = report(connection, now := datetime.now(UTC))
    end = time.monotonic() + 150
    minute = 0
    try:
        while not alarms(slack) and time.monotonic() < end:
            tick(producer, now + timedelta(minutes=minute))
            minute += 1
            time.sleep(3)
    finally:
        producer.close()
    assert alarms(slack), "no message came out"
    return alarms(slack)[0]


def found(environment, folder):
    """Ask `tocsin search` for the seven reports and the polled article until it has them, or for a minute."""

    def count(*words):
        done = subprocess.run(
            [sys.executable, "-m", "tocsin.cli", "search", *words, "--json"], env=environment, cwd=folder,
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return len(done.stdout.splitlines())

    end = time.monotonic() + 60
    while True:
        seen = {
            "reported": count("region:KG", *(f"feed:f{number}" for number in range(len(SAID)))),
            "polled": count("feed:paper"),
        }
        if seen == ALL or time.monotonic() > end:
            return seen
        time.sleep(2)
