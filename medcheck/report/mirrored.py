"""A two-sided histogram: what came before to the left of a line, what came after to the right of it."""

from collections.abc import Sequence

from medcheck.report.svg import INK, TRACK, box, line, picture, share, text

_HEIGHT, _AXIS, _TOP = 120, 22, 16
_BEFORE, _AFTER = "#55616f", "#0b4f8a"
_GAP = 0.12  # of a bar's width


def mirrored(bars: Sequence[tuple[int, int | None]], title: str) -> str:
    """The picture of steps and counts, steps below 0 before; "<" stands for a count of None. Nothing for none.

    The numbers are to stand in a table of the page, too: who hears the page hears only the title.
    """
    if not bars:
        return ""
    reach = max(abs(step) for step, _ in bars)
    most = max((number or 1 for _, number in bars), default=1)
    width = 1 / (2 * reach)
    parts = [
        text("0", 12, "marker first"),
        text("100%", 12, "index medicine first", end=True),
        line("0", _TOP + _HEIGHT, "100%", _TOP + _HEIGHT, TRACK),
    ]
    for step, number in bars:
        place = (step + reach if step < 0 else step + reach - 1) * width
        tall = _HEIGHT * (number if number is not None else 0) / most
        colour = _BEFORE if step < 0 else _AFTER
        left, wide = share(place + _GAP * width / 2, 1), share(width * (1 - _GAP), 1)
        if number is None:
            parts.append(text(share(place + width / 2, 1), _TOP + _HEIGHT - 4, "<", middle=True))
        else:
            parts.append(box(left, _TOP + _HEIGHT - tall, wide, tall, colour))
    parts += [
        line("50%", _TOP, "50%", _TOP + _HEIGHT, INK),
        text("0", _TOP + _HEIGHT + 16, f"-{reach}"),
        text("50%", _TOP + _HEIGHT + 16, "0", middle=True),
        text("100%", _TOP + _HEIGHT + 16, f"+{reach}", end=True),
    ]
    return picture(title, _TOP + _HEIGHT + _AXIS, parts)
