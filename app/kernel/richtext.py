"""Rich text typed by people (FORM KETERANGAN, P26): cleaned by an allow-list before it is stored, and empty when nothing readable is left."""

import html
import re

import nh3

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TAGS = {"p", "div", "br", "strong", "b", "em", "i", "u", "del", "ul", "ol", "li", "blockquote", "a"}
LONGEST = 5000


def readable(text: str) -> str:
    """`text` without the signs that no database, PDF, SVG or XML may hold: control characters (Word pastes them), halves of a sign; line breaks and tabs stay."""
    return UNREADABLE.sub("", text)


def clean(text: str | None) -> str:
    """`text` with only harmless markup left; links are http(s) or mailto and open without a referrer."""
    cleaned = nh3.clean(readable(text or ""), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    # Once more: "&#1;" is a control character only now.
    return readable(cleaned).strip()


def plain(text: str | None) -> str:
    """The readable words of `text`, markup gone; "" for `<p><br></p>` and the like."""
    words = html.unescape(nh3.clean(re.sub(r"<(?:br|/p|/div|/li)\b[^>]*>", " ", text or "", flags=re.IGNORECASE), tags=set()))
    return re.sub(r"[\s\u00a0\u200b-\u200d\ufeff]+", " ", words).strip()
