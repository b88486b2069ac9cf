"""How a plan looks in Word: its styles, written out as the XML that a Word file holds them as."""

from collections.abc import Iterator
from typing import NamedTuple

from strategiplan.render.look_view import LookView, inks

INK, SOFT, PANEL, RULE = "1D1B18", "5C564D", "E9E2D3", "8A8274"
ACCENT = "0B4F6C"
# The three colours keep their distance to white paper and to black text alike (WCAG 2.1, 1.4.3 and 1.4.1).
NEW, GONE, MOVED = "0060A8", "B3261E", "6A4B00"
LOCALES = {"sv": "sv-SE", "en": "en-GB"}

# The ids of the styles that characters are set in.
LABEL, STRONG, CODE_CHARACTERS, BLANK = "PlanLabel", "Strong", "PlanCodeText", "PlanBlank"
INSERTED, DELETED, ARRIVED = "PlanInserted", "PlanDeleted", "PlanMoved"
LINK = "Hyperlink"
TABLE = "PlanTable"
LOGO = "PlanLogo"

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# The width of the text and the step of a list, in twentieths of a point.
WIDTH, _STEP = 8278, 340
# What a logo may fill: 70 mm by 16 mm.
LOGO_BOX = (3969, 907)
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_NO_HYPHENS = "<w:suppressAutoHyphens/>"
_NUMBERING = '<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
_MONOSPACE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
_CALIBRI = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
# Size in points, and space before and after in twentieths of one, of the headings from the first level on.
_HEADINGS = ((19.0, 480, 120), (14.5, 360, 80), (11.5, 240, 60), (11.0, 200, 60))
_BULLETS = ("•", "–", "•")
_NUMBERS = ("decimal", "lowerLetter", "lowerRoman")
LIST_LEVELS = 3
CONTENTS_LEVELS = 3


class Palette(NamedTuple):
    """The colours that an organisation may have its own of. An empty one is that of the text around."""

    accent: str = ACCENT
    heading: str = INK
    new: str = NEW
    gone: str = GONE
    moved: str = MOVED
    link: str = ""
    panel: str = PANEL


def palette(look: LookView | None) -> Palette:
    """The colours of a look as Word writes them. With one of its own, headings are in the accent."""
    if look is None:
        return Palette()
    held = {name: colour.removeprefix("#").upper() for name, colour in inks(look).items()}
    return Palette(
        held["accent"], held["accent"], held["new"], held["old"], held["moved"], held["link"], held["panel"]
    )


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


def _headings(colours: Palette) -> Iterator[Style]:
    for level in range(1, 10):
        size, before, after = _HEADINGS[min(level, len(_HEADINGS)) - 1]
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        paragraph = f"{_TOGETHER}{_NO_HYPHENS}{_space(before, after, 252)}{outline}"
        font = _font(size, colours.heading if level < 4 else SOFT, bold=level < 5, italic=level > 4)
        yield Style(f"Heading{level}", f"heading {level}", paragraph, font, following="BodyText")


def _lists() -> Iterator[Style]:
    for level in (1, 2, 3):
        end, left = (f" {level}", _STEP * level) if level > 1 else ("", _STEP)
        number, below = _NUMBERING.format(level=level - 1), _space(0, 60)
        for name, paragraph in (
            ("List Bullet", f"{number}{below}{_indent(left, _STEP)}"),
            ("List Continue", f"{below}{_indent(left)}"),
            ("Plan Numbered", f"{below}{_indent(left, _STEP)}"),
            ("List Number", f"{below}{_indent(left, _STEP)}"),
        ):
            yield Style(f"{name}{end}".replace(" ", ""), f"{name}{end}", paragraph)


def _contents() -> Iterator[Style]:
    """The table of contents, which Word writes anew in these styles when somebody updates it."""
    yield Style("TOCHeading", "TOC Heading", f"{_TOGETHER}{_space(400, 120)}", _font(19, bold=True), "BodyText")
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
    for level in range(1, CONTENTS_LEVELS + 1):
        before, indent = (90, 0) if level == 1 else (0, _STEP * (level - 1))
        paragraph = f'{tab}{_space(before, 20, 252)}<w:ind w:left="{indent}" w:right="567"/>'
        yield Style(f"TOC{level}", f"toc {level}", paragraph, _font(10.5, bold=level == 1))


def _tables() -> Iterator[Style]:
    yield Style("Caption", "caption", f"{_TOGETHER}{_space(200, 80)}", _font(10, SOFT, bold=True))
    yield Style("PlanCell", "Plan Cell", _space(30, 30, 240), _font(9.5))
    yield Style("PlanCellFigure", "Plan Cell Figure", f'{_space(30, 30, 240)}<w:jc w:val="right"/>', _font(9.5))
    yield Style("PlanTableEnd", "Plan Table End", _space(0, 60, 240), _size(4))


def _table_style(colours: Palette) -> str:
    """Rules between rows and none between columns; the heads on a ground of their own."""
    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in
                    ("top", "bottom", "insideH"))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in
                      (("top", 20), ("left", 85), ("bottom", 20), ("right", 85)))
    head = f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>' \
           f'<w:shd w:val="clear" w:color="auto" w:fill="{colours.panel}"/><w:vAlign w:val="bottom"/></w:tcPr>' \
           "</w:tblStylePr>"
    return f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="Plan Table"/>' \
           f'<w:uiPriority w:val="1"/><w:qFormat/><w:tblPr><w:tblBorders>{rules}</w:tblBorders>' \
           f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{head}</w:style>"


def _texts(colours: Palette) -> Iterator[Style]:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    yield Style("Normal", "Normal", _space(0, 120, 276), _font(11))
    yield Style("BodyText", "Body Text", _space(40, 100))
    yield Style("Title", "Title", f"{_TOGETHER}{_NO_HYPHENS}{_space(0, 200, 240)}", _font(28, bold=True), "BodyText")
    # The room above lets a title stand where the eye rests on a page of its own.
    band = f'<w:pBdr><w:top w:val="single" w:sz="36" w:space="14" w:color="{colours.accent}"/></w:pBdr>'
    yield Style("PlanCover", "Plan Cover", f"<w:keepNext/>{band}{_space(3600, 160)}", _font(12, SOFT, caps=True))
    yield Style(LOGO, "Plan Logo", f"<w:keepNext/>{_space(0, 200, 240)}")
    yield Style("PlanTerm", "Plan Term", f"{_TOGETHER}{_space(0, 100)}", _font(9, SOFT, bold=True, caps=True))
    signed = '<w:tabs><w:tab w:val="left" w:pos="1814"/><w:tab w:val="left" w:leader="underscore" w:pos="6804"/>' \
             "</w:tabs>"
    yield Style("PlanSignature", "Plan Signature", f"<w:keepLines/>{signed}{_space(560, 0)}")
    yield Style("PlanLead", "Plan Lead", _space(120, 200), _font(13))
    yield Style("PlanFigure", "Plan Figure", f"<w:keepNext/>{_space(160, 60)}")
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


def _characters(colours: Palette) -> Iterator[Style]:
    # A ground and not a frame: LibreOffice leaves out the side of a frame that begins a line.
    label = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours.panel}"/>'
    upright = '<w:b/><w:bCs/><w:i w:val="0"/><w:iCs w:val="0"/><w:caps w:val="0"/>'
    for id_, name, font in (
        ("Strong", "Strong", "<w:b/><w:bCs/>"),
        ("CommentReference", "annotation reference", _size(8)),
        (CODE_CHARACTERS, "Plan Code Text", f"{_MONOSPACE}<w:noProof/>"),
        (INSERTED, "Plan Inserted", f'<w:color w:val="{colours.new}"/><w:u w:val="single"/>'),
        (DELETED, "Plan Deleted", f'<w:strike/><w:color w:val="{colours.gone}"/>'),
        (ARRIVED, "Plan Moved", f'<w:color w:val="{colours.moved}"/><w:u w:val="dotted"/>'),
        (BLANK, "Plan Blank", f'<w:color w:val="{colours.moved}"/>{label}'),
        (LINK, "Hyperlink", f'<w:color w:val="{colours.link}"/>' * bool(colours.link) + '<w:u w:val="single"/>'),
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


def styles_xml(lang: str, colours: Palette) -> str:
    """All styles of a document whose own words are in `lang`."""
    tongue = f'<w:lang w:val="{LOCALES[lang]}" w:eastAsia="{LOCALES[lang]}" w:bidi="ar-SA"/>'
    defaults = f"<w:rPrDefault><w:rPr>{_CALIBRI}{_size(11)}{tongue}</w:rPr></w:rPrDefault><w:pPrDefault/>"
    bare = '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">' \
           '<w:name w:val="Default Paragraph Font"/></w:style>'
    parts = (_texts(colours), _headings(colours), _lists(), _contents(), _tables(), _characters(colours))
    written = "".join(_written(style) for part in parts for style in part)
    table = f'<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>' \
            f"{_table_style(colours)}"
    return f"<w:styles {_NAMESPACE}><w:docDefaults>{defaults}</w:docDefaults>{bare}{written}{table}</w:styles>"


def numbering_xml() -> str:
    """The bullets and the numbers of the three levels of lists. Each numbered list is a `num` of its own."""
    bullets = [("bullet", sign, "ListBullet") for sign in _BULLETS]
    numbers = [(form, f"%{n}.", "") for n, form in enumerate(_NUMBERS, 1)]
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(_level(n, *level) for n, level in enumerate(levels))}</w:abstractNum>"
        for kind, levels in enumerate((bullets, numbers))
    )
    return f'<w:numbering {_NAMESPACE}>{kinds}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'


def _level(n: int, form: str, sign: str, style: str) -> str:
    name = f'<w:pStyle w:val="{style}{n + 1 if n else ""}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{name}<w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_indent(_STEP * (n + 1), _STEP)}</w:pPr></w:lvl>'
    )


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
