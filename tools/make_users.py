"""Make the Kafka users of all roles: a file with a password each, and the broker's list of them (JAAS).

    python tools/make_users.py secrets/

Passwords that are there stay as they are. What each user may do: `tocsin setup --grant`, once, as the administrator.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from tocsin.runtime.distributed.grants import ROLES, user

ADMIN = "admin"  #: the broker's own user; docker-compose.secure.yml names it as super user
JAAS = "kafka_jaas"


def make_users(folder: Path) -> list[Path]:
    """Write a password per user and the list of all for the broker; return the files, readable by their owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = {ADMIN: folder / "kafka_admin"} | {user(role): folder / f"kafka_{role}" for role in ROLES}
    for file in files.values():
        if not file.exists():
            _write(file, secrets.token_urlsafe(24))
    passwords = {name: file.read_text("utf-8").strip() for name, file in files.items()}
    _write(folder / JAAS, jaas(passwords))
    return [*files.values(), folder / JAAS]


def jaas(passwords: dict[str, str]) -> str:
    """Return the broker's list of users, in the form that its Java wants."""
    lines = [f'user_{name}="{password}"' for name, password in passwords.items()]
    own = [f'username="{ADMIN}"', f'password="{passwords[ADMIN]}"']
    body = "\n    ".join([*own, *lines])
    return f"KafkaServer {{\n    org.apache.kafka.common.security.plain.PlainLoginModule required\n    {body};\n}};"


def _write(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text + "\n", "utf-8")


def main() -> None:
    """Make the files in the folder named on the command line."""
    print(*make_users(Path(sys.argv[1])), sep="\n")


if __name__ == "__main__":
    main()
