"""`flask worker`: runs jobs, the outbox and the periodic tasks; any number may run beside each other on PostgreSQL, one is enough."""

import logging
import signal
import sys

import click
from flask.cli import with_appcontext

from app.kernel.health import beat
from app.kernel.jobs import rescue_jobs, stopping
from app.kernel.queue import prepare_queue, queue

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
HEALTH_SECONDS = 5
BEAT_ROUNDS = 6
"""A sign of life every half minute."""
STOP_SECONDS = 20


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="Jobs done at the same time.")
@with_appcontext
def worker(threads: int) -> None:
    """Do the work in the queue until SIGTERM or SIGINT. A running job is put back and goes on at the next start."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z"
    )
    prepare_queue()
    rescue_jobs()
    # Waited for instead of handled: the threads inherit the mask, and nothing is cut in two.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    consumer = queue().create_consumer(workers=threads, periodic=True, max_delay=1.0, shutdown_timeout=STOP_SECONDS)
    consumer.start()
    click.echo("worker: ready", err=True)
    rounds = 0
    while True:
        if rounds % BEAT_ROUNDS == 0:
            beat()
        if signal.sigtimedwait(STOP_SIGNALS, HEALTH_SECONDS) is not None:
            break
        consumer.check_worker_health()
        rounds += 1
    stopping.set()
    consumer.stop(graceful=True)
    click.echo("worker: stopped", err=True)
