"""How proposals stand to each other, and an order of voting, as JSON for other programs."""

import json
from typing import Any

from strategiplan.revisions.ballot import Ballot, Step
from strategiplan.revisions.ballot_check import sides
from strategiplan.revisions.collisions import Collision, Collisions

VERSION = 1


def collisions_json(found: Collisions, base: str) -> str:
    """Proposals, matrix, collisions and groups."""
    return _dump(
        {
            "version": VERSION,
            "base": base,
            "proposals": {name: len(held.changes) for name, held in found.proposals.items()},
            "matrix": [
                {
                    "proposals": list(pair),
                    "grade": str(cell.grade),
                    "counts": {str(grade): count for grade, count in cell.counts.items()},
                    "nodes": {id_: str(grade) for id_, grade in sorted(cell.nodes.items())},
                }
                for pair, cell in found.matrix.items()
            ],
            "collisions": [_collision(one) for one in found.collisions],
            "groups": [
                {
                    "id": group.id,
                    "alternatives": {name: list(ids) for name, ids in group.alternatives},
                    "collisions": [found.collisions.index(one) for one in group.collisions],
                }
                for group in found.groups
            ],
        }
    )


def _collision(found: Collision) -> dict[str, Any]:
    data: dict[str, Any] = {
        "grade": str(found.grade),
        "why": str(found.why),
        "address": str(found.at),
        "changes": {name: list(ids) for name, ids in found.sides},
    }
    if found.faults:
        data["faults"] = [{"code": code, "address": at} for code, at in found.faults]
    return data


def ballot_json(held: Ballot, base: str, questions: dict[str, str]) -> str:
    """The steps in order."""
    return _dump(
        {
            "version": VERSION,
            "base": base,
            "main": held.main,
            "without-changes": list(held.without_changes),
            "steps": [_step(step, questions.get(step.id, step.question)) for step in held.steps],
        }
    )


def _step(step: Step, question: str) -> dict[str, Any]:
    data: dict[str, Any] = {"id": step.id, "kind": str(step.kind), "question": question, "optional": step.is_optional}
    for side, answer in sides(step):
        data[side] = {
            "winner-of": answer.winner_of,
            "changes": {name: list(ids) for name, ids in answer.changes},
        }
    data["depends-on"] = list(step.depends_on)
    data["separable"] = step.is_separable
    data["falls"] = [{**fall.change._asdict(), "step": fall.step} for fall in step.falls]
    data["compatible"] = [list(pair) for pair in step.compatible]
    return data


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
