"""The same kernel on Apache Spark: work is shared out by file, and every file holds whole sessions.

Spark may cut one large file into pieces, and a session with it. So nothing here lets Spark read the events: it gets
paths, and each task reads its files itself. Afterwards `assert_whole` counts: every session once, every event counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from handrail.signals.errors import SplitSession

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from handrail.signals.kernel import Counted

ROWS: Final = "file string, session long, fault long, {}"


def schema() -> str:
    """The columns of the result, as Spark writes them."""
    from handrail.signals.kernel import FIELDS

    return ROWS.format(", ".join(f"{name} double" for name in FIELDS))


def compute(spark: SparkSession, paths: Sequence[str], *, parts: int | None = None) -> DataFrame:
    """A row of counts for each session of these Parquet files."""
    frame = spark.createDataFrame([(path,) for path in paths], "path string")
    return frame.repartition(parts or len(paths)).mapInArrow(count_files, schema())


def count_files(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs in Spark's workers: paths in, counts out."""
    import pyarrow.parquet as pq

    from handrail.signals import kernel

    for batch in batches:
        for path in batch.column("path").to_pylist():
            yield _rows(path, kernel.count(pq.read_table(path, partitioning=None)))


def count_events(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs in Spark's workers on events that Spark itself read. It may split sessions: that is why it is checked."""
    from handrail.signals import kernel

    held = list(batches)
    if held and sum(batch.num_rows for batch in held):
        yield _rows("", kernel.count(pa.Table.from_batches(held)))


def _rows(path: str, counted: Counted) -> pa.RecordBatch:
    from handrail.signals.kernel import FIELDS

    return pa.RecordBatch.from_pydict(
        {
            "file": [path] * len(counted.sessions),
            "session": counted.sessions.astype(np.int64),
            "fault": counted.faults.astype(np.int64),
            **{name: np.ascontiguousarray(counted.counts[:, at]) for at, name in enumerate(FIELDS)},
        }
    )


def expected(paths: Sequence[str]) -> tuple[int, int]:
    """How many sessions and events the files hold."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    sessions = events = 0
    for path in paths:
        column = pq.read_table(path, columns=["session"], partitioning=None).column(0)
        sessions += pc.count_distinct(column).as_py()
        events += len(column)
    return sessions, events


def assert_whole(frame: DataFrame, *, sessions: int, events: int) -> dict[str, Any]:
    """Every session came out once and whole, and every event was counted; otherwise a sentence."""
    from pyspark.sql import functions as f

    told = frame.agg(
        f.count("*").alias("rows"),
        f.countDistinct("file", "session").alias("distinct"),
        f.sum("events").alias("events"),
        f.sum((f.col("fault") == 1).cast("int")).alias("begun_late"),
    ).first()
    assert told is not None
    rows, distinct, counted = int(told["rows"]), int(told["distinct"]), int(told["events"] or 0)
    if rows != sessions or distinct != sessions or counted != events or told["begun_late"]:
        raise SplitSession(
            f"{sessions} sessions with {events} events went in; {rows} rows of {distinct} sessions with {counted} "
            f"events came out, {told['begun_late'] or 0} of them without their beginning. A session was split, lost or "
            "counted twice: share out files that hold whole sessions."
        )
    return {"sessions": rows, "events": counted}
