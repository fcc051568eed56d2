"""Server artifacts from Maven, kept in a cache outside the tree: the second run needs no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

#: ``dependency:copy`` and ``dependency:copy-dependencies`` of one known plugin version
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tocsin</groupId><artifactId>servers</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


class Unavailable(Exception):
    """A real server cannot be had on this machine; the message says what is missing."""


def cache() -> Path:
    """Return the folder that keeps fetched servers: ``TOCSIN_CACHE``, or ``tocsin`` in the XDG cache."""
    if own := os.environ.get("TOCSIN_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tocsin"


def jars(name: str, coordinates: Sequence[str]) -> Path:
    """Return a folder with these artifacts (``group:artifact:version``) and all they need at run time."""
    dependencies = "".join(_DEPENDENCY.format(*one.split(":")) for one in coordinates)

    def fetch(target: Path) -> None:
        (target / "pom.xml").write_text(_POM.format(dependencies=dependencies), "utf-8")
        _mvn(
            f"{_PLUGIN}:copy-dependencies",
            "-DincludeScope=runtime",
            f"-DoutputDirectory={target}",
            "-f",
            str(target / "pom.xml"),
        )

    return _once(name, fetch)


def archive(name: str, coordinate: str) -> Path:
    """Return the file of one artifact (``group:artifact:version:packaging``)."""
    folder = _once(
        name,
        lambda target: _mvn(f"{_PLUGIN}:copy", f"-Dartifact={coordinate}", f"-DoutputDirectory={target}"),
    )
    (file,) = folder.glob(f"*.{coordinate.rsplit(':', 1)[1]}")
    return file


def java(at_least: int, at_most: int | None = None) -> Path:
    """Return the home of the oldest JDK of a fitting version; raise `Unavailable` where there is none."""
    homes = [os.environ.get("JAVA_HOME"), *map(str, Path("/usr/lib/jvm").glob("*"))]
    if command := shutil.which("java"):
        homes.append(str(Path(command).resolve().parents[1]))
    found = {
        version: Path(home)
        for home in sorted(filter(None, homes))
        if (version := _version(Path(home))) is not None
        and version >= at_least
        and (at_most is None or version <= at_most)
        and (Path(home) / "bin" / "javac").exists()
    }
    if not found:
        raise Unavailable(f"no JDK {at_least} or newer (with javac) is installed")
    return found[min(found)]


def _version(home: Path) -> int | None:
    try:
        lines = (home / "release").read_text("utf-8").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith("JAVA_VERSION="):
            return int(line.split('"')[1].split(".")[0])
    return None


def _once(name: str, fetch: Callable[[Path], None]) -> Path:
    """Fetch into a folder beside the target and rename it: a killed fetch leaves no half server."""
    target = cache() / name
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=target.parent))
    try:
        fetch(part)
        part.rename(target)
    except OSError:
        if not target.is_dir():  # else another session was faster
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _mvn(*arguments: str) -> None:
    command = shutil.which("mvn")
    if command is None:
        raise Unavailable("Maven (mvn) is not installed")
    done = subprocess.run(  # noqa: S603 – our own arguments
        [command, "-q", "-B", *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        cwd=cache(),
    )
    if done.returncode:
        raise Unavailable(f"Maven could not fetch a server: {(done.stdout + done.stderr)[-800:]}")
