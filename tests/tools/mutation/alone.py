"""Tries again what Stryker may have misjudged, each change in a process of its own, and tells the score.

Stryker's runner keeps the process of the tests from one change to the next. What is made once when a program starts, such as the
declarations of views, is then made with an earlier change or with none, so that a change of it seems not to be noticed, or another
one seems to be; and under load it gives up too early. So each change that no test noticed, each that tests noticed which never come
there, and each for which time was up, is looked at once more.

    alone.py PROGRAM REPORT     the tests with all changes built into them, and Stryker's report in JSON
"""

import collections
import concurrent.futures
import json
import os
import struct
import subprocess
import sys
import tempfile
import time

ENOUGH = 80
NOTICED = "Killed"
TRIED = (NOTICED, "Timeout", "Survived", "NoCoverage")


def is_doubtful(mutant):
    return mutant["status"] != NOTICED or mutant["static"] or not set(mutant.get("killedBy", [])) <= set(mutant.get("coveredBy", []))


def is_noticed(program, number, seconds=None):
    """Whether the tests fail with that change, or do not come to an end. -1 is none."""
    with tempfile.NamedTemporaryFile() as active:
        active.write(struct.pack("<i", number))
        active.flush()
        try:
            tests = subprocess.run([program, "--progress", "off"], env=os.environ | {"STRYKER_MUTANT_FILE": active.name},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds)
        except subprocess.TimeoutExpired:
            return True
        return tests.returncode != 0


def main(program, report):
    with open(report, encoding="utf-8") as file:
        files = json.load(file)["files"]
    tried = [(name, mutant) for name, file in sorted(files.items()) for mutant in file["mutants"] if mutant["status"] in TRIED]
    begun = time.monotonic()
    if is_noticed(program, -1):
        sys.exit("The tests fail without any change.")
    long = 30 + 3 * (time.monotonic() - begun)
    doubtful = [mutant for _, mutant in tried if is_doubtful(mutant)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for mutant, noticed in zip(doubtful, pool.map(lambda mutant: is_noticed(program, int(mutant["id"]), long), doubtful)):
            mutant["status"] = NOTICED if noticed else "Survived"

    counts = collections.defaultdict(collections.Counter)
    for name, mutant in tried:
        counts[name][mutant["status"] == NOTICED] += 1
        if mutant["status"] != NOTICED:
            start = mutant["location"]["start"]
            line = files[name]["source"].splitlines()[start["line"] - 1]
            print(f"{os.path.relpath(name)}:{start['line']}:{start['column']}: {mutant['mutatorName']}: {line.strip()}\n    {mutant['replacement']}")
    for name, count in counts.items():
        print(f"{count[True]:5} of {count.total():5}  {os.path.relpath(name)}")
    noticed = sum(count[True] for count in counts.values())
    print(f"{noticed} of {len(tried)} changes are noticed: {100 * noticed / len(tried):.1f} %; {len(doubtful)} of them were tried by themselves.")
    sys.exit(noticed * 100 < len(tried) * ENOUGH)


if __name__ == "__main__":
    main(*sys.argv[1:])
