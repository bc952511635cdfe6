"""The ledger: what each client is known to get. A file per client, case by case, without times or dates."""

import collections
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "ledger"
KNOWN_FAILURE = "known failure: "
UNEXPLAINED = KNOWN_FAILURE + "to be explained"
# What an outcome starts with that is no failure.
SETTLED = ("pass", "not for this client: ", "waiting: ")
# The outcome of a case that this run could not make: neither compared nor written.
LEFT_OUT = "left out"


def compare(name, outcomes, update):
    """Prints what differs from the ledger and returns how many cases passed and how many differ."""
    path = FOLDER / f"{name}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    if update:
        known = {case: entry(outcome, known.get(case, "")) for case, outcome in outcomes.items()}
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n")
    different = [case for case in known | outcomes if not agrees(known.get(case), outcomes.get(case))]
    for case in different:
        print(f"{name}: {case}")
        print(f"  - {known.get(case, '(not in the ledger)')}")
        print(f"  + {outcomes.get(case, '(did not run)')}")
    kinds = collections.Counter(kind(outcome) for outcome in outcomes.values())
    print(f"{name}: {', '.join(f'{count} {what}' for what, count in kinds.items())}")
    return kinds["pass"], len(different)


def kind(outcome):
    return outcome.split(":")[0] if outcome.startswith((*SETTLED, LEFT_OUT)) else "failing"


def entry(outcome, before):
    """What --update writes. The reason of a known failure is written by people, and stays."""
    if outcome == LEFT_OUT:
        return before
    if outcome.startswith(SETTLED):
        return outcome
    return before if before.startswith(KNOWN_FAILURE) else UNEXPLAINED


def agrees(expected, outcome):
    if outcome == LEFT_OUT:
        return True
    if expected is None or outcome is None or expected == UNEXPLAINED:
        return False
    if expected.startswith(KNOWN_FAILURE):
        return not outcome.startswith(SETTLED)
    return expected == outcome
