"""Rich text typed by people (FORM KETERANGAN, P26): cleaned by an allow-list before it is stored, and empty when nothing readable is left."""

import html
import re

import nh3

TAGS = {"p", "div", "br", "strong", "b", "em", "i", "u", "del", "ul", "ol", "li", "blockquote", "a"}
LONGEST = 5000


def clean(text: str | None) -> str:
    """`text` with only harmless markup left; links are http(s) or mailto and open without a referrer."""
    return nh3.clean(text or "", tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}).strip()


def plain(text: str | None) -> str:
    """The readable words of `text`, markup gone; "" for `<p><br></p>` and the like."""
    words = html.unescape(nh3.clean(re.sub(r"<(?:br|/p|/div|/li)\b[^>]*>", " ", text or "", flags=re.IGNORECASE), tags=set()))
    return re.sub(r"[\s\u00a0\u200b-\u200d\ufeff]+", " ", words).strip()
