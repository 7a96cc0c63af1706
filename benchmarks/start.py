"""Whole-process time and memory of `medcheck check`, against importing what any such program must import."""

import resource
import statistics
import subprocess
import sys
import time

PEER = [sys.executable, "-c", "import click, pydantic, sqlite3"]
KNOWN = (
    "Furosemide 40mg od\nRamipril 5mg od\nSimvastatin 40mg on\nSalbutamol inhaler prn\n"
    "Seretide 250 bd\nAmlodipine 5mg od\nParacetamol 1g qds\nOmeprazole 20mg od"
)
MISSPELT = KNOWN.replace("Furosemide", "Furosimde")
PAIRS = 25


def seconds(command: list[str]) -> float:
    """The wall-clock time of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def ratio(command: list[str]) -> float:
    """The median over paired runs of the command's time over the peer's."""
    seconds(command), seconds(PEER)
    return statistics.median(seconds(command) / seconds(PEER) for _ in range(PAIRS))


def main() -> None:
    check = [sys.executable, "-m", "medcheck", "check"]
    print(f"eight known names: {ratio([*check, KNOWN]):.2f} times the imports (bar 1.8)")
    print(f"one name misspelt: {ratio([*check, MISSPELT]):.2f} times the imports (bar 2.2)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of one check: {peak:.0f} MB (bar 80)")


if __name__ == "__main__":
    main()
