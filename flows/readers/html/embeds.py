"""Embedded posts: each becomes a paragraph of its own, in the form that `transforms.posts` reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.lexicon import join_any, join_words
from transforms.posts import find_posts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NETWORKS = {
    "twitter": "X",
    "tweet": "X",
    "instagram": "Instagram",
    "facebook": "Facebook",
    "fb-post": "Facebook",
    "fb-xfbml": "Facebook",
    "fb-video": "Facebook",
    "tiktok": "TikTok",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
    "threads": "Threads",
    "text-post-media": "Threads",
    "linkedin": "LinkedIn",
    "truthsocial": "Truth Social",
    "telegram": "Telegram",
    "youtube": "YouTube",
}
_CLASSES = re.compile(
    rf"(?:^|[\s_-])({join_any(_NETWORKS)})"
    r"(?:-(?:parse-ignore|tweet|video|media|embed|card|post|video-embed|embed-bq|post-embed|timeline)|[\s_-]|$)",
    re.IGNORECASE,
)
_POST_ELEMENTS = frozenset(
    {"blockquote", "amp-twitter", "amp-instagram", "amp-facebook", "div", "figure", "section", "amp-embed"}
)
_HANDLE = re.compile(r"@\w[\w.-]*(?:@[\w.-]+\w)?")
_AUTHOR_LINE = re.compile(
    r"^(?:[—–-]\s*)?(?P<name>[^@()\n]{2,60}?)\s*\(?(?P<handle>@[\w.-]+(?:@[\w.-]+\w)?)\)?"
    r"\s*(?:[·|,-]?\s*(?P<when>.{4,40}))?$"
)
_MUSIC = re.compile(r"\s*♬.*$")
_POST_BY = re.compile(rf"^{join_words('post_nouns')} (?:by|from)\b:?\s*", re.IGNORECASE)
_REDDIT = re.compile(r"\s*(?:Posted |Comment )?by\s*u/(?P<handle>[\w-]+)\b.*$", re.IGNORECASE)
_NOISE = re.compile(
    rf"^(?:{join_words('embed_labels')}|View on \w+|Read \d+ replies"
    rf"|\d[\d,.KMkm]*(?: {join_words('post_counts')})?)\.?$"
)


@dataclass(frozen=True, slots=True)
class Embed:
    """An embedded post: the paragraph that stands for it, its writer and network."""

    text: str
    author: str | None
    network: str


def replace_embeds(root: HtmlElement) -> list[Embed]:
    """Put a paragraph ``<p data-embed="N">`` in the place of each embedded post; return the posts, N from 0."""
    from lxml.html import Element

    found: list[Embed] = []
    for element in list(root.iter(*_POST_ELEMENTS)):
        network = _find_network(element)
        parent = element.getparent()
        if network is None or parent is None or next(element.iterancestors("x-embed"), None) is not None:
            continue
        is_post = element.tag == "blockquote" or str(element.tag).startswith("amp-") or _is_post_box(element)
        if not is_post:
            continue
        embed = _read_post(element, network)
        mark = Element("x-embed")
        if embed is not None:
            paragraph = Element("p")
            paragraph.text = embed.text
            paragraph.set("data-embed", str(len(found)))
            mark.append(paragraph)
            found.append(embed)
        element = _climb_frame(element)
        mark.tail = element.tail
        parent = element.getparent()
        if parent is not None:
            parent.replace(element, mark)
    return found


def _climb_frame(element: HtmlElement) -> HtmlElement:
    """Return the figure around an embedded post and nothing else, or the post itself: figures are not read."""
    text = _squeeze(element)
    for around in element.iterancestors():
        if _squeeze(around) != text:
            break
        if around.tag == "figure":
            return around
    return element


def _squeeze(element: HtmlElement) -> str:
    return "".join((element.text_content() or "").split())


def _find_network(element: HtmlElement) -> str | None:
    if str(element.tag).startswith("amp-"):
        return _NETWORKS.get(str(element.tag).removeprefix("amp-"))
    match = _CLASSES.search(f"{element.get('class') or ''} {element.get('data-embed-type') or ''}")
    return _NETWORKS[match[1].lower()] if match else None


def _is_post_box(element: HtmlElement) -> bool:
    """Whether a box named after a network holds a post rather than buttons: a few sentences and a writer's name."""
    if element.find(".//blockquote") is not None:
        return False  # the post is inside and comes by itself
    text = " ".join(element.text_content().split())
    return len(element.findall(".//p")) <= 6 and len(text) < 1500 and bool(_HANDLE.search(text))


def _read_post(element: HtmlElement, network: str) -> Embed | None:
    from flows.readers.html.blocks import list_blocks

    for link in list(element.iterdescendants("a")):
        if _NOISE.match(" ".join(link.text_content().split())):
            link.drop_tree()  # "@annleeView on Threads"
    lines = [_POST_BY.sub("", block.text) for block in list_blocks(element) if not _NOISE.match(block.text)]
    whole = _MUSIC.sub("", " ".join(lines)).strip()
    if not whole:
        return None
    if network == "Reddit" and (match := _REDDIT.search(whole)):
        words = whole[: match.start()]
        return Embed(words, f"u/{match['handle']}", network) if words else None
    if posts := find_posts(whole):
        post = posts[-1]
        words = whole[post.words[0] : post.words[1]]
        return Embed(whole, post.author, network) if words else None
    signed = next((n for n in (len(lines) - 1, 0) if len(lines) > 1 and _AUTHOR_LINE.match(lines[n])), None)
    if signed is not None:
        match = _AUTHOR_LINE.match(lines[signed])
        assert match is not None
        words = " ".join(lines[:signed] + lines[signed + 1 :])
        return Embed(
            f"{words} — {match['name'].strip()} ({match['handle']}) {match['when'] or ''}".strip(),
            match["name"].strip(),
            network,
        )
    if len(lines) > 1 and _HANDLE.fullmatch(lines[-1]):
        return Embed(" ".join(lines[:-1]), lines[-1], network)
    if match := _HANDLE.match(whole):
        return Embed(whole[match.end() :].strip() or whole, match[0], network)
    handle = _HANDLE.search(element.get("cite") or element.get("data-href") or "")
    return Embed(whole, handle[0] if handle else None, network)
