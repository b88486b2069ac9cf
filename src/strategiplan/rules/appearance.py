"""Can everybody read it? The colours of the theme, as WCAG 2.1 AA asks."""

from collections.abc import Iterator

from strategiplan.address import Address
from strategiplan.diagnostics import Finding, Severity
from strategiplan.model.dossier import Dossier
from strategiplan.model.legibility import shortfalls
from strategiplan.rules.rule import Rule


def contrast_too_low(dossier: Dossier) -> Iterator[Finding]:
    """A colour of the theme cannot be told well enough from what it stands on, so some readers cannot read it.
    Text needs 4.5:1 and the mark of the focus 3:1 (WCAG 2.1, success criteria 1.4.3 and 1.4.11, which the law on
    accessibility of digital public service asks for). Until it is mended, pages use the suggested colour.

    Fix: take the suggested colour, which has the same hue and is only as much lighter or darker as it has to be.
    """
    for short in shortfalls(dossier.theme) if dossier.theme else ():
        # Cut off and not rounded: 4.499 is not 4.50.
        ratio = f"{int(short.ratio * 100) / 100:.2f}"
        params = {
            "key": short.key, "colour": short.colour, "other": short.other, "meets": short.other_colour, "ratio": ratio,
            "least": f"{short.least:g}",
        }
        yield Finding(Address("theme", f"{short.scheme}.{short.key}"), params, short.better)


RULES = (Rule(contrast_too_low, Severity.ERROR),)
