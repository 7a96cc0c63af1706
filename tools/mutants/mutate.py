"""Mutations of a module: small changes of its meaning that the tests should notice, one at a time."""

import ast
import hashlib
from collections.abc import Iterator
from types import CodeType
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

    path: str
    line: int
    before: str
    after: str
    code: CodeType  # of the changed module, with the lines of the file
    digest: str  # of the changed module
    first: int  # the lines of the statement that it stands in; 0 and 0 outside any function's body
    last: int


def changes_of(source: str) -> Iterator[tuple[int, int]]:
    """Every change that can be made: the number of its node in the module, and which change of that node."""
    tree = ast.parse(source)
    never_seen = {id(word.value) for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg == "strict"}
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in never_seen:  # zip(strict=True) holds what is so anyway
            continue
        for which, _ in enumerate(_changed(node)):
            yield number, which


def mutant_of(path: str, source: str, number: int, which: int) -> Mutant:
    """The module with this one change."""
    tree = ast.parse(source)
    node = next(found for place, found in enumerate(ast.walk(tree)) if place == number)
    line = getattr(node, "lineno", 0) or min(part.lineno for part in ast.walk(node) if isinstance(part, ast.expr))
    first, last = _statement_around(tree, line)
    before = ast.unparse(node)
    node.__dict__.update(list(_changed(node))[which])
    ast.fix_missing_locations(tree)
    digest = hashlib.sha256(f"{path}\n{ast.unparse(tree)}".encode()).hexdigest()[:16]
    return Mutant(path, line, before, ast.unparse(node), compile(tree, path, "exec"), digest, first, last)


def _statement_around(tree: ast.Module, line: int) -> tuple[int, int]:
    """The lines of the innermost statement of a function; of one that holds others, those before the first of them."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    inside = [one for function in functions for part in function.body for one in ast.walk(part)]
    around = [one for one in inside if isinstance(one, ast.stmt) and one.lineno <= line <= (one.end_lineno or 0)]
    if not around:
        return 0, 0
    found = max(around, key=lambda one: one.lineno)
    body = getattr(found, "body", None)
    return found.lineno, max(line, body[0].lineno - 1) if body else found.end_lineno or 0


def _changed(node: ast.AST) -> Iterator[dict[str, object]]:
    """The attributes of a node with one of them changed, once for each way to change it."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield {"ops": [_OTHER_COMPARISON[type(node.ops[0])]()]}
    elif isinstance(node, ast.BoolOp):
        yield {"op": ast.And() if isinstance(node.op, ast.Or) else ast.Or()}
        yield {"values": node.values[1:] if len(node.values) > 2 else [node.values[1], node.values[1]]}
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and not _is_text(node):
        yield {"op": ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()}
    elif isinstance(node, (ast.If, ast.IfExp)) and "TYPE_CHECKING" not in ast.unparse(node.test):
        yield {"test": ast.UnaryOp(ast.Not(), node.test)}
        yield {"test": ast.Constant(False)}
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield {"ifs": node.ifs[1:]}
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield {"value": not node.value if isinstance(node.value, bool) else node.value + 1}
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none_or_bool(node.value):
        yield {"value": None}


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(part, (ast.JoinedStr, ast.Tuple, ast.List)) for part in (node.left, node.right))


def _is_none_or_bool(node: ast.expr) -> bool:
    """None in the place of False changes nothing, and in that of True is what the constant's own change does."""
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))
