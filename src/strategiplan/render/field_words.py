"""A changed field as a sentence: `Perioden ändras från 2022 till 2023.`"""

from collections.abc import Mapping
from typing import Any

from strategiplan.address import ROOT
from strategiplan.messages import has, text
from strategiplan.render import numbers
from strategiplan.render.deltas import AMOUNTS, delta, money_unit
from strategiplan.render.kin import Kin
from strategiplan.render.words import Words
from strategiplan.revisions.changes import Change, Kind

# Tables whose entries are too long, or too much the officials' own, to be told value by value.
_UNTOLD = ("meta", "statements", "links")
_BODIES = ("responsible", "owner", "to", "body")
_NODES = ("contributes-to", "perspectives")


def capital(shown: str) -> str:
    """The text with a capital letter first."""
    return shown[:1].upper() + shown[1:]


def field_name(name: str, words: Words) -> str:
    """What a field is called inside a sentence, in definite form."""
    table, _, key = name.partition(".")
    pattern = f"sentence.field.{table}"
    if not has(pattern, words.lang):
        return f"”{name}”"
    common = f"label.level.{key}"
    if table == "terms" and has(common, words.lang):
        # The name that all plans share, since the plan's own is what changes.
        shown = text(common, words.lang).partition("/")[0]
    else:
        shown = words.body(key)
    return text(pattern, words.lang, key=shown)


def inside(name: str, value: Any, words: Words, unit: str | None = None) -> str:
    """A value as it stands inside a sentence."""
    table = name.partition(".")[0]
    if isinstance(value, tuple | list):
        return numbers.joined([inside(name, part, words, unit) for part in value], words.lang)
    shown = words.value(name, value, unit)
    if not isinstance(value, str):
        return shown
    if has(f"label.word.{table}.{value}", words.lang):
        return shown[:1].lower() + shown[1:]
    if table in (*_BODIES, "sdg", "mandate"):
        return shown
    if table == "terms":
        shown = shown.partition(" (")[0]
    return words.say("quote", text=shown)


def field_sentence(change: Change, words: Words, kin: Kin) -> str:
    """One changed field, told."""
    name = str(change.at.field)
    table = name.partition(".")[0]
    the, title = the_node(change.at.id, words, kin)
    lang, (old, new) = words.lang, differing(change.old, change.new)
    if change.kind is Kind.EDITORIAL:
        return capital(text("sentence.editorial", lang, the=the, title=title))
    if change.kind is Kind.RENAMED and old is not None and new is not None:
        quoted = [words.say("quote", text=str(value)) for value in (old, new)]
        return text("sentence.renamed", lang, The=capital(the), old=quoted[0], new=quoted[1])
    how = "added" if old is None else "removed" if new is None else "changed"
    field = field_name(name, words)
    if change.kind in (Kind.TEXT_CHANGED, Kind.RENAMED):
        link = f"sentence.link.{table}"
        link = text(link if has(link, lang) else "sentence.link.other", lang)
        return text(f"sentence.text-{how}", lang, Field=capital(field), link=link, the=the, title=title)
    of = "" if change.at.id == ROOT else text("sentence.of", lang, the=the, title=title)
    if table in _UNTOLD:
        return text(f"sentence.entry-{how}", lang, Field=capital(field), of=of)
    if isinstance(old or new, tuple) and (old is None or isinstance(old, tuple)):
        return _list_sentence(change, field, of, words)
    unit = kin.row(change.at.id).fields.get("unit")
    shown = {key: inside(name, value, words, unit) for key, value in (("old", old), ("new", new)) if value is not None}
    if shown.get("old") == shown.get("new"):
        return text("sentence.entry-changed", lang, Field=capital(field), of=of)
    if by := amounts_by(name, old, new, words, kin):
        return text("sentence.value-changed-by", lang, Field=capital(field), of=of, delta=by, **shown)
    return text(f"sentence.value-{how}", lang, **{"Field": capital(field), "of": of, "old": "", "new": "", **shown})


def amounts_by(name: str, old: Any, new: Any, words: Words, kin: Kin) -> str:
    """By how much a table of amounts changes; nothing for any other field."""
    if name.partition(".")[0] not in AMOUNTS or old is None or new is None:
        return ""
    return delta(old, new, money_unit(kin.row("budget").fields), words.lang) if kin.known("budget") else ""


def differing(old: Any, new: Any) -> tuple[Any, Any]:
    """Two tables of figures without the years in which they agree; anything else as it is."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return old, new
    before = {key: value for key, value in old.items() if new.get(key) != value}
    return before, {key: value for key, value in new.items() if old.get(key) != value}


def _list_sentence(change: Change, field: str, of: str, words: Words) -> str:
    """What a list gains and loses."""
    name, old, new = str(change.at.field), change.old or (), change.new or ()
    gained = tuple(value for value in new if value not in old)
    gone = tuple(value for value in old if value not in new)
    told = []
    if gained:
        shown = inside(name, gained, words)
        told.append(text("sentence.list-added", words.lang, Field=capital(field), of=of, new=shown))
    if gone:
        shown = capital(inside(name, gone, words))
        told.append(text("sentence.list-removed", words.lang, old=shown, field=field, of=of))
    return " ".join(told) or text("sentence.entry-changed", words.lang, Field=capital(field), of=of)


def the_node(id_: str, words: Words, kin: Kin) -> tuple[str, str]:
    """A node in a sentence: `målet` and `’Karlstad ska ha ett gott företagsklimat’`."""
    the = text(f"sentence.the.{kin.kind(id_)}", words.lang)
    return the, "" if id_ in (ROOT, "budget") else words.say("quote", text=words.title(id_))
