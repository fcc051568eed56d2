"""The services of docker-compose.yml as processes on this machine, against real servers."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Tick
from tocsin.testing.slack import TOKEN

ROOT = Path(__file__).parents[2]


def compose(name="docker-compose.yml"):
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def merged(*names):
    """Return the services of a file with those of its overlays over them, as compose joins them."""
    services = {}
    for name in names:
        for service, more in compose(name)["services"].items():
            held = services.setdefault(service, {})
            environment = {**held.get("environment", {}), **more.get("environment", {})}
            services[service] = {**held, **more, "environment": environment}
    return services


class Rehearsal:
    """The services of the file as processes here: host names mapped to loopback, paths into a folder."""

    def __init__(self, kafka, elasticsearch, folder, slack_url, *, overlays=()):
        self.folder = folder
        self.services = merged("docker-compose.yml", *overlays)
        self._hosts = {"kafka:9092": kafka.bootstrap, "http://elasticsearch:9200": elasticsearch.url}
        self._more = {
            "TOCSIN_SLACK_TOKEN": TOKEN,
            "TOCSIN_SLACK_CHANNEL": "C1",
            "TOCSIN_SLACK_URL": slack_url,
        }
        self.running = []

    def environment(self, name):
        """Return the environment of a service."""
        settings = self.services[name]["environment"].items()
        mine = {
            key: self._hosts.get(value, value).replace("/run", str(self.folder)) for key, value in settings
        }
        mine |= {"TOCSIN_DATA": str(self.folder / name), "TOCSIN_CONFIG": str(self.folder / "config")}
        mine.pop("TOCSIN_KIBANA", None)  # no Kibana here: its import is tested against a stand-in
        if "TOCSIN_HEALTH" in mine:
            mine["TOCSIN_HEALTH"] = "127.0.0.1:0"
        if "TOCSIN_SLACK_TOKEN" in mine:
            mine |= self._more
        return {**os.environ, "PYTHONPATH": str(ROOT), **mine}

    def command(self, name, *other):
        """Return a service's command, or another verb."""
        program, *arguments = other or self.services[name]["command"]
        assert program == "tocsin"
        return [sys.executable, "-m", "tocsin.cli", *arguments]

    def once(self, name, *other):
        """Run a service's command (or another verb with its settings) to its end and return what it said."""
        done = subprocess.run(
            self.command(name, *(("tocsin", *other) if other else ())), env=self.environment(name), cwd=self.folder,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name, number="", *, command=None):
        """Start a service's command, or another with its settings."""
        with (self.folder / f"{name}{number}.log").open("ab") as log:
            child = subprocess.Popen(
                command or self.command(name),
                env=self.environment(name),
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.running.append((name, child))

    def end(self):
        """End every service by SIGTERM and return the exit codes."""
        for _, child in self.running:
            child.terminate()
        return {name: child.wait(40) for name, child in self.running}


def config(folder, feed_url):
    """The shipped configuration with one feed of ours in place of the world's."""
    shutil.copytree(ROOT / "config", folder)
    for file in (folder / "feeds").glob("*.yaml"):
        file.unlink()
    feed = f"feeds:\n- id: paper\n  url: {feed_url}\n  name: Paper\n  publisher: Paper\n  country: KG\n  language: en\n"
    (folder / "feeds" / "ours.yaml").write_text(feed, "utf-8")
    ingest = folder / "ingest.yaml"
    ingest.write_text(
        ingest.read_text("utf-8").replace("allow_networks: []", "allow_networks: [127.0.0.0/8]"), "utf-8"
    )


def tick(producer, at):
    for partition in range(topics.MENTIONS.partitions):
        value = encode(Tick(at=at, partition=partition))
        producer.send(topics.MENTIONS.name, key=f"@{partition}".encode(), value=value, partition=partition)
    producer.flush(30)
