"""Suggested pairs in the terminal, and as notes for `revision.yaml`."""

from collections.abc import Iterator, Mapping, Sequence

from strategiplan.messages import plural, text
from strategiplan.model.dossier import Dossier
from strategiplan.model.plan import Area, Goal
from strategiplan.model.tree import Rows
from strategiplan.render import numbers
from strategiplan.render.field_words import capital
from strategiplan.render.terminal import Line, line
from strategiplan.render.visible import visible
from strategiplan.render.words import Words, kind_of, title_of
from strategiplan.revisions.matching import Ground, Matching, Suggestion
from strategiplan.store import scalars

# What is decided on is listed by name; of the rest the number is enough.
_NAMED = (Area, Goal)


def match_lines(found: Matching, old: Dossier, new: Dossier, lang: str) -> Iterator[Line]:
    """The suggestions with why each is made, and what is left without any."""
    terms = {str(level): term for level, term in new.plan.terms.items()}
    words = Words.of(terms, new.organization or old.organization, lang, found.old, found.new)
    count = len(found.suggestions)
    if count:
        yield line(plural("match.found", count, lang, old=old.name, new=new.name))
    else:
        yield line(text("match.none", lang, old=old.name, new=new.name))
    level = ""
    for pair in found.suggestions:
        kind = words.level(kind_of(found.old.nodes[pair.old]), 2)
        if kind != level:
            level = kind
            yield line()
            yield line((capital(level), "heading"))
        yield from _pair(pair, found, words)
    for rows, ids, plan in ((found.old, found.old_alone, old.name), (found.new, found.new_alone, new.name)):
        if ids:
            yield line()
            yield line((text("match.alone", lang, plan=plan), "bold"))
            yield from _alone(rows, ids, words)
    if count:
        yield line()
        yield line((text("match.hint", lang), "dim"))


def _pair(pair: Suggestion, found: Matching, words: Words) -> Iterator[Line]:
    yield line(title_of(pair.old, found.old.nodes[pair.old]), " ", (f"({pair.old})", "dim"), first="  ", rest="    ")
    yield line(title_of(pair.new, found.new.nodes[pair.new]), " ", (f"({pair.new})", "dim"), first="→ ", rest="    ")
    yield line((_ground(pair, words), "dim"), first="    ", rest="    ")


def _ground(pair: Suggestion, words: Words) -> str:
    if pair.ground is Ground.TITLE:
        return text("match.title", words.lang)
    return text("match.words", words.lang, **_figures(pair, words.lang), words=", ".join(pair.words))


def _figures(pair: Suggestion, lang: str) -> Mapping[str, str]:
    return {"score": numbers.number(round(pair.score, 2), lang), "margin": numbers.number(round(pair.margin, 2), lang)}


def _alone(rows: Rows, ids: Sequence[str], words: Words) -> Iterator[Line]:
    counts: dict[str, int] = {}
    for id_ in ids:
        row = rows.nodes[id_]
        if row.kind in _NAMED:
            yield line(title_of(id_, row), " ", (f"({id_})", "dim"), first="  ", rest="    ")
        else:
            counts[kind_of(row)] = counts.get(kind_of(row), 0) + 1
    if counts:
        shown = [f"{count} {words.level(kind, count)}" for kind, count in counts.items()]
        yield line(numbers.joined(shown, words.lang), first="  ", rest="    ")


def notes_yaml(found: Matching, old: str, new: str, lang: str) -> str:
    """The suggestions as entries of `notes`, marked as unsure, with a comment that says why each is there."""
    lines: list[str] = []
    if not found.suggestions:
        lines.append(f"  # {text('match.none', lang, old=visible(old), new=visible(new))}")
    for pair in found.suggestions:
        titles = {
            "old": visible(title_of(pair.old, found.old.nodes[pair.old])),
            "new": visible(title_of(pair.new, found.new.nodes[pair.new])),
        }
        figures = {} if pair.ground is Ground.TITLE else _figures(pair, lang)
        lines += [
            f"  # {text(f'match.note-{pair.ground}', lang, **titles, **figures)}",
            f"  - at: {scalars.string(pair.old)}",
            "    fate: replaced",
            f"    into: {scalars.string(pair.new)}",
            "    sure: false",
        ]
    return "".join(f"{line}\n" for line in lines)
