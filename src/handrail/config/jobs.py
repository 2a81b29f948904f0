"""Keeps the jobs themselves: tries those again whose worker was killed, and forgets those long done."""

from __future__ import annotations

import logging
from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

log = logging.getLogger(__name__)

HEARTBEAT: Final = 10.0
"""Seconds between the signs of life that a worker gives."""

PRESUMED_DEAD: Final = 60.0
"""Seconds without a sign of life after which a worker's jobs are tried again.

Several heartbeats: a worker that is only slow must not have its job taken away and done twice at once.
"""

MOST_ATTEMPTS: Final = 5
"""A job that took its worker with it this often is left for a person to look at."""

KEPT_HOURS: Final = 7 * 24


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="retry-stalled-jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Hand on the jobs of workers that were killed. Every job of Handrail is idempotent, so this is safe."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=PRESUMED_DEAD):
        try:
            if job.attempts >= MOST_ATTEMPTS:
                log.error("Job %s (%s) was left undone %s times; it is not tried again.", job.id, job.task_name, job.attempts)  # fmt: skip  # noqa: E501
                await _give_up(context, job)
            else:
                await manager.retry_job(job)
                log.warning("Job %s (%s) lost its worker and is tried again.", job.id, job.task_name)
        except UniqueViolation:
            # The same work is waiting already, under the same lock: that one will do it.
            await _give_up(context, job)
        except ConnectorException as gone:
            log.info("Job %s needed no second try: %s", job.id, gone)


@app.periodic(cron="10 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget-old-jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """A row a minute would pile up. What failed is kept as long as what went well, for whoever asks why."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=True)


async def _give_up(context: JobContext, job: Job) -> None:
    await context.app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
