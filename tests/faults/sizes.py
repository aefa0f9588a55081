"""How much of a drill is run: the quick form on every push, the full one for a release."""

import os

SEED = int(os.environ.get("DEPUTIES_SEED", "20240601"))


def drill_size(variable, quick, full):
    """The number in `variable`; else `full` under DEPUTIES_FULL_DRILLS=1 (deploy/test --full), else `quick`."""
    if variable in os.environ:
        return int(os.environ[variable])
    return full if os.environ.get("DEPUTIES_FULL_DRILLS") == "1" else quick
