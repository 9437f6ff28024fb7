"""The services of docker-compose.yml as processes of this machine: their commands, environments and health checks.

No container engine is needed. Compose itself says what the file means; each service then gets an address of its own, to
which its name, 127.0.0.1 and 0.0.0.0 are mapped wherever its container would have found them, and a folder for each of
its volumes. What only an engine can do (images, users, mounts, limits) is not shown by this.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from waiting import PATIENCE, until

from flows.children import Child, start_child
from flows.embedded import LOCALE, _account, programs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[3]


def compose(*words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run Compose on docker-compose.yml: the binary, not the wheel's command, which exits with 0 even on errors.

    Only `environment` is filled in: neither this process's own nor a .env file counts.
    """
    spec = importlib.util.find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    binary = Path(spec.origin).parent / "docker-compose"
    command = [str(binary), "-f", str(ROOT / "docker-compose.yml"), "--env-file", os.devnull, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environment or {}))


def services(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every service as Compose reads it, with what it is built or pulled from, runs, and waits for."""
    done = compose("--profile", "*", "config", "--format", "json", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)["services"]
    return found


def from_dockerfile(instruction: str) -> str:
    """What the last such instruction of the Dockerfile says."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split(maxsplit=1)[1] for line in text.splitlines() if line.startswith(f"{instruction} ")][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the processes of a container run instead."""

    address: str
    machine: str = ""
    """Volumes belong to a machine."""
    prefix: tuple[str, ...] = ()
    """What enters the place: such as `ip netns exec NAME`."""


class Composed:
    """Services that run as processes for as long as the context lasts.

    `places` says where each of them is: a list, of which a service with several replicas takes one each. Raises
    AssertionError, with the end of its log, if one does not become what others wait for.
    """

    def __init__(
        self, folder: Path, places: Mapping[str, list[Place]], environment: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.services = services(environment)
        self.places = places
        self.children: dict[tuple[str, int], Child] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def up(self, *names: str) -> None:
        """Start services and what they depend on, each as soon as what it waits for is as it must be."""
        for name in names:
            for other, how in self.services[name].get("depends_on", {}).items():
                self.up(other)
                self.wait(other, how["condition"])
            for replica in range(len(self.places[name])):
                if (name, replica) not in self.children:
                    self.start(name, replica)
            if "test" in self.services[name].get("healthcheck", {}):
                self.wait(name, "service_healthy")

    def start(self, name: str, replica: int = 0) -> Child:
        """Start one process of a service, again if it ran before."""
        place = self.places[name][replica]
        service = self.services[name]
        image = service["image"].partition(":")[0]
        environment = self.environment(name, place)
        if image == "postgres" and not service.get("command"):
            words = self._postgres(environment, place)
        else:
            entrypoint = json.loads(from_dockerfile("ENTRYPOINT")) if "build" in service else []
            words = [*entrypoint, *self._mapped(service["command"], place)]
            home, temporary = self.home(name, replica), self.folder / "tmp" / f"{name}-{replica}"
            for folder in (home, temporary):
                folder.mkdir(parents=True, exist_ok=True)
            environment |= {"CPPCC_HOME": str(home), "TMPDIR": str(temporary)}
            for volume in service.get("volumes", []):
                if volume["type"] == "bind":
                    words = [word.replace(volume["target"], volume["source"]) for word in words]
        child = start_child(
            [*place.prefix, *words], log=self.log(name, replica), environment=environment, folder=self.folder
        )
        self.children[name, replica] = self._stack.enter_context(child)
        return child

    def home(self, name: str, replica: int = 0) -> Path:
        """The folder that stands for a container's home: that of its volume on its machine, or else its own."""
        kept = [each["source"] for each in self.services[name].get("volumes", []) if each["type"] == "volume"]
        return self.folder / self.places[name][replica].machine / (kept[0] if kept else f"{name}-{replica}")

    def log(self, name: str, replica: int = 0) -> Path:
        """What a process writes."""
        return self.folder / "logs" / f"{name}-{replica}.log"

    def environment(self, name: str, place: Place) -> dict[str, str]:
        """The whole environment of a container; of this machine's only where the programs are."""
        paths = [Path(sys.executable).parent, programs(), *os.environ["PATH"].split(os.pathsep)]
        said = {key: value for key, value in (self.services[name].get("environment") or {}).items() if value}
        hosts = {
            key: self.places[value][0].address
            for key, value in said.items()
            if key.endswith("HOST") and value in self.places
        }
        mapped = dict(zip(said, self._mapped(said.values(), place), strict=True)) | hosts
        ours = {"PATH": os.pathsep.join(map(str, paths)), "PYTHONPATH": str(ROOT), "LC_ALL": LOCALE}
        return {**mapped, **ours, "HOME": "/nowhere"}  # the image's own cannot be written to

    def wait(self, name: str, condition: str) -> None:
        """Until every process of a service is as it must be."""
        for replica in range(len(self.places[name])):
            child = self.children[name, replica]
            if condition == "service_completed_successfully":
                assert child.wait(PATIENCE) == 0, child.last_lines()
            elif condition == "service_healthy":
                self._wait_healthy(name, replica)

    def _wait_healthy(self, name: str, replica: int) -> None:
        check = self.services[name]["healthcheck"]
        place, child = self.places[name][replica], self.children[name, replica]
        kind, *words = self._mapped(check["test"], place)
        assert kind == "CMD"
        command = [*place.prefix, *words]
        environment = self.environment(name, place)
        until(
            lambda: not subprocess.run(command, capture_output=True, check=False, env=environment).returncode,
            unless=lambda: child.exit_code is not None and f"{name} ended:\n{child.last_lines()}",
        )

    def _mapped(self, words: Iterable[str], place: Place) -> list[str]:
        """Words of a container's with its addresses, and the names in its URLs, as they are here."""
        names = "|".join(map(re.escape, self.places))

        def address(found: re.Match[str]) -> str:
            return self.places[found[0]][0].address

        return [
            re.sub(rf"(?<=//)(?:{names})(?=:)", address, word)
            .replace("127.0.0.1", place.address)
            .replace("0.0.0.0", place.address)  # noqa: S104  (replaced, not listened at)
            for word in words
        ]

    def _postgres(self, environment: Mapping[str, str], place: Place) -> list[str]:
        """The server of the official image, with what its entrypoint makes of the environment."""
        account = _account()
        prefix = [*place.prefix, *account.prefix]
        files = self.folder / "postgres"
        data, socket = files / "data", files / "socket"
        if not data.exists():
            socket.mkdir(parents=True)
            password = files / "password"
            password.write_text(environment["POSTGRES_PASSWORD"], encoding="utf-8")
            chosen = environment["POSTGRES_INITDB_ARGS"].split()
            owner = f"--username={environment['POSTGRES_USER']}"
            ways = ["--auth=scram-sha-256", f"--pwfile={password}"]
            done = subprocess.run(
                [*prefix, "initdb", "-D", str(data), owner, *ways, *chosen],
                capture_output=True, text=True, check=False, env=dict(environment), **account.options,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            with (data / "pg_hba.conf").open("a", encoding="utf-8") as file:
                file.write("host all all all scram-sha-256\n")
            single = [*prefix, "postgres", "--single", "-D", str(data), "postgres"]
            made = f"create database {environment['POSTGRES_DB']};\n"
            subprocess.run(
                single, input=made, text=True, check=True, capture_output=True, env=dict(environment), **account.options
            )
        settings = [f"listen_addresses={place.address}", f"unix_socket_directories={socket}"]
        return [*account.prefix, "postgres", "-D", str(data), *(word for each in settings for word in ("-c", each))]
