"""Writes what every engine draws: pages.py N > pages.json

N pages, and a few before them to warm up, of the invented certificate "issued" in its second layout, each for another name, with
another number and another QR code. The words come from the product's own templates. The QR codes
are computed here, once for all engines, which therefore pay nothing for them; ours pays.
"""

import json
import random
import sys
import tomllib
from pathlib import Path

import qrcode
from measure import WARM_UP

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "certificate"
ADDRESS = "https://zs.example"
SURNAMES = ["陈", "林", "欧阳"]
GIVEN = ["伟", "静", "晓燕", "建国", "志强", "丽娜", "一鸣", "若曦", "梓涵", "秀英", "海燕", "文博"]
# What the product's own words say of the sample's codes.
SAID = {"female": "女", "intermediate": "中级", "review": "评审"}


def day(text):
    return "".join(str(int(part)) + unit for part, unit in zip(text.split("-"), "年月日"))


def facts(sample, number):
    award = sample["award"]
    facts = {key: award[key] for key in
             ["title", "series", "specialty", "committee", "employer", "document_number"]}
    facts |= {
        "sex": SAID[sample["sex"]],
        "level": SAID[award["level"]],
        "award_method": SAID[award["award_method"]],
        "born_on": day(sample["born_on"]),
        "obtained_on": day(award["obtained_on"]),
        "issued_on": day(sample["issued_on"]),
        "office": sample["awarding_office"]["name"],
        "number": f"C330300 2026 {number:07}",
    }
    return facts | {"method": facts["award_method"]}


def symbol(url):
    """The QR code as one path in modules; runs that the row below repeats are one rectangle."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=0)
    code.add_data(url)
    code.make()
    width, open_runs, path = len(code.modules), {}, []
    for y, row in enumerate([*code.modules, []]):
        runs, x = {}, 0
        while x < len(row):
            end = next((at for at in range(x, width) if row[at] != row[x]), width)
            if row[x]:
                runs[x, end - x] = open_runs.pop((x, end - x), y)
            x = end
        for (left, long), top in open_runs.items():
            path.append(f"M{left} {top}h{long}v{y - top}h-{long}z")
        open_runs = runs
    return {"width": width, "path": "".join(path)}


def page(n, layout, sample):
    number = int(sample["number"][-7:]) + n
    known = facts(sample, number)
    issued = layout["issued"]
    by = issued["sentence"]["by"].format(**known)
    digits = "".join(random.Random(n).choices("0123456789", k=510))
    url = f"{ADDRESS}/v/{digits}"
    return {
        "title": issued["title"],
        "holder": layout["labels"]["name"],
        "name": SURNAMES[n % 3] + GIVEN[n // 3 % 12],
        "sentence": [issued["sentence"]["zh"].format(by=by, **known), issued["sentence"]["en"]],
        "rows": [[[*layout["labels"][key], known[key]] for key in row] for row in issued["rows"]],
        "closing": [[*issued[part]["label"], issued[part]["value"].format(**known)]
                    for part in ["closing", "closing_day"]],
        "verify": [line.format(url=ADDRESS) for line in layout["verify"]],
        "url": url,
        "symbol": symbol(url),
    }


layout = tomllib.loads((TEMPLATES / "2.toml").read_text())
samples = json.loads((TEMPLATES / "samples.json").read_text())
sample = next(one["certificate"] for one in samples if one["name"] == "issued")
count = WARM_UP + int(sys.argv[1])
json.dump([page(n, layout, sample) for n in range(count)], sys.stdout, ensure_ascii=False)
