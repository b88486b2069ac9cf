"""How a plan looks in Word: its styles, written out as the XML that a Word file holds them as."""

from collections.abc import Iterator
from typing import NamedTuple

INK, SOFT, PANEL = "1D1B18", "5C564D", "E9E2D3"
# The three colours keep their distance to white paper and to black text alike (WCAG 2.1, 1.4.3 and 1.4.1).
NEW, GONE, MOVED = "0060A8", "B3261E", "6A4B00"
LOCALES = {"sv": "sv-SE", "en": "en-GB"}

# The ids of the styles that characters are set in.
LABEL, STRONG, CODE_CHARACTERS = "PlanLabel", "Strong", "PlanCodeText"
INSERTED, DELETED, ARRIVED = "PlanInserted", "PlanDeleted", "PlanMoved"

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# The width of the text and the step of a list, in twentieths of a point.
_WIDTH, _STEP = 8278, 340
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_NO_HYPHENS = "<w:suppressAutoHyphens/>"
_NUMBERING = '<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
_MONOSPACE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
_CALIBRI = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
# Size in points, and space before and after in twentieths of one, of the headings from the first level on.
_HEADINGS = ((19.0, 480, 120), (14.5, 360, 80), (11.5, 240, 60), (11.0, 200, 60))
_BULLETS = ("•", "–", "•")


class Style(NamedTuple):
    """A style of Word's. `paragraph` and `run` are what its properties hold, in the order that the schema wants."""

    id: str
    name: str
    paragraph: str = ""
    run: str = ""
    following: str = ""
    kind: str = "paragraph"


def _space(before: int, after: int, line: int = 0) -> str:
    rule = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{rule}/>'


def _indent(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _rule() -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="{SOFT}"/></w:pBdr>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _font(points: float, colour: str = INK, *, bold: bool = False, italic: bool = False, caps: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" * bold + "<w:i/><w:iCs/>" * italic + "<w:caps/>" * caps
    spread = '<w:spacing w:val="14"/>' * caps
    return f'{weight}<w:color w:val="{colour}"/>{spread}{_size(points)}'


def _headings() -> Iterator[Style]:
    for level in range(1, 10):
        size, before, after = _HEADINGS[min(level, len(_HEADINGS)) - 1]
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        paragraph = f"{_TOGETHER}{_NO_HYPHENS}{_space(before, after, 252)}{outline}"
        font = _font(size, INK if level < 4 else SOFT, bold=level < 5, italic=level > 4)
        yield Style(f"Heading{level}", f"heading {level}", paragraph, font, following="BodyText")


def _lists() -> Iterator[Style]:
    for level in (1, 2, 3):
        end, left = (f" {level}", _STEP * level) if level > 1 else ("", _STEP)
        number, below = _NUMBERING.format(level=level - 1), _space(0, 60)
        for name, paragraph in (
            ("List Bullet", f"{number}{below}{_indent(left, _STEP)}"),
            ("List Continue", f"{below}{_indent(left)}"),
            ("Plan Numbered", f"{below}{_indent(left, _STEP)}"),
        ):
            yield Style(f"{name}{end}".replace(" ", ""), f"{name}{end}", paragraph)


def _texts() -> Iterator[Style]:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{_WIDTH}"/></w:tabs>'
    yield Style("Normal", "Normal", _space(0, 120, 276), _font(11))
    yield Style("BodyText", "Body Text", _space(0, 140))
    yield Style("Title", "Title", f"{_TOGETHER}{_NO_HYPHENS}{_space(0, 200, 240)}", _font(28, bold=True), "BodyText")
    yield Style("PlanKicker", "Plan Kicker", f"{_TOGETHER}{_space(400, 20)}", _font(9, SOFT, bold=True, caps=True))
    yield Style("PlanFact", "Plan Fact", f"<w:keepNext/>{_space(0, 80)}", _font(10, SOFT))
    yield Style("PlanBulletFact", "Plan Bullet Fact", f"{_space(0, 80)}{_indent(_STEP)}", _font(10, SOFT))
    yield Style("Quote", "Quote", f"{_rule()}{_space(60, 140)}{_indent(_STEP)}", _font(11, italic=True))
    code = f"{_NO_HYPHENS}{_space(60, 140, 240)}{_indent(_STEP)}"
    yield Style("PlanCode", "Plan Code", code, _MONOSPACE + _font(9.5))
    yield Style("PlanNote", "Plan Note", f"<w:keepLines/>{_rule()}{_space(40, 120)}{_indent(567)}", _font(10, SOFT))
    yield Style("Header", "header", f"{tab}{_space(0, 0)}", _font(9, SOFT))
    yield Style("Footer", "footer", f'{_space(0, 0)}<w:jc w:val="right"/>', _font(9, SOFT))
    yield Style("CommentText", "annotation text", _space(0, 80, 240), _font(10))


def _characters() -> Iterator[Style]:
    # A ground and not a frame: LibreOffice leaves out the side of a frame that begins a line.
    label = f'<w:shd w:val="clear" w:color="auto" w:fill="{PANEL}"/>'
    upright = '<w:b/><w:bCs/><w:i w:val="0"/><w:iCs w:val="0"/><w:caps w:val="0"/>'
    for id_, name, font in (
        ("Strong", "Strong", "<w:b/><w:bCs/>"),
        ("CommentReference", "annotation reference", _size(8)),
        (CODE_CHARACTERS, "Plan Code Text", f"{_MONOSPACE}<w:noProof/>"),
        (INSERTED, "Plan Inserted", f'<w:color w:val="{NEW}"/><w:u w:val="single"/>'),
        (DELETED, "Plan Deleted", f'<w:strike/><w:color w:val="{GONE}"/>'),
        (ARRIVED, "Plan Moved", f'<w:color w:val="{MOVED}"/><w:u w:val="dotted"/>'),
        (LABEL, "Plan Label", f'{upright}<w:color w:val="{INK}"/>{_size(9)}{label}'),
    ):
        yield Style(id_, name, run=font, kind="character")


def _written(style: Style) -> str:
    is_normal, paragraph = style.id == "Normal", style.kind == "paragraph"
    marks = ' w:default="1"' * is_normal + ' w:customStyle="1"' * style.name.startswith("Plan ")
    parts = (
        f'<w:name w:val="{style.name}"/>',
        '<w:basedOn w:val="Normal"/>' * (paragraph and not is_normal),
        f'<w:next w:val="{style.following}"/>' * bool(style.following),
        '<w:uiPriority w:val="1"/><w:qFormat/>',
        f"<w:pPr>{style.paragraph}</w:pPr>" * bool(style.paragraph),
        f"<w:rPr>{style.run}</w:rPr>" * bool(style.run),
    )
    return f'<w:style w:type="{style.kind}"{marks} w:styleId="{style.id}">{"".join(parts)}</w:style>'


def styles_xml(lang: str) -> str:
    """All styles of a document whose own words are in `lang`."""
    tongue = f'<w:lang w:val="{LOCALES[lang]}" w:eastAsia="{LOCALES[lang]}" w:bidi="ar-SA"/>'
    defaults = f"<w:rPrDefault><w:rPr>{_CALIBRI}{_size(11)}{tongue}</w:rPr></w:rPrDefault><w:pPrDefault/>"
    bare = '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">' \
           '<w:name w:val="Default Paragraph Font"/></w:style>'
    written = [_written(style) for part in (_texts(), _headings(), _lists(), _characters()) for style in part]
    return f"<w:styles {_NAMESPACE}><w:docDefaults>{defaults}</w:docDefaults>{bare}{''.join(written)}</w:styles>"


def numbering_xml() -> str:
    """The bullets of the three levels of lists."""
    levels = []
    for n, sign in enumerate(_BULLETS):
        style = f"ListBullet{n + 1}" if n else "ListBullet"
        levels.append(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="{style}"/>'
            f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f"<w:pPr>{_indent(_STEP * (n + 1), _STEP)}</w:pPr></w:lvl>"
        )
    held = f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}'
    kind = f'<w:abstractNum w:abstractNumId="0">{held}</w:abstractNum>'
    return f'<w:numbering {_NAMESPACE}>{kind}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'


def fonts_xml() -> str:
    """The fonts, each with the free one that has the same widths, so that lines break alike without the first."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{free}"/><w:family w:val="{family}"/></w:font>'
        for name, free, family in (("Calibri", "Carlito", "swiss"), ("Consolas", "Liberation Mono", "modern"))
    )
    return f"<w:fonts {_NAMESPACE}>{fonts}</w:fonts>"


def settings_xml(lang: str) -> str:
    """Words are hyphenated, and Word lays pages out as it does today rather than as an old version did."""
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    point, separator = (",", ";") if lang == "sv" else (".", ",")
    return (
        f'<w:settings {_NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:autoHyphenation/>'
        f'<w:compat>{mode}</w:compat><w:themeFontLang w:val="{LOCALES[lang]}"/>'
        f'<w:decimalSymbol w:val="{point}"/><w:listSeparator w:val="{separator}"/></w:settings>'
    )
