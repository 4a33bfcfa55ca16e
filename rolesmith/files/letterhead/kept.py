"""What of a stranger's header and footer is copied, by name: text, tables, lines, shapes and pictures. All else is not.

`w` is Word's own markup, `a`, `pic` and `wp` are pictures, `wps` and `wpg` shapes and groups of them.
"""

from collections.abc import Mapping

SPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LETTERS = _words(
    """
    rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint snapToGrid color spacing w kern
    position sz szCs highlight u bdr shd fitText vertAlign em lang eastAsianLayout
    """
)
"""Properties of letters, in the order that Word wants."""
LINES = _words(
    """
    keepNext keepLines framePr widowControl pBdr shd tabs kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE
    autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents jc textDirection
    textAlignment
    """
)
"""Properties of paragraphs, in the order that Word wants."""
TABLES = _words("tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar")
"""Properties of tables, in the order that Word wants."""
KEPT: Mapping[str, frozenset[str]] = {
    "w": frozenset(
        _words("""
        p pPr r rPr t tab br cr noBreakHyphen softHyphen sym ptab pgNum drawing fldChar instrText fldSimple txbxContent
        tbl tblPr tblGrid gridCol tr trPr tc tcPr cantSplit trHeight gridBefore gridAfter wBefore wAfter tcW gridSpan
        vMerge hMerge tcBorders noWrap tcMar tcFitText vAlign top left start bottom right end between bar insideH
        insideV tl2br tr2bl tab
        """)
    )
    | frozenset((*LETTERS, *LINES, *TABLES)),
    "wp": frozenset(
        _words("""
        inline anchor simplePos positionH positionV posOffset align extent effectExtent wrapNone wrapSquare wrapTight
        wrapThrough wrapTopAndBottom wrapPolygon start lineTo docPr cNvGraphicFramePr
        """)
    ),
    "a": frozenset(
        _words("""
        graphic graphicData graphicFrameLocks picLocks spLocks cxnSpLocks grpSpLocks blip alphaModFix lum grayscl
        biLevel duotone clrChange clrFrom clrTo srcRect stretch fillRect tile xfrm off ext chOff chExt prstGeom avLst gd
        gdLst custGeom ahLst cxnLst rect pathLst path moveTo lnTo cubicBezTo quadBezTo arcTo close pt ln solidFill
        noFill gradFill gsLst gs lin prstDash round bevel miter headEnd tailEnd srgbClr schemeClr sysClr prstClr lumMod
        lumOff shade tint alpha satMod lnRef fillRef effectRef fontRef spAutoFit noAutofit normAutofit prstTxWarp
        """)
    ),
    "pic": frozenset(_words("pic nvPicPr cNvPr cNvPicPr blipFill spPr")),
    "wps": frozenset(_words("wsp cNvPr cNvSpPr cNvCnPr spPr style txbx bodyPr")),
    "wpg": frozenset(_words("wgp grpSp cNvPr cNvGrpSpPr grpSpPr")),
    "mc": frozenset(),
    "r": frozenset(),
}
OPENED = frozenset(_words("sdt sdtContent hyperlink ins moveTo smartTag customXml dir bdo"))
"""Elements of Word's of which the content alone is taken."""
NAMES = frozenset(_words("descr title tooltip macro textlink uri script"))
"""Attributes of shapes and pictures that hold words, often the path of a file."""
DRAWN = frozenset((SPACES["pic"], SPACES["wps"], SPACES["wpg"]))
"""Kinds of drawings that are taken."""
PLACES = frozenset(_words("PAGE NUMPAGES SECTIONPAGES DATE TIME"))
"""Fields that stay fields: they say nothing but where and when. Of any other the text that it shows is taken."""
OWN, OWN_ID = "信头", "Letterhead"
"""How our styles of a header's and a footer's paragraphs are called, before their numbers."""
