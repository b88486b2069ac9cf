"""Merges that nobody here wrote, put to the merge of plans: `python -m tests.revisions.merge_cases` prints the table.

Every container of a case becomes an area, every scalar of a mapping a value of it, and every item of a list an area of
its own; paragraphs and items of a list in HTML become sections. A case is asked in both orders.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

from strategiplan.model import Plan
from strategiplan.revisions.merge import merge
from strategiplan.revisions.merged import Merged
from strategiplan.store.yaml_reader import read
from tests.plans import plan
from tests.revisions.prose_cases import SHARED_CASES

MERGES = SHARED_CASES / "merge"


@dataclass(frozen=True)
class Case:
    """Three plans and what others say of them: whether they can be merged, and into what, where that is known."""

    suite: str
    name: str
    base: Plan
    ours: Plan
    theirs: Plan
    is_mergeable: bool
    merged: Plan | None = None


@dataclass(frozen=True)
class Verdict:
    """What we say of a case: `clean`, `warned` (clean, with something to look at) or `conflict`."""

    case: Case
    found: str
    is_symmetric: bool
    is_as_expected: bool | None

    @property
    def is_reckless(self) -> bool:
        """Whether we join in silence what they do not."""
        return self.found == "clean" and not self.case.is_mergeable


def verdict(case: Case) -> Verdict:
    """A case merged in both orders."""
    one, other = merge(case.base, case.ours, case.theirs), merge(case.base, case.theirs, case.ours)
    same = one.plan == other.plan and _kind(one) == _kind(other)
    return Verdict(case, _kind(one), same, None if case.merged is None else one.plan == case.merged)


def _kind(merged: Merged) -> str:
    return "conflict" if merged.conflicts else "warned" if merged.warnings else "clean"


# Data as areas


def of_data(data: Any) -> Plan:
    """A plan that holds some data: areas in areas, scalars as their values."""
    return plan(areas=[_area("root", "Allt", data)])


def _area(id_: str, title: str, data: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"id": id_, "title": title}
    if isinstance(data, dict):
        made["meta"] = {str(k): v for k, v in data.items() if not isinstance(v, dict | list)}
        made["areas"] = [_area(f"k-{_plain(k)}", str(k), v) for k, v in data.items() if isinstance(v, dict | list)]
    else:
        made["areas"] = [
            _area(f"{id_}-{n}", "punkt", item) if isinstance(item, dict | list)
            else {"id": f"{id_}-v{_plain(item)}", "title": str(item)}
            for n, item in enumerate(data)
        ]  # fmt: skip
    return made


def _plain(value: Any) -> str:
    return re.sub("[^a-z0-9]", "", str(value).lower())


def nbdime() -> Iterator[Case]:
    """Notebooks' merges of lists and mappings."""
    for n, case in enumerate(json.loads((MERGES / "nbdime.json").read_text("utf-8"))):
        plans = [of_data(case[side]) for side in ("base", "local", "remote")]
        yield Case("nbdime", f"{n}-{case['test']}", *plans, not case["conflicts"])


def mergiraf() -> Iterator[Case]:
    """Merges of JSON and YAML files by their syntax."""
    for folder in sorted((MERGES / "mergiraf").iterdir()):
        files = {path.stem: path.read_bytes() for path in folder.iterdir() if path.suffix}
        is_mergeable = b"<<<<<<<" not in files["Expected"]
        plans = [of_data(read(files[side]).data) for side in ("Base", "Left", "Right")]
        yield Case("mergiraf", folder.name, *plans, is_mergeable)


# Paragraphs as sections


def parts_of(html: str | list[str]) -> list[str]:
    """The paragraphs and items of an HTML text, strong passages as Markdown has them."""
    text = html if isinstance(html, str) else "".join(html)
    text = re.sub(r"<br ?/?>\s*", " ", re.sub(r"</?strong>", "**", text, flags=re.IGNORECASE))
    found = re.findall(r"<(p|li)\b[^>]*>(.*?)</\1>", text, flags=re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", inner)).strip() for _, inner in found]


def of_parts(base: Sequence[str], side: Sequence[str], name: str) -> Plan:
    """A side as sections: the paragraphs of the base by their number, paired in the gaps between what is the same."""
    ids: list[str] = []
    for op, low, high, start, end in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        count = min(high - low, end - start) if op in ("equal", "replace") else 0
        ids += [f"s{n}" for n in range(low, low + count)]
        ids += [f"n{_plain(side[n])[:60]}-{name}" for n in range(start + count, end)]
    sections = [{"id": id_, "heading": "Stycke", "text": text} for id_, text in zip(ids, side, strict=True)]
    return plan(introduction=sections)


def three_way() -> Iterator[Case]:
    """Antragsgrün: can two changes of one text be merged?"""
    for n, case in enumerate(json.loads((MERGES / "antragsgruen-three-way.json").read_text("utf-8"))):
        base = parts_of(case["base"])
        plans = [of_parts(base, parts_of(case[side]), side) for side in ("base", "ours", "theirs")]
        known = of_parts(base, parts_of(case["merged"]), "ours") if "merged" in case else None
        yield Case("Antragsgrün, two changes", f"{n}-{case['test']}", *plans, case.get("mergeable", True), known)


def amendments() -> Iterator[Case]:
    """Antragsgrün: several amendments to one text, by the pair of them that is hardest to join.

    Where it marks no collision it shows all of them in one text, which is not to say that all can be adopted.
    """
    for n, case in enumerate(json.loads((MERGES / "antragsgruen-amendments.json").read_text("utf-8"))):
        base = parts_of(case["base"])
        held = of_parts(base, base, "base")
        sides = [of_parts(base, parts_of(one["text"]), f"x{one['id']}") for one in case["amendments"]]
        pairs = sorted(combinations(sides, 2), key=lambda pair: not merge(held, *pair).conflicts)
        for one, other in pairs[:1]:
            joined = not any(case["collisions"].values())
            yield Case("Antragsgrün, amendments", f"{n}-{case['test']}", held, one, other, joined)


SUITES = (nbdime, mergiraf, three_way, amendments)


def verdicts() -> list[Verdict]:
    """Every case there is, judged."""
    return [verdict(case) for suite in SUITES for case in suite()]


def table(found: Sequence[Verdict]) -> str:
    """How often we agree, suite by suite."""
    rows = ["| suite | cases | agree | we ask, they join | we join, they ask | of these with a warning | symmetric |",
            "| --- | --: | --: | --: | --: | --: | --: |"]  # fmt: skip
    for suite in dict.fromkeys(v.case.suite for v in found):
        held = [v for v in found if v.case.suite == suite]
        count = Counter((v.found != "conflict", v.case.is_mergeable) for v in held)
        same = count[True, True] + count[False, False]
        warned = sum(v.found == "warned" and not v.case.is_mergeable for v in held)
        cells = (suite, len(held), f"{same} ({100 * same // len(held)} %)", count[False, True], count[True, False],
                 warned, sum(v.is_symmetric for v in held))  # fmt: skip
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(rows)


def main() -> None:
    """Print the table, and every case where we and they differ."""
    if not Path(MERGES).is_dir():
        sys.exit(f"the shared cases are not in {MERGES}")
    found = verdicts()
    print(table(found))
    for one in found:
        if (one.found != "conflict") != one.case.is_mergeable or one.is_as_expected is False or not one.is_symmetric:
            wanted = "can be merged" if one.case.is_mergeable else "conflict"
            print(f"{one.case.suite}: {one.case.name}: we say {one.found}, they say {wanted}")


if __name__ == "__main__":
    main()
