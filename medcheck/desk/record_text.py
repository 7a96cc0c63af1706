"""The review in a few lines for the patient's record, as plain text or Markdown."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medcheck.records import ReviewRecord
from medcheck.report.brief import brief
from medcheck.report.brief_records import Brief, in_full
from medcheck.report.markdown import bulleted, escape
from medcheck.side_effect import SideEffect

UNKNOWN_IS_NOT_CLEAR = "What is not recognised was not checked: unknown does not mean clear."


class RecordText(NamedTuple):
    """The same words in two forms."""

    text: str
    markdown: str


def record_text(review: ReviewRecord, side_effect: SideEffect, by_hand: Sequence[str], version: str) -> RecordText:
    """What matters first, what was set by hand, and by which tables it was said."""
    short = brief(review, side_effect)
    title = f"{side_effect.review} of a medicine list"
    parts = [*_parts(short), *([("Set by hand", list(by_hand))] if by_hand else [])]
    ending = [
        UNKNOWN_IS_NOT_CLEAR,
        side_effect.disclaimer_in_brief,
        f"medcheck {version}, tables {review.tables_version}.",
    ]
    text = [title, short.headline]
    markdown = [f"**{escape(title)}**", "", escape(short.headline), ""]
    for name, lines in parts:
        text += [f"{name}: {lines[0]}"] if len(lines) == 1 else [f"{name}:", *(f"- {line}" for line in lines)]
        markdown += bulleted(name, lines)
    return RecordText("\n".join([*text, *ending]) + "\n", "\n".join([*markdown, "", escape(" ".join(ending))]) + "\n")


def _parts(short: Brief) -> Iterator[tuple[str, list[str]]]:
    for part in short.parts:
        if part.listed:
            yield part.title, [", ".join(part.listed)]
        else:
            yield part.title, [in_full(remark) for remark in part.remarks]
    if short.ask_first:
        yield "Ask", [short.ask_first, *short.ask]
