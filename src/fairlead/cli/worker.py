"""`fairlead worker`: jobs, and what time itself asks for."""

import argparse
import logging
import os
import sys
import threading
import time
from types import FrameType

SUMMARY = "run the job worker alone (serve already runs one)"
PRUNE_EVERY_SECONDS = 6 * 60 * 60
LAST_SWEEP_SECONDS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often to look."""
    parser.add_argument(
        "--interval", type=float, default=0.5, help="seconds between looks for a job (default: %(default)s)"
    )
    parser.add_argument(
        "--sweep-every", type=float, default=5.0, help="seconds between sweeps (default: %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Work until told to stop; a job under way is finished first.

    The sweep finds reminders and deadlines that are due and starts again what a lost worker left behind.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
    import django

    django.setup()
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    class QuietWorker(Worker):
        """The queue's worker, which ends without a word."""

        def shutdown(self, signum: int, frame: FrameType | None) -> None:
            self.running = False
            if not self.running_task:
                sys.exit(0)

    stopping = threading.Event()
    sweeper = threading.Thread(target=keep_sweeping, args=(args.sweep_every, stopping), daemon=True)
    sweeper.start()
    worker = QuietWorker(
        queue_names=["*"],
        interval=args.interval,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stopping.set()
        sweeper.join(timeout=LAST_SWEEP_SECONDS)
    return 0


def keep_sweeping(every: float, stopping: threading.Event) -> None:
    """Sweep, and now and then drop the queue's old results, until `stopping` is set."""
    from django.core.management import call_command
    from django.db import close_old_connections
    from django.utils import timezone

    from fairlead.kernel.sweeping import sweep

    prune_at = time.monotonic() + every
    while not stopping.is_set():
        close_old_connections()
        try:
            sweep(timezone.now())
            if time.monotonic() >= prune_at:
                prune_at = time.monotonic() + PRUNE_EVERY_SECONDS
                call_command("prune_db_task_results", queue_name="*", verbosity=0)
        except Exception:
            logging.getLogger(__name__).exception("sweeping failed; trying again")
        close_old_connections()
        stopping.wait(every)
