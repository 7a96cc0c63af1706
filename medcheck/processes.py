"""Other processes of ours: how many are of use, and the command that starts one."""

import json
import os
import sys
from pathlib import Path

import medcheck

# It is started with -I, so that no variable, no folder of the user's and above all not the current folder, where
# exports lie that others have sent, says what is imported; then it takes this process's path, and medcheck itself from
# where this process has it.
_BOOT = """
import json, sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
root, sys.path[:], module = json.loads(sys.argv[1])
spec = PathFinder.find_spec("medcheck", [root])
sys.modules["medcheck"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["medcheck"])
import_module(module).main()
"""


def cores() -> int:
    """The cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def isolated(module: str) -> list[str]:
    """The words of a command that runs ``main()`` of a module of ours and imports only what this process would."""
    root = Path(medcheck.__file__).parent.parent
    here = os.path.realpath(os.curdir)
    path = [entry for entry in sys.path if Path(entry).is_absolute() and os.path.realpath(entry) != here]
    return [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, json.dumps([str(root), path, module])]
