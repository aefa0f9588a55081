#!/usr/bin/python3
"""Counts a published ballot box again: the JSON of GET /v1/homes/{home_id}/ballots/{ballot_id}/box.

    tests/verifier/ballot.py BOX.json

Prints what is wrong, a line each, and ends with 1 if anything is. Shares no code with the service.
"""

import collections
import json
import pathlib
import sys


def faults_of(box):
    ballot, papers, told = box["ballot"], box["papers"], box["ballot"]["result"]
    if len(papers) != ballot["voteCount"]:
        yield f"{ballot['voteCount']} voted, but the box holds {len(papers)} papers"
    if box["deputyIds"] and len(set(box["deputyIds"])) != len(papers):
        yield "the roll and the box differ"
    counts = collections.Counter()
    spoilt = 0
    for paper in papers:
        choices = paper["choices"]
        if len(choices) > ballot["maxChoices"] or len(set(choices)) != len(choices):
            yield f"the paper {paper['checkCode']} names too much"
        if not set(choices) <= set(range(len(ballot["options"]))):
            yield f"the paper {paper['checkCode']} names no option"
        counts.update(choices)
        spoilt += not choices
    listed = [counts[option] for option in range(len(ballot["options"]))]
    if told["counts"] != listed:
        yield f"told {told['counts']}, counted {listed}"
    if told["spoiltCount"] != spoilt:
        yield f"told {told['spoiltCount']} spoilt papers, counted {spoilt}"
    reached = len(papers) >= ballot["quorum"]
    if told["quorumReached"] != reached:
        yield "the quorum is told wrongly"
    winners = [option for option, own in enumerate(listed)
               if reached and own and sum(count >= own for count in listed) <= ballot["seats"]]
    if told["winners"] != winners:
        yield f"told that {told['winners']} won, counted {winners}"


def main():
    box = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    faults = list(faults_of(box))
    for fault in faults:
        print(fault)
    print(f"{box['ballot']['title']}: {len(box['papers'])} papers, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
