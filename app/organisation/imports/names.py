"""Names as personnel lists hold them, with titles in one cell: taken apart into titles before, name, titles after."""

import re

FRONT = re.compile(
    r"(?:(?:prof|dr|drg|drh|drs|dra|ir|apt|ns|hj?|kh|ust|tgk|r|rr|ra|brigjen|kol)\.\s*|(?:prof|drg?|drs|dra|ir|hj)\s+)(?=\S)", re.IGNORECASE
)


def split_name(text: str) -> tuple[str | None, str, str | None]:
    """(titles before, name, titles after): what stands behind the first comma is after, known titles at the beginning are before.

    >>> split_name("Dr. H. AHMAD YANI, S.E., M.Si.")
    ('Dr. H.', 'AHMAD YANI', 'S.E., M.Si.')
    """
    name, _comma, back = text.partition(",")
    front, rest = [], name.strip()
    while (found := FRONT.match(rest)) and len(rest) > found.end():
        front.append(found.group().strip())
        rest = rest[found.end() :].strip()
    return " ".join(front) or None, rest, back.strip() or None
