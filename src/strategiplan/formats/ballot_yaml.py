"""An order of voting as a file that a chair can edit, and back again with every slip in its place."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from strategiplan.diagnostics import Diagnostic, Location, Report, Severity
from strategiplan.revisions.ballot import Alternative, Ballot, Step, StepKind
from strategiplan.revisions.ballot_check import Path, sides, slips
from strategiplan.revisions.collisions import Collisions
from strategiplan.store import scalars
from strategiplan.store.yaml_reader import Parsed, read

VERSION = 1
_TOP = ("version", "base", "main", "steps", "without-changes")
_STEP = ("id", "kind", "question", "yes", "no", "depends-on")
_ANSWER = ("changes", "winner-of")


def to_yaml(held: Ballot, base: str, questions: Mapping[str, str], comments: Iterable[str] = ()) -> str:
    """The order as YAML. `questions` are the wordings by step, `comments` what stands at the top."""
    lines = [f"# {line}" for line in comments]
    lines += [f"version: {VERSION}", f"base: {scalars.string(base, was_quoted=True)}"]
    if held.main is not None:
        lines.append(f"main: {scalars.string(held.main, was_quoted=True)}")
    if held.without_changes:
        lines.append(f"without-changes: {_list(held.without_changes)}")
    lines.append("steps:" if held.steps else "steps: []")
    for step in held.steps:
        lines += _step(step, step.question or questions.get(step.id, ""))
    return "".join(f"{line}\n" for line in lines)


def _step(step: Step, question: str) -> Iterator[str]:
    yield f"  - id: {scalars.string(step.id)}"
    yield f"    kind: {step.kind}"
    if question:
        yield f"    question: {scalars.string(question)}"
    for side, answer in sides(step):
        if answer.winner_of is not None or answer.changes:
            yield f"    {side}:"
        if answer.winner_of is not None:
            yield f"      winner-of: {scalars.string(answer.winner_of)}"
        if answer.changes:
            yield "      changes:"
        for name, ids in answer.changes:
            yield f"        {scalars.key(name, was_quoted=True)}:"
            yield from (f"          - {scalars.string(id_)}" for id_ in ids)
    if step.depends_on:
        yield f"    depends-on: {_list(step.depends_on)}"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(scalars.string(value, flow=True, was_quoted=True) for value in values)}]"


def from_yaml(content: bytes, path: str, found: Collisions, base: str) -> tuple[Ballot | None, Report]:
    """The order that a file holds, and everything that is wrong with it for these proposals, with places.

    The ballot is None when the file cannot be understood; what is wrong with its form is reported before its sense.
    """
    parsed = read(content)
    reading = _Reading(parsed, path)
    held = reading.ballot(parsed.data, base) if not parsed.problems else None
    for problem in parsed.problems:
        related = (Location(path, *problem.related),) if problem.related else ()
        place = Location(path, problem.line, problem.column)
        reading.found.append(
            Diagnostic(problem.code, Severity.ERROR, place, params=problem.params, related=related, plan=path)
        )
    if held is not None and not reading.found:
        reading.found += [
            Diagnostic(
                slip.code, slip.severity, reading.place(slip.at), params=slip.params, suggestion=slip.suggestion,
                related=(reading.place(slip.related),) if slip.related else (), plan=path,
            )
            for slip in slips(held, found)
        ]  # fmt: skip
    sources = {path: content.decode("utf-8", "replace")}
    report = Report(Report.of(reading.found).diagnostics, (), sources, (path,))
    return (held if not report.has_errors else None), report


class _Reading:
    """The data of one file on its way to a ballot. What does not have the right form is noted and left out."""

    def __init__(self, parsed: Parsed, path: str) -> None:
        self.parsed, self.path = parsed, path
        self.found: list[Diagnostic] = []

    def place(self, at: Path) -> Location:
        """Where a path leads, or as near to it as the file goes."""
        current, mark = self.parsed.data, (1, 1)
        for key in at:
            known = self.parsed.marks.get(id(current))
            inside = key in current if isinstance(current, dict) else isinstance(key, int) and key < len(current)
            if known is None or not inside:
                break
            mark = known.keys[str(key)] if isinstance(current, dict) else known.values[key]
            current = current[key]
            if not isinstance(current, dict | list) and isinstance(key, str):
                mark = known.values[key]
        return Location(self.path, *mark)

    def _wrong(self, code: str, at: Path, suggestion: str | None = None, **params: Any) -> None:
        self.found.append(
            Diagnostic(code, Severity.ERROR, self.place(at), params=params, suggestion=suggestion, plan=self.path)
        )

    def _mapping(self, data: Any, at: Path, keys: tuple[str, ...] = ()) -> dict[str, Any]:
        if not isinstance(data, dict):
            self._type(at, data, "mapping")
            return {}
        for key in data:
            if keys and key not in keys:
                near = get_close_matches(str(key), keys, 1, 0.6)
                self._wrong("unknown-key", (*at, key), near[0] if near else None, key=key)
        return data

    def _type(self, at: Path, value: Any, expected: str) -> None:
        key = next((str(part) for part in reversed(at) if isinstance(part, str)), self.path)
        shown = "…" if isinstance(value, dict | list) else str(value)
        self._wrong("wrong-type", at, key=key, expected=expected, value=shown)

    def _text(self, data: dict[str, Any], key: str, at: Path, *, needed: bool = False) -> str | None:
        if key not in data:
            if needed:
                self._wrong("missing-key", at, key=key)
            return None
        value = data[key]
        if not isinstance(value, str):
            self._type((*at, key), value, "text")
            return None
        return value

    def _texts(self, data: Any, at: Path) -> tuple[str, ...]:
        if not isinstance(data, list):
            self._type(at, data, "list")
            return ()
        for n, value in enumerate(data):
            if not isinstance(value, str):
                self._type((*at, n), value, "text")
        return tuple(value for value in data if isinstance(value, str))

    def ballot(self, data: Any, base: str) -> Ballot | None:
        """The whole file."""
        top = self._mapping(data, (), _TOP)
        if not top:
            return None
        said = self._text(top, "base", ())
        if said is not None and said != base:
            self._wrong("unknown-choice", ("base",), base, value=said, choices=base)
        if "steps" not in top:
            self._wrong("missing-key", (), key="steps")
        steps = top.get("steps", [])
        if not isinstance(steps, list):
            self._type(("steps",), steps, "list")
            return None
        read_steps = tuple(self._step(step, ("steps", n)) for n, step in enumerate(steps))
        without = self._texts(top.get("without-changes", []), ("without-changes",))
        return Ballot(self._text(top, "main", ()), read_steps, without)

    def _step(self, data: Any, at: Path) -> Step:
        step = self._mapping(data, at, _STEP)
        id_ = self._text(step, "id", at, needed=True) or ""
        kind = self._text(step, "kind", at, needed=True)
        if kind is not None and kind not in list(StepKind):
            near = get_close_matches(kind, list(StepKind), 1, 0.6)
            choices = ", ".join(StepKind)
            self._wrong("unknown-choice", (*at, "kind"), near[0] if near else None, value=kind, choices=choices)
        known = StepKind(kind) if kind in list(StepKind) else StepKind.REST
        yes, no = (self._answer(step[side], (*at, side)) if side in step else Alternative() for side in ("yes", "no"))
        depends = self._texts(step.get("depends-on", []), (*at, "depends-on"))
        question = self._text(step, "question", at) or ""
        return Step(id_, known, yes, no, depends_on=depends, question=question)

    def _answer(self, data: Any, at: Path) -> Alternative:
        answer = self._mapping(data, at, _ANSWER)
        changes = self._mapping(answer.get("changes", {}), (*at, "changes"))
        held = tuple((str(name), self._texts(ids, (*at, "changes", name))) for name, ids in changes.items())
        return Alternative(held, self._text(answer, "winner-of", at))
