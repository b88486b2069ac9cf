"""What a revision loses or leaves open without saying so: the findings that a reader of it should know of."""

from strategiplan import messages
from strategiplan.diagnostics import Severity
from strategiplan.model import Dossier
from strategiplan.revisions.prose import goes_by_sentence
from strategiplan.revisions.reasons import Revised
from strategiplan.rules import RULES, run


def coarse(revised: Revised, lang: str) -> tuple[str, ...]:
    """Which texts are so long that they are compared by the sentence and not by the word."""
    return tuple(
        messages.text("diff.by-sentence", lang, at=change.at)
        for change in revised.changes
        if isinstance(change.old, str) and isinstance(change.new, str) and goes_by_sentence(change.old, change.new)
    )


def losses(dossier: Dossier, lang: str) -> tuple[str, ...]:
    """What the rules that compare with the base find, as sentences. Silencing a finding does not hide it here."""
    asked = [rule.code for rule in RULES if rule.needs_base and rule.severity is not Severity.INFO]
    found = [messages.text(f"rule.{rule.code}", lang, **finding.params) for rule, finding in run(dossier, asked)]
    return tuple(dict.fromkeys(f"{sentence[0].upper()}{sentence[1:]}." for sentence in found))
