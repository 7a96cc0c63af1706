"""A line that speaks of something else changes the status of no medicine."""

from hypothesis import given, settings
from hypothesis import strategies as st

import medcheck

UNRELATED = (
    "Lives alone in a ground floor flat.",
    "BP 132/78, pulse 64 regular.",
    "Walks the dog twice a day",
    "Seen with his daughter today.",
    "Next appointment in the spring.",
    "Chest clear, abdomen soft.",
    "Weight 81 kg",
)
LISTS = (
    "Discontinued:\nquinine 200 mg\nbumetanide 1 mg",
    "Current medication\n- furosemide 40 mg\n- salbutamol prn",
    "ALLERGIES\npenicillin - rash",
    "Home medications on hold:\nramipril 5 mg",
    "Drug | Continue | Stop\nramipril | x | |\nquinine | | x |",
    "Ceased: quinine. Commenced: bisoprolol 5 mg",
    "She stopped furosemide in May.",
    "Husband: warfarin 3 mg",
    "[x] ramipril 5 mg\n[ ] quinine 200 mg",
)


def statuses(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.status) for mention in medcheck.check(text).mentions]


@settings(deadline=None, max_examples=60)
@given(
    blocks=st.lists(st.sampled_from(LISTS), min_size=1, max_size=3, unique=True),
    line=st.sampled_from(UNRELATED),
    data=st.data(),
)
def test_a_line_about_something_else_between_two_lists_changes_no_status(
    blocks: list[str], line: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(blocks)))
    with_line = [*blocks[:at], line, *blocks[at:]]
    assert statuses("\n\n".join(with_line)) == statuses("\n\n".join(blocks))
