"""Files from elsewhere as events under the contract. Each reader says what its format can tell, and what it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.signals.errors import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from handrail.signals.recordings import Recording


def read(path: Path) -> Recording:
    """A file in whichever of the formats it is."""
    from handrail.signals.readers import batches, changelog, idfx, kaggle, traces
    from handrail.signals.readers.opening import opened

    if not path.is_file():
        raise Unreadable(str(path), "", "there is no such file.")
    if path.suffix == ".parquet":
        return batches.read_parquet(path)
    head = opened(path)[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    for looks_like, reader in (
        (head.startswith(b"<"), idfx.read),
        (head.startswith(b"id,event_id") or b"down_time" in head.split(b"\n")[0], kaggle.read),
        (b'"startContent"' in head or b'"txns"' in head, traces.read),
        (head.startswith(b")]}'") or b'"changelog"' in opened(path) or b'"chunkedSnapshot"' in head, changelog.read),
        (b'"handrail.batch"' in head, batches.read),
    ):  # fmt: skip
        if looks_like:
            return reader(path)
    raise Unreadable(
        str(path),
        "at its beginning",
        "this is none of the formats that can be read: our own batches or Parquet, IDFX, Kaggle or KLiCKe CSV, "
        "a Google Docs changelog, a patch trace.",
    )
