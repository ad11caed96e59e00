"""`fairlead retention`: what goes today by rule, in counts; or let it go now, before the sweep does."""

import argparse
from collections import Counter

from fairlead.cli import CommandError
from fairlead.cli.database import with_database

SUMMARY = "say what goes today by the rules of retention, or let it go now"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--dry-run", action="store_true", help="only say what would go, in kinds and numbers")
    parser.add_argument("--programme", metavar="NAME", help="short name of one programme, as in its address")


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when said or done, 2 when the programme is unknown or the database cannot be read."""
    return with_database(lambda: _all(args))


def _all(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from fairlead.privacy.actions import pruning
    from fairlead.privacy.queries import outlook
    from fairlead.programmes import keeping
    from fairlead.programmes.models import Programme

    found = Programme.objects.order_by("slug")
    programmes = list(found.filter(slug=args.programme) if args.programme else found)
    if args.programme and not programmes:
        raise CommandError(f"there is no programme {args.programme!r}.")
    at, words = timezone.now(), keeping.kinds()
    for programme in programmes:
        counts: Counter[str] = Counter()
        if args.dry_run:
            for _key, number in outlook.due(programme, today=timezone.localdate(at)):
                counts += number
        else:
            counts = pruning.prune_now(programme, at=at)
        print(f"{programme.slug}: {'nothing' if not counts else counts.total()}")
        for kind, label in words.items():
            if counts[kind]:
                print(f"  {counts[kind]:6d}  {label}")
    return 0
