"""``python -m medcheck`` and the ``medcheck`` command."""

import gc
import sys

# So many objects may be made before some are looked through for garbage, of which a run makes next to none; with the
# 700 that are usual it takes a tenth of a short run.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> None:
    """Run the command; Ctrl-C ends it with 130 even while it is still being loaded."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        from medcheck.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # what is there goes with the process: looking through it at the end takes 5 ms


if __name__ == "__main__":
    main()
