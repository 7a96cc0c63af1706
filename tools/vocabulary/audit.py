"""Print where a hand-written table says something else than the public sources, for a person to look at.

`python tools/vocabulary/audit.py`: one line a disagreement. Most are right (another country's product of that name, an
older formula); the rest are slips in a table. Then the hand-written brands that `removed.csv` keeps out.
"""

from __future__ import annotations

from collections import defaultdict

import build
from model import Entry, squeeze


def main() -> None:
    """Compare the brands of the NDC and UNII layers with the hand-written ones of the same name."""
    layers = build.layers()
    hand: dict[str, list[Entry]] = defaultdict(list)
    for entry in layers.hand:
        hand[squeeze(entry.name)].append(entry)
    for entry in (*layers.ndc_brands, *layers.unii_brands):
        others = hand.get(squeeze(entry.name), [])
        if others and all(entry.ingredients != other.ingredients for other in others):
            said = " / ".join(f"{other.source}: {';'.join(other.ingredients)}" for other in others)
            print(f"{entry.name}\t{entry.source}: {';'.join(entry.ingredients)}\t{said}")
    removed = {squeeze(name) for name in layers.removed}
    for entry in layers.hand:
        if entry.kind == "brand" and squeeze(entry.name) in removed:
            print(f"{entry.name}\tremoved.csv: never admitted\t{entry.source}: {';'.join(entry.ingredients)}")


if __name__ == "__main__":
    main()
