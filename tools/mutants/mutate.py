"""Mutations of a module: small changes of its meaning that the tests should notice, one at a time."""

import ast
import copy
from collections.abc import Iterator
from typing import NamedTuple

_OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutant(NamedTuple):
    """One changed module; ``before`` and ``after`` are the changed expression, as ``ast.unparse`` writes it."""

    line: int
    before: str
    after: str
    source: str


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        for changed in _changed(node):
            copied = copy.deepcopy(tree)
            target = next(found for place, found in enumerate(ast.walk(copied)) if place == number)
            before = ast.unparse(target)
            target.__dict__.update(changed)
            after = ast.unparse(target)
            if before != after:
                yield Mutant(getattr(node, "lineno", 0), before, after, ast.unparse(copied))


def _changed(node: ast.AST) -> Iterator[dict[str, object]]:
    """The attributes of a node with one of them changed, once for each way to change it."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield {"ops": [_OTHER_COMPARISON[type(node.ops[0])]()]}
    elif isinstance(node, ast.BoolOp):
        yield {"op": ast.And() if isinstance(node.op, ast.Or) else ast.Or()}
        yield {"values": node.values[1:] if len(node.values) > 2 else [node.values[1], node.values[1]]}
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and not _is_text(node):
        yield {"op": ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()}
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield {"test": ast.UnaryOp(ast.Not(), node.test)}
        yield {"test": ast.Constant(False)}
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield {"ifs": node.ifs[1:]}
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield {"value": not node.value if isinstance(node.value, bool) else node.value + 1}
    elif isinstance(node, ast.Return) and node.value is not None:
        yield {"value": None}


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(part, (ast.JoinedStr, ast.Tuple, ast.List)) for part in (node.left, node.right))
