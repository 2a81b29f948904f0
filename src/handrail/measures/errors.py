"""What cannot be worked out without being wrong."""

from __future__ import annotations

from handrail.core.errors import KernelError


class MeasureError(KernelError, ValueError):
    """Values that cannot be taken as they are. The message is a sentence and says where."""
