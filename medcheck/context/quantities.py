"""Numbers that say how much is taken at a time, where the same words may also say how often."""

from collections.abc import Sequence

from medcheck.context.compose import Cue
from medcheck.document.tokens import Token

_TIMES, _ONE = "x", "1"


def counts_one_of_several(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether "x1" counts what is taken at a time, as "x2" does in the same text: "A 10 mg x1 / B x2" of a pack.

    Not where the other number counts days or doses: "x 5 days".
    """
    if cue.act != "once" or tokens[cue.last - 1].norm != _ONE or tokens[cue.last - 2].norm != _TIMES:
        return False
    for at in range(1, len(tokens)):
        if tokens[at - 1].norm == _TIMES and tokens[at].kind == "number" and tokens[at].norm != _ONE:
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            if after is None or after.kind != "word":
                return True
    return False
