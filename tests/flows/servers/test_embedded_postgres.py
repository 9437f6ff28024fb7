from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.errors import ServerError
from flows.servers import embedded_postgres as embedded
from flows.servers.embedded_postgres import Embedded, start_embedded, stop_embedded
from flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

START = (
    "import sys; from pathlib import Path; from flows.settings import Settings;"
    " from flows.servers.embedded_postgres import *;"
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(home=tmp_path / "家 with a space")
    yield settings
    stop_embedded(settings)


def postmaster(cluster: Embedded) -> int:
    return int((cluster.folder / "postmaster.pid").read_text().splitlines()[0])


def select(cluster: Embedded, expression: str) -> str:
    command = [str(embedded.programs() / "psql"), "-h", str(cluster.socket), "-U", "postgres", "-AtXc"]
    return subprocess.run([*command, f"select {expression}"], capture_output=True, text=True, check=True).stdout.strip()


def test_the_embedded_server_lives_through_crashes(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = start_embedded(home)
    assert select(cluster, "current_setting('listen_addresses') = ''") == "t"
    assert select(cluster, "'政' ~ '[[:alpha:]]'") == "t"
    assert cluster.socket.stat().st_mode & 0o777 == 0o700
    assert start_embedded(home) == cluster, "a running server is used as it is"

    first = postmaster(cluster)
    os.kill(first, signal.SIGKILL)
    assert start_embedded(home) == cluster
    assert postmaster(cluster) != first

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert start_embedded(home) == cluster, "it is found again under another TMPDIR"

    assert stop_embedded(home)
    assert not cluster.socket.exists()
    assert not stop_embedded(home)
    # as after a restart of a container: the old number belongs to another program by now, here to us
    (cluster.folder / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.folder}\n1\n5432\n{cluster.socket}\n\n")
    assert not stop_embedded(home)
    assert select(start_embedded(home), "1") == "1"

    assert stop_embedded(home)
    with (cluster.folder / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(ServerError, match="no_such_setting"):
        start_embedded(home, seconds=0)


def test_an_interrupted_initdb_is_repaired(home: Settings) -> None:
    program = f"{START} start_embedded(Settings(home=Path(sys.argv[1])))"
    starter = subprocess.Popen([sys.executable, "-c", program, str(home.home)], start_new_session=True)
    unfinished = home.home / "postgres" / "18.unfinished"
    while not (unfinished / "base").exists():
        assert starter.poll() is None
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    cluster = start_embedded(home)
    assert select(cluster, "1") == "1"
    assert not unfinished.exists()


def test_many_may_start_it_at_once(home: Settings) -> None:
    program = f"{START} print(start_embedded(Settings(home=Path(sys.argv[1]))).socket)"
    starters = [
        subprocess.Popen([sys.executable, "-c", program, str(home.home)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {starter.communicate()[0].strip() for starter in starters}
    assert [starter.returncode for starter in starters] == [0, 0, 0]
    assert answers == {str(start_embedded(home).socket)}


def test_a_long_temporary_folder_is_not_used_for_the_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 30)))
    assert len(os.fsencode(embedded._socket_folder(tmp_path))) < 40


@pytest.mark.parametrize("kind", ["a link", "a file"])
def test_a_socket_folder_that_is_not_ours_is_refused(
    kind: str, home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    place = embedded._socket_folder(home.home / "postgres" / "18")
    if kind == "a link":
        place.symlink_to(tmp_path)
    else:
        place.touch()
    with pytest.raises(ServerError, match="not a folder of ours"):
        start_embedded(home)


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerError, match=r"file/home cannot be made: Not a directory\. Set CPPCC_HOME"):
        start_embedded(Settings(home=tmp_path / "file" / "home"))


def test_another_version_s_data_is_not_left_behind(home: Settings) -> None:
    (home.home / "postgres" / "17").mkdir(parents=True)
    (home.home / "postgres" / "17" / "PG_VERSION").write_text("17\n")
    with pytest.raises(ServerError, match="holds the data of Postgres 17, but Postgres 18 is installed"):
        start_embedded(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_namespaces_becomes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = embedded._nobody_account()
    probe = [str(embedded.programs() / "initdb"), "--version"]
    try:
        subprocess.run(probe, check=True, capture_output=True, **nobody.options)
    except PermissionError:
        pytest.skip("this environment is installed where nobody cannot go")
    monkeypatch.setattr(embedded, "_account", lambda: nobody)
    folder = Path(tempfile.mkdtemp(prefix="cppcc-test-"))
    folder.chmod(0o755)  # pytest's own temporary folders are root's alone
    settings = Settings(home=folder)
    try:
        cluster = start_embedded(settings)
        assert cluster.folder.stat().st_uid == nobody.uid
        assert select(cluster, "1") == "1"
    finally:
        stop_embedded(settings)
        shutil.rmtree(folder)
