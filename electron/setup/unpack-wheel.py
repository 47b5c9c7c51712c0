"""Takes files out of a wheel: unpack-wheel.py WHEEL FOLDER, with {pattern: replacement} as JSON on stdin.

A member is taken when a pattern matches its whole path; the replacement says where it goes under FOLDER.
Files are streamed, since some do not fit into memory comfortably.
"""

import json
import os
import re
import shutil
import sys
import zipfile

wheel, folder = sys.argv[1:]
rules = [(re.compile(pattern), target) for pattern, target in json.load(sys.stdin).items()]
taken = set()

with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        if member.is_dir():
            continue
        for pattern, target in rules:
            found = pattern.fullmatch(member.filename)
            if not found:
                continue
            path = os.path.join(folder, found.expand(target))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(member) as source, open(path, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            taken.add(pattern)
            break

for pattern, _ in rules:
    if pattern not in taken:
        sys.exit(f"{os.path.basename(wheel)} holds nothing like {pattern.pattern}")
