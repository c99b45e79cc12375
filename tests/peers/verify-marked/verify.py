"""Opens marked workbooks with openpyxl and looks at their packages.

verify.py make FOLDER    writes a workbook with all that a clerk may have beside a list
verify.py look FOLDER    compares NAME with NAME.marked.xlsx and NAME.findings.json
"""

import json
import posixpath
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

FRONT = "检查结果"
COLOURS = {"FFFBC9C3", "FFFDEAA8", "FFCDE8D5"}
# ECMA-376 part 1, 18.3.1.99.
ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter
rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing
legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst""".split()


def make(folder):
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule, DataBarRule
    from openpyxl.styles import PatternFill
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.table import Table

    book = openpyxl.Workbook()
    people = book.active
    people.title = "名'单"
    people.append(["姓名", "证件号码", "系列", "资格名称", "取得时间", "工作单位", "取得方式"])
    people.append(["王莉", "330302198506152047", "工程技术人员", "助工", "2019-12", "一建", "认定"])
    people.append(["王二", 330302198506152047, "工程技术人员", "助理工程师", "2019-12", "=1+1", "认定"])
    people["D2"].comment = Comment("请核对", "王科")
    red = PatternFill("solid", bgColor="FF0000")
    rule = CellIsRule(operator="equal", formula=['"x"'], fill=red)
    people.conditional_formatting.add("A2:A9", rule)
    people.conditional_formatting.add("F2:F9", DataBarRule("num", 0, "num", 10, color="FF638EC6"))
    people.add_table(Table(displayName="T1", ref="A1:G3"))
    ways = DataValidation(type="list", formula1='"认定,评审"')
    people.add_data_validation(ways)
    ways.add("G2:G9")
    people.protection.sheet = True
    people["A3"].hyperlink = "https://example.org"
    people.oddHeader.center.text = "名单"
    people.print_title_rows = "1:1"
    other = book.create_sheet("其他")
    other["A1"] = 3
    other.print_area = "A1:B2"
    other["A1"].comment = Comment("别处", "王科")
    other.defined_names["局部"] = DefinedName("局部", attr_text="其他!$A$1")
    for place in (other, book.create_chartsheet("图表")):
        chart = BarChart()
        chart.add_data(Reference(other, min_col=1, min_row=1, max_row=1))
        place.add_chart(chart, *(["C3"] if place is other else []))
    book.active = 2
    book.security.lockStructure = True
    book.save(folder / "rich.xlsx")


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def attribute(element, name):
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), None)


class Looked:
    """One package, and what is wrong with it."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.names = [name for name in self.archive.namelist() if not name.endswith("/")]
        self.wrong = []

    def hold(self, fact, what):
        if not fact:
            self.wrong.append(what)

    def xml(self, name):
        return ElementTree.fromstring(self.archive.read(name))

    def related(self, part):
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", file + ".rels")
        if name not in self.names:
            return {}
        lines = list(self.xml(name))
        found = {line.get("Id"): line for line in lines}
        self.hold(len(found) == len(lines), f"{name}: an id twice")
        for line in lines:
            if line.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, line.get("Target")))
                self.hold(target[1:] in self.names, f"{name}: {target} is missing")
        return found

    def package(self):
        lower = [name.lower() for name in self.names]
        self.hold(len(set(lower)) == len(lower), "a part twice")
        types = self.xml("[Content_Types].xml")
        parts = [one.get("PartName") for one in types if local(one) == "Override"]
        ends = [one.get("Extension").lower() for one in types if local(one) == "Default"]
        self.hold(len(set(parts)) == len(parts) and len(set(ends)) == len(ends), "a type twice")
        for name in self.names:
            known = "/" + name in parts or name.rsplit(".", 1)[-1].lower() in ends
            self.hold(known or name == "[Content_Types].xml", f"{name} has no type")
        for part in parts:
            self.hold(part[1:] in self.names, f"{part} has a type and is missing")

    def styles(self):
        sheet = self.xml("xl/styles.xml")
        for section in sheet:
            if section.get("count") is not None:
                self.hold(int(section.get("count")) == len(section), f"{local(section)} miscounted")
        counts = {local(section): len(section) for section in sheet}
        for xf in next(section for section in sheet if local(section) == "cellXfs"):
            for kind in ("font", "fill", "border"):
                self.hold(int(xf.get(kind + "Id", 0)) < counts[kind + "s"], f"no such {kind}")
        return counts["cellXfs"]

    def worksheet(self, part, styles):
        sheet, related = self.xml(part), self.related(part)
        children = [local(child) for child in sheet]
        order = [ORDER.index(child) for child in children if child in ORDER]
        self.hold(order == sorted(order), f"{part}: order {children}")
        kinds = {line.get("Type").rsplit("/", 1)[-1] for line in related.values()}
        self.hold("comments" not in kinds or "legacyDrawing" in children, f"{part}: no boxes")
        for element in sheet.iter():
            id = attribute(element, "id") if local(element) in ("legacyDrawing", "drawing") else None
            self.hold(id is None or id in related, f"{part}: no {id}")
        rows = [int(row.get("r")) for row in sheet.iter() if local(row) == "row" and row.get("r")]
        self.hold(rows == sorted(set(rows)), f"{part}: rows out of order")
        for row in (row for row in sheet.iter() if local(row) == "row"):
            cells = [openpyxl.utils.cell.coordinate_to_tuple(cell.get("r"))[1]
                     for cell in row if cell.get("r")]
            self.hold(cells == sorted(set(cells)), f"{part}: cells out of order")
            self.hold(all(int(cell.get("s", 0)) < styles for cell in row), f"{part}: no style")
        return any(attribute(view, "tabSelected") in ("1", "true")
                   for view in sheet.iter() if local(view) == "sheetView")

    def comments(self, part):
        root = self.xml(part)
        authors = sum(local(one) == "author" for one in root.iter())
        notes = [one for one in root.iter() if local(one) == "comment"]
        places = [note.get("ref") for note in notes]
        self.hold(len(set(places)) == len(places), f"{part}: two notes at a cell")
        self.hold(all(int(note.get("authorId")) < authors for note in notes), f"{part}: no author")

    def all(self):
        self.package()
        self.related("xl/workbook.xml")
        styles, selected = self.styles(), 0
        for name in self.names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                selected += self.worksheet(name, styles)
            if re.fullmatch(r"xl/.*comments?/?\w*\d+\.xml", name) and "threaded" not in name.lower():
                self.comments(name)
        self.hold(selected <= 1, "two tabs selected")
        book = self.xml("xl/workbook.xml")
        sheets = [one for one in book.iter() if local(one) == "sheet"]
        for key in ("name", "sheetId"):
            values = [one.get(key).lower() for one in sheets]
            self.hold(len(set(values)) == len(values), f"{key} twice")
        self.hold(all(len(one.get("name")) <= 31 for one in sheets), "a long name")
        for name in (one for one in book.iter() if local(one) == "definedName"):
            self.hold(int(name.get("localSheetId", 0)) < len(sheets), "a name of no sheet")
        return self.wrong


def sheet_facts(sheet):
    if not hasattr(sheet, "iter_rows"):
        return ["chartsheet", len(sheet._charts)]
    # Proxies of equal styles are not equal.
    cells = {c.coordinate: (c.value, c.data_type, c.number_format, repr(c.font), repr(c.border), repr(c.alignment))
             for row in sheet.iter_rows() for c in row if c.value is not None}
    widths = {key: column.width for key, column in sheet.column_dimensions.items()}
    return [cells, widths, sorted(map(str, sheet.merged_cells.ranges)), sheet.sheet_state,
            len(sheet.conditional_formatting), len(sheet.data_validations.dataValidation),
            sorted(sheet.tables), len(sheet._charts), sheet.print_area, sheet.print_title_rows,
            sorted(sheet.defined_names), sheet.protection.sheet, sheet.auto_filter.ref]


def changed(old, new):
    if not isinstance(old, dict):
        return f"{old} became {new}"
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return [(key, old.get(key), new.get(key)) for key in keys][:3]


def look(path):
    marked = path.with_name(path.name + ".marked.xlsx")
    wrong = Looked(marked).all()
    after = openpyxl.load_workbook(marked)
    front = after.worksheets[0]
    if not front.title.startswith(FRONT) or after.active is not front:
        wrong.append("the list is not in front")
    if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
        before = openpyxl.load_workbook(path)
        if before.sheetnames != after.sheetnames[1:]:
            wrong.append("other sheets")
        for name in before.sheetnames:
            old, new = sheet_facts(before[name]), sheet_facts(after[name])
            wrong += [f"{name}: fact {at}: {changed(a, b)}"
                      for at, (a, b) in enumerate(zip(old, new)) if a != b]
    links = [cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink]
    findings = json.loads(path.with_name(path.name + ".findings.json").read_text())
    if len(links) != len(findings):
        wrong.append(f"{len(links)} links for {len(findings)} findings")
    for finding, link in zip(findings, links):
        name, row = finding["sheet"] or "数据", max(finding["row"], 1)
        place = f"{finding.get('column') or 'A'}{row}"
        if link != "'" + name.replace("'", "''") + f"'!{place}":
            wrong.append(f"{place} is linked to {link}")
        sheet = after[name]
        merge = next((r for r in sheet.merged_cells.ranges if place in r), None)
        cell = sheet.cell(merge.min_row, merge.min_col) if merge else sheet[place]
        if cell.fill.fgColor.rgb not in COLOURS:
            wrong.append(f"{place} has the colour {cell.fill.fgColor.rgb}")
        note = cell.comment.text if cell.comment else ""
        if finding["message"] not in note and "还有" not in note:
            wrong.append(f"{place} lacks {finding['message']}: {note}")
    return [f"{path.name}: {one}" for one in wrong]


def main():
    folder = Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(folder)
        return
    ends = (".marked.xlsx", ".findings.json")
    files = sorted(path for path in folder.iterdir() if not path.name.endswith(ends))
    wrong = [one for path in files for one in look(path)]
    print(len(files), "looked at")
    sys.exit("\n".join(wrong) if wrong else 0)


main()
