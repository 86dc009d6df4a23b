"""Spark as it is in the field: a master and two workers, processes of their own on this machine's loopback."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import polars.selectors as cs

from tests.programs import lacking

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Cluster", "brought_to_spark", "wanted_spark"]

HOST: Final = "127.0.0.1"
#: The first version of Java that PySpark 4 runs on.
JAVA: Final = 17
#: Seconds until the master and both workers have found one another.
PATIENCE: Final = 120
#: The largest whole number of Spark's.
LARGEST: Final = 2**63 - 1
#: What a test's few rows need: one part, no planning while it runs, nothing to look at.
SETTINGS: Final = {
    "spark.default.parallelism": "1",
    "spark.driver.bindAddress": HOST,
    "spark.driver.host": HOST,
    "spark.driver.memory": "1g",
    "spark.executor.memory": "512m",
    "spark.log.level": "ERROR",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def wanted_spark() -> None:
    """See that Spark can run here; else fail in CI, and skip elsewhere."""
    if find_spec("pyspark") is None:
        lacking("needs PySpark: pip install 'scoring-engine[spark]'")
    java = shutil.which("java", path=str(Path(os.environ.get("JAVA_HOME", "/")) / "bin")) or shutil.which("java")
    asked = None if java is None else subprocess.run([java, "-version"], capture_output=True, check=False, text=True)
    found = re.search(r'version "(\d+)', asked.stderr if asked else "")
    if found is None or int(found[1]) < JAVA:
        lacking(f"needs Java {JAVA} or later: install openjdk-{JAVA}-jre-headless, or run .ci/system_packages as root")


class Cluster:
    """A master and two workers of one core each; `session` works on them."""

    def __init__(self) -> None:
        """Start the processes, and a session on them when the workers are there."""
        import pyspark

        self.home = Path(pyspark.__file__).parent
        self.folder = Path(tempfile.mkdtemp(prefix="scoring-spark-"))
        self.master = f"spark://{HOST}:{_free()}"
        port = self.master.rpartition(":")[2]
        self._started = [self._run("master.Master", "--host", HOST, "--port", port, "--webui-port", "0")]
        self._await("master", "New state: ALIVE")
        self.workers = [self.worker(name) for name in ("first", "second")]
        self.session = self._session()

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        """Start one more worker, and wait until the master knows it."""
        words = ("--host", HOST, "--cores", "1", "--memory", "1g", "--webui-port", "0")
        started = self._run("worker.Worker", *words, "--work-dir", str(self.folder / name), self.master, log=name)
        self._started.append(started)
        self._await(name, "Successfully registered with master")
        return started

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill a worker and what it runs, as when its machine fails."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def stop(self) -> None:
        """Stop the session and every process."""
        self.session.stop()
        for each in self._started:
            with suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
            each.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *words: str, log: str = "master") -> subprocess.Popen[bytes]:
        """Run one of Spark's daemons as a process of its own."""
        environment = os.environ | {"SPARK_HOME": str(self.home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": HOST}
        command = [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *words]
        with (self.folder / f"{log}.log").open("wb") as out:
            return subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True
            )

    def _await(self, log: str, line: str) -> None:
        """Wait until a log has a line."""
        path = self.folder / f"{log}.log"
        for _ in range(PATIENCE * 10):
            if line in path.read_text(errors="replace"):
                return
            time.sleep(0.1)
        raise TimeoutError(path.read_text(errors="replace"))

    def _session(self) -> Any:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(self.master).appName("scoring")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()


def brought_to_spark(session: Any, frames: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Bring frames of Polars to Spark, whose whole numbers all have a sign, and which has no categories."""
    plain = (
        cs.unsigned_integer().cast(pl.Int64),
        cs.by_dtype(pl.Categorical, pl.Enum, pl.Null).cast(pl.String),
    )
    found = {}
    for name, frame in frames.items():
        large = [each.name for each in frame.select(cs.by_dtype(pl.UInt64)) if (each > LARGEST).any()]
        signed = frame.with_columns(pl.col(large).cast(pl.Decimal(20, 0))).with_columns(*plain)
        found[name] = session.createDataFrame(signed.to_arrow())
    return found


def _free() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
