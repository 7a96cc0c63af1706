"""What was weighed for the status of each medicine, as text."""

from collections.abc import Sequence

from medcheck.printable import printable
from medcheck.records import Explanation

_NEAR = {
    "struck": "struck through",
    "cell": "in its cell",
    "note": "in a note on it",
    "told": "in an account of what was done",
    "phrase": "said of it",
    "list": "said of the list it stands in",
    "loose": "in its sentence",
    "label": "its label",
    "section": "its heading",
    "date": "its date",
    "by_kind": "how it is given",
    "doubtful": "perhaps of it",
    "elsewhere": "where it stands again",
    "row": "its list",
    "nature": "how it is given",
    "weak": "beside it",
}


def explanation(explained: Sequence[Explanation]) -> str:
    """A line for each medicine and, indented, one for each piece of evidence, the one that decides first."""
    lines: list[str] = []
    for one in explained:
        reason = f" ({one.status_reason})" if one.status_reason else ""
        lines.append(f"{printable(one.text)}: {one.status}{reason}")
        lines += [f"  {_NEAR[said.near]}: “{printable(said.text)}” ({said.says})" for said in one.weighed]
        if not one.weighed:
            lines.append("  nothing said: taken")
    return "\n".join(lines) + "\n" if lines else "No medicine found in the text.\n"
