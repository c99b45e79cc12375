"""Holds papers to PDF/A-3a (ISO 19005-3): what can be checked without veraPDF, by pikepdf, fontTools
and Little CMS.

verify.py FILE…    exits with 1 and says which rule of which file is broken
"""

import io
import re
import sys
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont
from PIL import Image, ImageCms

INFO = {"/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate",
        "/ModDate", "/Trapped"}
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"}


def rules(path):
    """The rules, each with whether the file keeps it."""
    raw = path.read_bytes()
    pdf = pikepdf.open(path)
    root, page = pdf.Root, pdf.pages[0].obj
    yield from container(raw, pdf)
    yield from metadata(root, pdf.docinfo)
    yield from colours(root, pdf.pages[0])
    yield from structure(root, page, pdf.pages[0])
    for name, font in page.Resources.Font.items():
        for rule, kept in fonts(font):
            yield f"font {name}: {rule}", kept
    for spec in root.get("/AF", []):
        yield from attachment(spec)
    yield from field(root, page)


def container(raw, pdf):
    yield "header", raw.startswith(b"%PDF-1.7\n%") and all(byte > 127 for byte in raw[10:14])
    yield "an identifier and no lock", "/ID" in pdf.trailer and "/Encrypt" not in pdf.trailer
    yield "nothing behind the end", raw.rstrip(b"\r\n").endswith(b"%%EOF")
    yield "one table from 0 on", len(re.findall(rb"\n\d+ \d+\n(?=\d{10} )", raw)) == 1
    yield "each object on lines of its own", raw.count(b"\nendobj\n") == len(pdf.objects)
    yield "nothing that runs", not re.search(rb"/JavaScript|/JS\b|/Launch|/OpenAction|/AA\b", raw)
    yield "no foreign filter", not re.search(rb"/LZWDecode|/Crypt\b|/JPXDecode", raw)


def metadata(root, info):
    packet = root.Metadata.read_raw_bytes().decode()
    said = lambda name: re.search(rf"<{name}>(?:<rdf:Alt><rdf:li[^>]*>)?([^<]*)<", packet)[1]
    yield "XMP is stored as it is", "/Filter" not in root.Metadata
    yield "PDF/A-3a is claimed", (said("pdfaid:part"), said("pdfaid:conformance")) == ("3", "A")
    yield "known information", set(info.keys()) <= INFO
    yield "title", said("dc:title") == str(info.Title) != ""
    yield "creator", said("xmp:CreatorTool") == str(info.Creator) != ""
    yield "the title is shown", bool(root.ViewerPreferences.DisplayDocTitle)
    yield "language", str(root.Lang) == "zh-CN"


def colours(root, page):
    [intent] = root.OutputIntents
    profile = intent.DestOutputProfile
    yield "intent", intent.S == "/GTS_PDFA1" and profile.N == 3
    ours = ImageCms.ImageCmsProfile(io.BytesIO(profile.read_bytes()))
    steps = [(r, g, b) for r in range(0, 256, 51) for g in range(0, 256, 51) for b in range(0, 256, 51)]
    picture = Image.new("RGB", (len(steps), 1))
    picture.putdata(steps)
    seen = ImageCms.profileToProfile(picture, ours, ImageCms.createProfile("sRGB"))
    off = max(abs(a - b) for a, b in zip(picture.tobytes(), seen.tobytes()))
    yield f"the profile is sRGB ({off} of 255 off)", off <= 1
    operators = {str(operator) for _, operator in pikepdf.parse_content_stream(page)}
    yield "only red, green and blue, or grey", not operators & {"k", "K", "cs", "CS", "sh"}


def structure(root, page, whole):
    yield "marked", bool(root.MarkInfo.Marked)
    yield "order of tabs", page.get("/Tabs") == "/S" and page.StructParents == 0
    open_marks, outside, marks = [], 0, []
    for operands, operator in pikepdf.parse_content_stream(whole):
        operator = str(operator)
        if operator in ("BMC", "BDC"):
            mark = operands[1].get("/MCID") if operator == "BDC" else None
            marks += [] if mark is None else [int(mark)]
            open_marks.append(operator)
        elif operator == "EMC":
            open_marks.pop()
        elif operator in PAINTING and not open_marks:
            outside += 1
    yield "all that is painted is marked", outside == 0 and not open_marks
    yield "each mark once, in reading order", marks == list(range(len(marks)))
    numbers = list(root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip((int(key) for key in numbers[::2]), numbers[1::2]))
    owners = parents[0]
    held, kinds = [], []
    for element in root.StructTreeRoot.K.K:
        kinds.append(str(element.S))
        kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary):
                owner = parents[int(kid.Obj.StructParent)]
            else:
                held.append(int(kid))
                owner = owners[int(kid)]
            yield "an element is found by what it holds", owner.objgen == element.objgen
        if element.S == "/Figure":
            yield "a figure says what it is and where", "/Alt" in element and len(element.A.BBox) == 4
    yield "each mark in one element", held == marks
    yield "one heading, first", kinds[0] == "/H1" and kinds.count("/H1") == 1
    pictures = list(page.Resources.get("/XObject", {}).items())
    yield "a figure for the code and one for each picture", kinds.count("/Figure") == 1 + len(pictures)
    for name, image in pictures:
        yield from picture(name, image)


def picture(name, image):
    """The holder's photo: a baseline JPEG that holds a picture and nothing else."""
    yield "a picture is the photo", name == "/Photo" and image.Subtype == "/Image"
    yield "a JPEG in the colours of the page", image.Filter == "/DCTDecode" and image.ColorSpace == "/DeviceRGB"
    yield "nothing that PDF/A forbids an image", not {"/Alternates", "/OPI", "/SMask", "/Interpolate"} & set(image.keys())
    shown = Image.open(io.BytesIO(image.read_raw_bytes()))
    shown.load()
    yield "a picture as large as it says", shown.size == (int(image.Width), int(image.Height))
    yield "in eight bits of red, green and blue", shown.mode == "RGB" and image.BitsPerComponent == 8
    yield "nothing beside the picture", not shown.getexif() and set(shown.info) <= {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def fonts(font):
    [inner] = font.DescendantFonts
    descriptor = inner.FontDescriptor
    name = str(font.BaseFont)
    yield "tagged name", bool(re.match(r"/[A-Z]{6}\+", name))
    yield "one name", inner.BaseFont == font.BaseFont == descriptor.FontName
    yield "glyphs by number", inner.CIDToGIDMap == "/Identity"
    program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    units, metrics = program["head"].unitsPerEm, program["hmtx"]
    widths, runs = {}, list(inner.get("/W", []))
    for first, run in zip(runs[::2], runs[1::2]):
        widths.update((int(first) + at, float(width)) for at, width in enumerate(run))
    glyphs = range(program["maxp"].numGlyphs)
    order = program.getGlyphOrder()
    off = max(abs(widths.get(at, 1000) - metrics[order[at]][0] * 1000 / units) for at in glyphs if at)
    yield f"widths are those of the program ({off:.2f} off)", off <= 1
    characters = font.ToUnicode.read_bytes().decode("latin1")
    yield "each glyph is a character", not re.search(r"> ?<(0000|FFFD|FEFF|FFFE)>", characters)


def attachment(spec):
    keys = {"/F", "/UF", "/AFRelationship", "/EF", "/Desc"}
    yield f"{spec.UF} is described", keys <= set(spec.keys())
    embedded = spec.EF.F
    yield f"{spec.UF} is typed and dated", "/" in str(embedded.Subtype)[1:] and "/ModDate" in embedded.Params
    yield f"{spec.UF} has its length", int(embedded.Params.Size) == len(embedded.read_bytes())


def field(root, page):
    for annotation in page.get("/Annots", []):
        flags = int(annotation.F)
        yield "a field is printed and not hidden", flags & 4 == 4 and flags & 0x23 == 0
        yield "a field has looks or no extent", "/AP" in annotation or set(map(int, annotation.Rect)) == {0}
        yield "the form asks for nothing", "/NeedAppearances" not in root.AcroForm and "/XFA" not in root.AcroForm


def main():
    broken = 0
    for path in map(Path, sys.argv[1:]):
        kept = 0
        for rule, holds in rules(path):
            kept += holds
            if not holds:
                broken += 1
                print(f"{path.name}: {rule}")
        print(f"{path.name}: {kept} rules kept")
    sys.exit(broken > 0)


main()
