"""How much work something is, counted in lines and calls of Python: the same on every machine and under every load."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def work_of(task: Callable[[], Any]) -> int:
    """Do the task and give the lines of Python that ran, each round of a loop its own, and the calls made from them.

    What one call does inside C is not seen: a long slice, a search with a regular expression.
    """
    count = 0

    def line(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    traced, profiled = sys.gettrace(), sys.getprofile()  # the run itself may be measured
    sys.settrace(line)
    sys.setprofile(call)
    try:
        task()
    finally:
        sys.setprofile(profiled)
        sys.settrace(traced)
    return count


def growth(work: Callable[[int], int], size: int) -> float:
    """How much more the work grows from twice to four times a size than from once to twice.

    It is 2 where the work is linear and 4 where it is quadratic; what it costs at any size falls out.
    """
    work(4 * size)  # what is remembered between two texts is no matter of their size
    once, twice, four_times = (work(size * times) for times in (1, 2, 4))
    return (four_times - twice) / max(1, twice - once)
