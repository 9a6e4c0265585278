"""`python -m tests.golden [id ...]` writes the golden answers anew and says which fields changed."""

from __future__ import annotations

import os
import sys
import tempfile


def main(ids: list[str]) -> int:
    with tempfile.TemporaryDirectory() as home:
        os.environ["ASKWHY_HOME"] = home  # what the person has learned is no part of an answer
        from tests.golden.cases import CASES
        from tests.golden.record import EXPECTED, differences, observed, path_of, read, shown, write

        unknown = set(ids) - {case.id for case in CASES}
        if unknown:
            print(f"No such case: {', '.join(sorted(unknown))}", file=sys.stderr)
            return 2
        changed = 0
        for case in CASES:
            if ids and case.id not in ids:
                continue
            before, now = read(case), observed(case)
            if before is None:
                print(f"{case.id}: new ({', '.join(answer['status'] for answer in now)})")
            elif found := list(differences(before, now)):
                print(f"{case.id}: {len(found)} fields changed\n{shown(found)}")
            else:
                continue  # numbers keep their last digits, so that nothing changes for nothing
            write(case, now)
            changed += 1
        for path in sorted(set(EXPECTED.glob("*.json")) - {path_of(case) for case in CASES}):
            print(f"{path.stem}: removed, there is no such case")
            path.unlink()
        print(f"{changed} of {len(ids) or len(CASES)} cases changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
