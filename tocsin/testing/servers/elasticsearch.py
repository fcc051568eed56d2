"""A real Elasticsearch node, with the language analyzers of a full one, on loopback.

The artifact is the server that Elastic publishes for integration tests; it has
no language analyzers, so a small plugin over the Lucene jar in it is compiled
with the same JDK and installed before the start.
"""

from __future__ import annotations

import base64
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import Final

from tocsin.testing.servers.maven import archive, java
from tocsin.testing.servers.process import ServerProcess, free_ports

ELASTICSEARCH_VERSIONS: Final = ("9.2.0", "8.19.16")
_PLUGIN: Final = "tocsin-test-analysis"
_SOURCE: Final = Path(__file__).with_name("LanguagesPlugin.java")
_SETTINGS: Final = """discovery.type: single-node
http.host: 127.0.0.1
http.port: {port}
transport.host: 127.0.0.1
transport.port: {transport}
xpack.security.enabled: {secure}
cluster.routing.allocation.disk.threshold_enabled: false
path.repo: {backup}
action.auto_create_index: "-tocsin-*-v1,+tocsin-*-v1-*,+tocsin-*-v1,-*"
"""


class ElasticsearchServer:
    """A node with data of its own; it can be stopped, killed and started again on the same port."""

    def __init__(
        self, version: str, folder: Path | None = None, *, heap: str = "512m", secure: bool = False
    ) -> None:
        self.version = version
        self._java = java(17, 24) if version.startswith("8.") else java(21)
        coordinate = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"
        zipped = archive(f"elasticsearch-{version}", coordinate)
        self.folder = folder or Path(tempfile.mkdtemp(prefix="tocsin-elasticsearch-"))
        self.port, transport = free_ports(2)
        self.password = "tocsin-test" if secure else None
        self._heap = heap
        self._home = _unpack(zipped, self.folder)
        self._install_plugin()
        backup = self.folder / "backup"
        backup.mkdir()
        settings = _SETTINGS.format(
            port=self.port, transport=transport, secure=str(secure).lower(), backup=backup
        )
        if secure:
            settings += (
                "xpack.security.http.ssl.enabled: false\nxpack.security.transport.ssl.enabled: false\n"
            )
        (self._home / "config" / "elasticsearch.yml").write_text(settings, "utf-8")
        if secure:
            self._set_password()
        self._user = _owner(self.folder)
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Where clients find the node."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """The file with everything the node said."""
        return self.folder / "elasticsearch.log"

    def start(self) -> ElasticsearchServer:
        """Start the node and return when the cluster answers (12 to 20 s)."""
        self._process = ServerProcess(
            [str(self._home / "bin" / "elasticsearch")],
            log=self.log,
            folder=self._home,
            environment=self._environment(),
            user=self._user,
        )
        self._process.wait_until(self._answers, seconds=120)
        return self

    def stop(self) -> None:
        """End the node cleanly."""
        if self._process:
            self._process.end()

    def kill(self) -> None:
        """End the node as a power cut would."""
        if self._process:
            self._process.kill()

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(self._java),
            "ES_JAVA_OPTS": f"-Xms{self._heap} -Xmx{self._heap}",
            "ES_TMPDIR": str(self.folder / "tmp"),
        }

    def _answers(self) -> bool:
        """Say whether the cluster answers, to its own user where there are users (a busy node knows none at first)."""
        health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        request = urllib.request.Request(health)  # noqa: S310 – loopback http
        if self.password is not None:
            word = base64.b64encode(f"elastic:{self.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {word}")
        try:
            with urllib.request.urlopen(request, timeout=3) as reply:  # noqa: S310 – loopback http
                return json.load(reply)["status"] in {"green", "yellow"}
        except OSError:
            return False

    def _set_password(self) -> None:
        subprocess.run(  # noqa: S603 – our own command
            [
                str(self._home / "bin" / "elasticsearch-keystore"),
                "add",
                "--force",
                "--stdin",
                "bootstrap.password",
            ],
            input=f"{self.password}\n",
            text=True,
            check=True,
            capture_output=True,
            env=self._environment(),
            timeout=60,
        )

    def _install_plugin(self) -> None:
        """Compile the analyzers against this server's jars and put them into its plugins."""
        release = "17" if self.version.startswith("8.") else "21"
        target = self._home / "plugins" / _PLUGIN
        classes = self.folder / "classes"
        target.mkdir(parents=True)
        classes.mkdir()
        for command in (
            [
                "javac",
                "--release",
                release,
                "-Xlint:-options",
                "-cp",
                f"{self._home}/lib/*",
                "-d",
                classes,
                _SOURCE,
            ],
            ["jar", "--create", "--file", target / f"{_PLUGIN}.jar", "-C", classes, "."],
        ):
            subprocess.run(  # noqa: S603 – our own command
                [str(self._java / "bin" / str(command[0])), *map(str, command[1:])],
                check=True,
                capture_output=True,
                timeout=120,
            )
        (target / "plugin-descriptor.properties").write_text(
            f"description=Language analyzers for tests\nversion=1\nname={_PLUGIN}\n"
            f"classname=tocsin.testing.LanguagesPlugin\njava.version={release}\n"
            f"elasticsearch.version={self.version}\n",
            "utf-8",
        )


def _unpack(zipped: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tmp").mkdir()
    with zipfile.ZipFile(zipped) as archive_:
        archive_.extractall(folder)
    (home,) = folder.glob("elasticsearch-*")
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    for tool in (home / "modules").glob("*/platform/*/bin/*"):
        tool.chmod(0o755)
    return home


def _owner(folder: Path) -> int | None:
    """Give the folder to ``nobody`` where we are root, for the server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam("nobody").pw_uid
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user, user)
    return user
