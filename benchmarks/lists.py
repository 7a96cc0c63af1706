"""`check` on ten-line lists, against drug-named-entity-recognition in fuzzy mode on the same texts."""

import random
import time

from medcheck.checker import Checker

LISTS = 50
PEER_LISTS = 3


def main() -> None:
    dice = random.Random(11)
    checker = Checker()
    rows = checker.database.all_names()
    names = sorted({row.name for row in rows if row.commonness == 3 and row.kind in ("ingredient", "brand")})
    # The peer raises UnboundLocalError unless the first two words are a name that it knows.
    texts = [
        "Sodium chloride 10 mg od\n"
        + "\n".join(f"{n}. {dice.choice(names)} {dice.choice((5, 10, 20, 40))} mg od" for n in range(2, 11))
        for _ in range(LISTS)
    ]
    checker.check(texts[0])
    start = time.perf_counter()
    for text in texts:
        checker.check(text)
    own = (time.perf_counter() - start) / LISTS

    from drug_named_entity_recognition import find_drugs  # its tables would slow every collection of garbage

    find_drugs(texts[0].split(), is_fuzzy_match=True)
    start = time.perf_counter()
    for text in texts[:PEER_LISTS]:
        find_drugs(text.split(), is_fuzzy_match=True)
    peer = (time.perf_counter() - start) / PEER_LISTS
    print(f"ours {own * 1e3:.2f} ms a list; drug-named-entity-recognition {peer / own:.0f} times that (bar 100)")


if __name__ == "__main__":
    main()
