"""A real Apache Kafka broker: one node in KRaft mode, on loopback."""

from __future__ import annotations

import socket
import struct
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tocsin.testing.servers.maven import jars, java
from tocsin.testing.servers.process import ServerProcess, free_ports

KAFKA_VERSION: Final = "4.3.1"
_LOGGING: Final = "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4"  # without it the broker is mute
_PROPERTIES: Final = """process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={folder}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=2000
auto.create.topics.enable=false
"""
_VERSIONS: Final = 18  #: the request ApiVersions
_OURS: Final = 7  #: our number of the request, repeated in its answer
_LOG4J: Final = """status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{HH:mm:ss,SSS} %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
"""


class KafkaServer:
    """A broker with data of its own; it can be stopped, killed and started again on the same port.

    ``settings`` go over ours, with ``{port}`` and ``{controller}`` for its ports; ``options`` go to its Java.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        heap: str = "384m",
        settings: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> None:
        self._java = java(17)
        self._jars = jars(
            f"kafka-{KAFKA_VERSION}", [f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}", _LOGGING]
        )
        self._heap = heap
        self.folder = folder or Path(tempfile.mkdtemp(prefix="tocsin-kafka-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, controller = free_ports(2)
        self._settings = self.folder / "server.properties"
        self._options = list(options)
        more = "".join(f"{name}={value}\n" for name, value in (settings or {}).items())
        lines = (_PROPERTIES + more).format(port=self.port, controller=controller, folder=self.folder)
        self._settings.write_text(lines, "utf-8")
        (self.folder / "log4j2.properties").write_text(_LOG4J, "utf-8")
        self._process: ServerProcess | None = None
        self._format()

    @property
    def bootstrap(self) -> str:
        """``host:port`` for clients."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """The file with everything the broker said."""
        return self.folder / "kafka.log"

    def start(self) -> KafkaServer:
        """Start the broker and return when it answers (about 3 s)."""
        self._process = ServerProcess(
            self._command("kafka.Kafka", str(self._settings)), log=self.log, folder=self.folder
        )
        self._process.wait_until(self._answers, seconds=60)
        return self

    def stop(self) -> None:
        """End the broker cleanly."""
        if self._process:
            self._process.end()

    def kill(self) -> None:
        """End the broker as a power cut would."""
        if self._process:
            self._process.kill()

    def _format(self) -> None:
        uuid = self._tool("random-uuid").strip()
        self._tool("format", "-t", uuid, "-c", str(self._settings))

    def _tool(self, *arguments: str) -> str:
        return subprocess.run(  # noqa: S603 – our own command
            self._command("kafka.tools.StorageTool", *arguments),
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=self.folder,
        ).stdout

    def _command(self, main: str, *arguments: str) -> list[str]:
        return [
            str(self._java / "bin" / "java"),
            "-Xms128m",
            f"-Xmx{self._heap}",
            *self._options,
            f"-Dlog4j2.configurationFile={self.folder}/log4j2.properties",
            "-cp",
            f"{self._jars}/*",
            main,
            *arguments,
        ]

    def _answers(self) -> bool:
        return speaks_kafka(self.port)


def speaks_kafka(port: int) -> bool:
    """Whether a broker answers on a loopback port: who takes connections may still be starting, or be somebody else.

    It is asked for its versions, which it tells also to whom it does not know.
    """
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(struct.pack(">ihhih", 10, _VERSIONS, 0, _OURS, -1))  # no name of ours: -1
            answer = connection.recv(8)
    except OSError:
        return False
    return len(answer) == 8 and struct.unpack(">ii", answer)[1] == _OURS
