"""A revision as Word files. Writing them takes python-docx, which is an extra of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from strategiplan.messages import text
from strategiplan.model.dossier import Dossier
from strategiplan.render.docx_remarks import MarkedDocument, Remark, marked_document
from strategiplan.render.look_view import look_around
from strategiplan.render.word import needs
from strategiplan.render.words import Words
from strategiplan.revisions.reasons import Revised

TRACKED, COLOURED = "revision.docx", "revision-coloured.docx"


def render_tracked(revised: Revised, old: Dossier, new: Dossier, lang: str | None = None) -> dict[str, bytes]:
    """The new plan as changes that Word tracks in the old one, with the reasons as the proposer's comments.

    Rejecting everything gives the old plan's document and accepting everything the new one's, as `document_text` has
    them. The same revision gives the same bytes. Raises UserError when python-docx is not there.
    """
    writer = needs("docx_tracked")
    found = marked_document(revised, old, new, lang)
    file = _file(found, old, new, _proposed(found.new.words, new))
    return {TRACKED: writer.tracked(found, file, tuple(_overview(found.new.words, old, new)))}


def render_coloured(revised: Revised, old: Dossier, new: Dossier, lang: str | None = None) -> dict[str, bytes]:
    """The same document for those who print: marked by colour, line and label, after a summary and a legend.

    Raises UserError when python-docx is not there.
    """
    writer = needs("docx_coloured")
    found = marked_document(revised, old, new, lang)
    file = _file(found, old, new, _proposed(found.new.words, new))
    return {COLOURED: writer.coloured(revised, found, file, old, new)}


def _file(found: MarkedDocument, old: Dossier, new: Dossier, author: str) -> Any:
    words = found.new.words
    revision = new.revision
    # A file needs a date, and the same one every time: when the proposal was filed, else when the plan begins.
    day = revision.filed if revision and revision.filed else new.plan.period.start
    title = words.heading(new)
    moment = datetime.combine(day, time(), UTC)
    return needs("docx_package").WordFile(words.lang, title, author, moment, look_around(new))


def _proposed(words: Words, new: Dossier) -> str:
    """Who makes the changes: the proposer, or the organisation when nobody says who."""
    proposer = new.revision.proposer if new.revision else None
    if proposer is None:
        return words.organization.name if words.organization else text("docx.somebody", words.lang)
    named = proposer.name or (words.body(proposer.party) if proposer.party else "")
    return named or words.say(f"word.proposer.{proposer.kind}")


def facts(words: Words, old: Dossier, new: Dossier) -> Iterator[tuple[str, str]]:
    """Who proposes what, and when, as labels and values."""
    revision = new.revision
    if revision and revision.proposer:
        yield words.say("proposer"), _proposed(words, new)
    if revision and revision.kind != "main":
        yield words.say("proposal-kind"), words.say(f"word.proposal.{revision.kind}")
    if revision and revision.filed:
        yield words.say("filed"), words.day(revision.filed)
    yield words.say("compared-with"), f"{old.plan.title} ({words.value('status', old.plan.status).lower()})"


def _overview(words: Words, old: Dossier, new: Dossier) -> Iterator[Remark]:
    """What is said of the whole document: who proposes it, and in what words."""
    told = ". ".join(f"{label}: {value}" for label, value in facts(words, old, new))
    yield Remark(f"{told}.", new.revision.statement if new.revision else "", label="statement")
