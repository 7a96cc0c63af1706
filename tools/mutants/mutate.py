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
    first: int  # the lines of the function that it stands in, decorators and all; 0 and 0 outside any function's body
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
    first, last = _function_around(tree, line)
    before = ast.unparse(node)
    node.__dict__.update(list(_changed(node))[which])
    ast.fix_missing_locations(tree)
    digest = hashlib.sha256(f"{path}\n{ast.unparse(tree)}".encode()).hexdigest()[:16]
    return Mutant(path, line, before, ast.unparse(node), compile(tree, path, "exec"), digest, first, last)


def _function_around(tree: ast.Module, line: int) -> tuple[int, int]:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in (*tree.body, *(inner for one in classes for inner in one.body)):
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if is_function and node.body[0].lineno <= line <= (node.end_lineno or 0):
            return min([node.lineno, *(one.lineno for one in node.decorator_list)]), node.end_lineno or 0
    return 0, 0


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
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield {"value": None}


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(part, (ast.JoinedStr, ast.Tuple, ast.List)) for part in (node.left, node.right))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
