"""What the cells of a row say of the medicine in it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from medcheck.context.acts import NEGATIVE, POSITIVE
from medcheck.context.compose import Cue
from medcheck.context.evidence import Near, Said
from medcheck.context.weigh import MEANINGS
from medcheck.document.tables import Cell, Row
from medcheck.document.tokens import Token

_CODES = {
    "c": "keep",
    "cont": "keep",
    "dc": "stop",
    "d": "stop",
    "h": "hold",
    "n": "never",
    "x": "stop",
    "i": "stop",
    "no": "never",
    "y": "keep",
    "yes": "keep",
    "a": "keep",
    "s": "stop",
}


def said_by_cells(
    tokens: Sequence[Token], rows: dict[int, Row], firsts: Sequence[int], cues: Sequence[Cue]
) -> Iterator[Said]:
    """What the cells of each row say of its medicine."""
    starts = [cue.first for cue in cues]
    for row in rows.values():
        holders = [(cell, range(bisect_left(firsts, cell.first), bisect_left(firsts, cell.last))) for cell in row.cells]
        named = next(((c, r) for c, r in holders if len(r) and c.role == "medicine"), None) or next(
            ((c, r) for c, r in holders if len(r)), None
        )
        if not named:
            continue
        subject, numbers = named
        for place, cell in enumerate(row.cells):
            if cell is subject or cell.first >= cell.last:
                continue
            if bisect_left(firsts, cell.first) < bisect_left(firsts, cell.last) and cell.role not in (
                "status",
                "comment",
                "end",
            ):
                continue
            own = cues[bisect_left(starts, cell.first) : bisect_left(starts, cell.last)]
            found = _cell_act(tokens, cell, own, row, place, cues, starts)
            if found:
                act, cue, near = found
                for number in numbers:
                    yield Said(number, act, cue, near)


def _cell_act(
    tokens: Sequence[Token],
    cell: Cell,
    own: Sequence[Cue],
    row: Row,
    place: int,
    cues: Sequence[Cue],
    starts: Sequence[int],
) -> tuple[str, Cue, Near] | None:
    own = [c for c in own if c.act not in ("nothing", "pseudo", "irreal", "was") and tokens[c.first].norm not in "(["]
    at = next(
        (i for i in range(cell.first, cell.last) if tokens[i].kind in ("word", "number") or tokens[i].norm in "✓✔xX✗✘"),
        None,
    )
    if at is None:
        return None
    whole = Cue(cell.first, cell.last, "", "", "", False)
    role = cell.role
    if role == "reaction":
        return "allergy", whole, "cell"
    head = row.head[place] if row.head and place < len(row.head) else None
    asked = list(cues[bisect_left(starts, head.first) : bisect_left(starts, head.last)]) if head else []
    if role == "status":
        first = tokens[at].norm
        alone = at + 1 >= cell.last or tokens[at + 1].kind != "word"  # "No change" negates nothing
        negated = (first in ("n", "no", "✗", "✘") and alone) or (first == "not" and not own)
        stops = any(c.act in ("stop", "hold") for c in asked)
        own = [c for c in own if c.act not in ("info", "planned") or c.modified]
        if first in ("nil", "none") and at + 1 >= cell.last:
            return None
        strong = [c for c in own if c.act in MEANINGS or c.act in ("neg", "change")]
        firm = [c for c in strong if c.act not in ("weak", "neg")]
        if firm:
            return _cell_meaning(firm[-1].act), firm[-1], "cell"
        if negated:
            return ("kept" if stops else "stop"), whole, "cell"
        if first in ("y", "yes", "✓", "✔"):
            return ("stop" if stops else "keep"), whole, "cell"
        if strong:
            return ("weak" if strong[0].act == "weak" else "never"), strong[0], "cell"
        if len(first) == 1 or at + 1 >= cell.last or tokens[at + 1].kind != "word":
            code = _CODES.get(first)
            if code:
                return code, whole, "cell"
        return None
    if role == "end":
        firm = [c for c in own if c.act in ("stop", "finish", "hold", "keep", "kept", "weak")]
        if firm:
            return ("keep" if firm[0].act == "weak" else firm[0].act), firm[0], "cell"
        return (
            ("stop", whole, "cell")
            if (
                tokens[at].kind == "number"
                and any(t.norm in "/-." or t.kind == "word" for t in tokens[at + 1 : cell.last])
            )
            or is_full_year(tokens[at])
            else None
        )
    if tokens[at].norm == "no" and (at + 1 >= cell.last or tokens[at + 1].kind != "word"):
        firm = [c for c in own if c.act in ("stop", "hold", "never", "finish")]
        return (firm[0].act, firm[0], "cell") if firm else ("stop", Cue(at, at + 1, "", "", "", False), "cell")
    if not own:
        return None
    lead = own[0]
    opens = lead.first == at or tokens[lead.first - 1].norm == ":" or lead.first - at <= 1
    if role is None:
        if (
            opens
            and lead.act in NEGATIVE | POSITIVE | {"doubt", "kept"}
            and lead.act not in ("past", "neg", "info", "planned")
        ):
            near = "note" if lead.act not in ("take", "keep", "dose") else "row"
            return lead.act, lead, near
        if lead.act == "reaction":
            return "allergy", lead, "row"
        severe = {"mild", "moderate", "severe", "low", "high", "confirmed"}
        if lead.act in ("symptom", "sideeffect") and severe & {t.norm for t in tokens[lead.last : lead.last + 4]}:
            return "allergy", lead, "note"
        return None
    if role in ("comment", "reason", "other", "issued") or opens:
        firm = [
            c
            for c in own
            if c.act in NEGATIVE | {"kept", "restart", "doubt"} and c.act not in ("neg", "past", "info", "planned")
        ]
        if firm and role not in ("dose", "start"):
            return firm[-1].act, firm[-1], "note"
        if firm and firm[-1].act not in ("take", "keep", "once") and opens:
            return firm[-1].act, firm[-1], "note"
    return None


def _cell_meaning(act: str) -> str:
    return {"change": "keep"}.get(act, act)


def is_full_year(token: Token) -> bool:
    """Whether a number is a year."""
    return token.kind == "number" and len(token.norm) == 4 and token.norm[:2] in ("19", "20")
