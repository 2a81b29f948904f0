"""The kernel on a real local Spark gives what it gives here, and a session that Spark splits is caught."""

from __future__ import annotations

import importlib.util
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tools import find_java

from handrail.signals import kernel, simulate
from handrail.signals import spark as on_spark
from handrail.signals.errors import SplitSession
from handrail.signals.recordings import write_parquet
from tests.signals.writing import table_of, typed

NO_SPARK = importlib.util.find_spec("pyspark") is None
NO_JAVA = find_java.found() is None
needs_spark = [
    pytest.mark.skipif(
        NO_JAVA, reason=f"no Java of version {find_java.OLDEST} or newer here, which Apache Spark needs"
    ),
    pytest.mark.skipif(
        NO_SPARK, reason="Java is here and Apache Spark is not: `make spark` installs it, `make test` too"
    ),
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    root = Path(__file__).parents[2]
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = f"{root / 'src'}{os.pathsep}{root}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        started = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.files.maxPartitionBytes", str(40_000))
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .getOrCreate()
        )
        yield started
        started.stop()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[pa.Table]]:
    folder = tmp_path_factory.mktemp("events")
    tables = [simulate.sessions(simulate.Writer(words=150), 5, seed=seed) for seed in range(4)]
    paths = []
    for number, table in enumerate(tables):
        paths.append(str(folder / f"part-{number}.parquet"))
        write_parquet(table, Path(paths[-1]))
    return paths, tables


class TestOnSpark:
    pytestmark = needs_spark

    def test_every_session_comes_out_once_with_the_same_numbers(self, session: Any, whole: Any) -> None:
        paths, tables = whole

        frame = on_spark.compute(session, paths)
        told = on_spark.assert_whole(
            frame, **dict(zip(("sessions", "events"), on_spark.expected(paths), strict=True))
        )

        assert told == {"sessions": 20, "events": sum(t.num_rows for t in tables)}
        here = np.concatenate([kernel.count(table).counts for table in tables])
        rows = sorted(frame.collect(), key=lambda row: (row["file"], row["session"]))
        assert np.array_equal(np.array([[row[name] for name in kernel.FIELDS] for row in rows]), here)

    def test_one_large_file_that_spark_splits_is_caught(self, session: Any, tmp_path: Path) -> None:
        import pyarrow.parquet as pq

        table = simulate.sessions(simulate.Writer(words=400), 6, seed=8)
        path = str(tmp_path / "large.parquet")
        # Row groups that end within sessions, as any large file has them.
        pq.write_table(table, path, row_group_size=1_700)
        events = session.read.parquet(path)
        assert events.rdd.getNumPartitions() > 1

        frame = events.mapInArrow(on_spark.count_events, on_spark.schema())

        with pytest.raises(SplitSession, match="6 sessions"):
            on_spark.assert_whole(frame, sessions=6, events=table.num_rows)
        good = on_spark.compute(session, [path])
        assert on_spark.assert_whole(good, sessions=6, events=table.num_rows)["sessions"] == 6


def test_the_work_of_one_spark_task_is_the_kernel(whole: Any) -> None:
    paths, tables = whole
    batch = pa.RecordBatch.from_pydict({"path": paths[:2]})

    first, second = on_spark.count_files([batch])

    assert first.num_rows == second.num_rows == 5
    assert sum(first.column("events").to_pylist()) == tables[0].num_rows


def test_half_a_session_is_known_by_its_missing_beginning() -> None:
    table = table_of(typed("a whole session"))

    (rows,) = on_spark.count_events(table.slice(6).to_batches())

    assert rows.column("fault").to_pylist() == [1]
    assert np.isnan(rows.column("produced").to_pylist()[0])
