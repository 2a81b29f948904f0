"""How quick the kernel of writing signals is, and what pandas and Polars need for as much of it as they can do.

Ten million simulated events: a million different ones, ten times over under other session numbers. pandas, Polars and
Spark are measured where they are installed; neither of the two first rebuilds the text or knows where a pause was.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from tools import find_java

from handrail.signals import kernel, simulate
from handrail.signals import spark as on_spark
from handrail.signals.recordings import write_parquet

REPEATS: Final = 3
DIFFERENT: Final = 1_000_000
SIZES: Final = (100_000, 1_000_000, 10_000_000)
FILES: Final = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One way to do it, what it did, for how many events, and the seconds of a few runs."""

    way: str
    does: str
    events: int
    seconds: tuple[float, ...]

    @property
    def what(self) -> str:
        if self.events == 1:
            return f"{self.way}: {self.does}"
        return f"{self.way}: {self.does} ({self.events / min(self.seconds) / 1e6:.1f} million a second)"


def measure() -> Iterator[Row]:
    started = time.perf_counter()
    kernel.warm_up()
    yield Row(
        "first call: compile, or load what was compiled",
        "once a process",
        1,
        (time.perf_counter() - started,),
    )
    tables = {size: _events(size) for size in SIZES}
    all_of_it = "text rebuilt, all counts"
    for size, table in tables.items():
        for threads in (1, 2):
            way = f"kernel, {threads} thread{'s' * (threads > 1)}"
            yield Row(way, all_of_it, size, _times(lambda t=table, n=threads: kernel.count(t, threads=n)))
    largest = tables[SIZES[-1]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.parquet"
        for form in ("with text", "content-free"):
            kept = largest if form == "with text" else _without_text(largest)
            write_parquet(kept, path)
            print(
                f"Parquet, {form}: {path.stat().st_size / kept.num_rows:.2f} bytes an event", file=sys.stderr
            )
        columns = [name for name in largest.column_names if name != "text"]

        def read_and_count() -> None:
            kernel.count(pq.read_table(path, columns=columns), threads=2)

        yield Row(
            "kernel, 2 threads, and reading Parquet", all_of_it, largest.num_rows, _times(read_and_count)
        )
        for name, way in (("polars", _polars), ("pandas", _pandas)):
            if importlib.util.find_spec(name) is None:
                print(f"{name} is not installed here and was not measured", file=sys.stderr)
                continue
            work = way(largest)
            does = "pauses, bursts, counts; no text, no places"
            yield Row(f"{name}, vectorised", does, largest.num_rows, _times(work))
        yield from _spark(largest, Path(folder))


def _events(size: int) -> pa.Table:
    made = min(size, DIFFERENT)
    writer = simulate.Writer(sample="age-17", words=600)
    one = simulate.sessions(writer, 1, seed=0).num_rows
    base = simulate.sessions(writer, max(1, round(made / one)), seed=1)
    sessions = base.column("session").to_numpy()
    each = int(sessions[-1]) + 1
    at = base.schema.get_field_index("session")
    field = base.schema.field("session")
    copies = [
        base.set_column(at, field, pa.array(sessions + number * each, pa.uint32()))
        for number in range(size // made)
    ]
    return pa.concat_tables(copies).combine_chunks()


def _without_text(table: pa.Table) -> pa.Table:
    from handrail.signals.private import without_content

    return without_content(table)


def _times(work: Callable[[], object]) -> tuple[float, ...]:
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return tuple(times)


def _polars(table: pa.Table) -> Callable[[], object]:
    import polars as pl

    frame: Any = pl.from_arrow(table.select(["session", "t", "op", "n_del", "n_ins"]))

    def work() -> object:
        pause = (pl.col("t") - pl.col("t").shift(1)).over("session")
        counted = frame.lazy().with_columns(pause.alias("pause"))
        return (
            counted.with_columns((pl.col("pause") >= 2000).fill_null(True).cum_sum().over("session").alias("burst"))
            .group_by("session")
            .agg(
                pl.len(), pl.col("t").max(), pl.col("pause").median(), pl.col("n_ins").sum(), pl.col("n_del").sum(),
                *((pl.col("pause") >= ms).sum().alias(f"n_{ms}") for ms in (200, 1000, 2000)),
                *(pl.col("pause").filter(pl.col("pause") >= ms).sum().alias(f"t_{ms}") for ms in (200, 1000, 2000)),
                pl.col("pause").clip(0, 5000).sum().alias("active"), pl.col("burst").max().alias("bursts"),
            )
            .collect()
        )  # fmt: skip

    return work


def _pandas(table: pa.Table) -> Callable[[], object]:
    frame: Any = table.select(["session", "t", "op", "n_del", "n_ins"]).to_pandas()

    def work() -> object:
        by = frame.groupby("session", sort=False)
        pause = by["t"].diff()
        given = frame.assign(pause=pause, active=pause.clip(upper=5000), burst=(pause >= 2000) | pause.isna())
        for ms in (200, 1000, 2000):
            given[f"n_{ms}"] = pause >= ms
            given[f"t_{ms}"] = pause.where(pause >= ms, 0)
        summed = [f"{what}_{ms}" for what in "nt" for ms in (200, 1000, 2000)]
        grouped = given.groupby("session", sort=False)
        return (
            grouped[["n_ins", "n_del", "active", "burst", *summed]].sum(),
            grouped["pause"].median(),
            grouped["t"].max(),
        )

    return work


def _spark(table: pa.Table, folder: Path) -> Iterator[Row]:
    if importlib.util.find_spec("pyspark") is None or find_java.found() is None:
        print("Apache Spark or Java is not installed here and was not measured", file=sys.stderr)
        return
    starts = kernel.starts_of(table.column("session").to_numpy())
    paths = []
    for number in range(FILES):
        first, last = (
            int(starts[len(starts) * n // FILES if n < FILES else -1]) for n in (number, number + 1)
        )
        paths.append(str(folder / f"part-{number}.parquet"))
        write_parquet(table.slice(first, last - first), Path(paths[-1]))
    from pyspark.sql import SparkSession

    root = Path(__file__).parents[1]
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(root / "src")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spark = (
            SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.log.level", "ERROR").getOrCreate()
        )  # fmt: skip
        try:
            sessions, events = on_spark.expected(paths)

            def work() -> None:
                told = on_spark.assert_whole(on_spark.compute(spark, paths), sessions=sessions, events=events)
                assert told == {"sessions": sessions, "events": events}

            started = time.perf_counter()
            work()
            first_run = time.perf_counter() - started
            does = f"the same kernel, {sessions:,} sessions once, every event"
            yield Row(f"Spark, local, {FILES} files, first run", does, events, (first_run,))
            yield Row(f"Spark, local, {FILES} files", does, events, _times(work))
        finally:
            spark.stop()
    yield Row(
        f"here, {FILES} files, 2 threads", "the same kernel, reading Parquet", events,
        _times(lambda: [kernel.count(pq.read_table(path), threads=2) for path in paths]),
    )  # fmt: skip
