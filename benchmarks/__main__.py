"""`make bench`: every benchmark, or those named."""

import importlib
import pkgutil
import sys

import benchmarks


def main() -> int:
    """Run them one after another; 2 for a name that is not there."""
    there = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.ispkg)
    names = sys.argv[1:] or there
    if unknown := sorted(set(names) - set(there)):
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(there)}.", file=sys.stderr)
        return 2
    for name in names:
        importlib.import_module(f"benchmarks.{name}.__main__").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
