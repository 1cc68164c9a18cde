"""Saved pages as content systems write them, around invented articles: what the text tests of web pages read.

Every template is imitated from the mark-up of a kind of system, with what stands around and inside real articles:
navigation, share bars, related links, captions, advertising, newsletter forms, walls, notices, structured data.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

TOWNS = "Arnwick Belsund Corvale Dornby Eskmoor Fallowby Gristhorn Harnow Inverlune Jorvand".split()
PEOPLE = (
    "Petra Lomax, Igor Stavel, Runa Delfin, Moss Tindale, Olga Ternova, Abe Winchell, Isa Thornby, Jory Felkin, "
    "Kay Lundby, Hob Farlow, Greta Sundby, Bettina Raskin, Willa Graneby, Linus Grewer, Maud Elleby"
).split(", ")
OFFICES = "fire chief|harbour master|mayor|school head|union secretary|water engineer|parish clerk|bus driver".split(
    "|"
)
THINGS = "bridge|sluice|ferry|library|mill|crane|lighthouse|market hall|swimming pool|tram line".split("|")
SENTENCES = (
    "The {thing} at {town} has been shut since {day}, and nobody at the council will say when it opens again.",
    "{person}, the {office}, said that a bolt had been missing since March.",
    "“We pulled until the rope broke, and then we pulled with our hands,” {person} told the parish meeting.",
    "Some {number} people came to see it, many of them with children and umbrellas.",
    "A report by {town} council put the cost at {number}0,000 crowns, twice what was set aside last year.",
    "“Nobody asked us,” said {person}, {age}, who lives across the road. “They never do.”",
    "The council denied that it had been warned. It had answered every letter, it said.",
    "It is the third time in five years that the {thing} has failed; in 2019 it took eleven weeks to mend.",
    "{person} said the work would begin on {day} and that it might last until the autumn.",
    "Engineers had told the county of cracks in two of its walls, according to minutes seen by this paper.",
    "In {town} the shops stayed open, though few customers found their way to them.",
    "“My father turned it by hand,” {person} said. “I oiled it for him every Sunday before church.”",
    "The {office} of {town}, {person}, called the plan reckless and asked for a second opinion.",
    "By noon the water stood at the third step of the town hall.",
    "Those who had left their homes were taken to the sports hall, where there was soup.",
    "The ministry did not answer questions about the {thing} by the time of going to press.",
    "Prices for timber have doubled since the spring, which {person} blames on the weather.",
    "There were other plans: a footbridge, a chain ferry, even a cable car.",
    "“It squeaked, and then it sang,” {person} said, and laughed.",
    "A vote is due on {day}. Both sides say that they will win it.",
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SUBHEADS = ("What went wrong", "A long wait", "Who will pay?", "The last winter", "Back to the river")
HEADLINES = (
    "{thing} at {town} shut for the summer", "Anger in {town} over the {thing}", "{town} votes on its {thing}",
    "Who broke the {thing} of {town}?", "Why {town} cannot mend its {thing}",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """An invented article: what is written is what must be read."""

    number: int
    headline: str
    standfirst: str
    authors: tuple[str, ...]
    date: str
    paragraphs: tuple[str, ...]
    subheads: dict[int, str] = field(default_factory=dict)

    @property
    def body(self) -> list[str]:
        """The paragraphs, each subhead before its own."""
        return [text for n, p in enumerate(self.paragraphs) for text in (self.subheads.get(n), p) if text]


@dataclass(frozen=True)
class Saved:
    """A page, and the text that is its article, without the headline."""

    html: str
    text: tuple[str, ...]
    headline: str
    authors: tuple[str, ...]


def write_story(number: int) -> Story:
    """Return the invented article of a number; the same one each time."""
    chance = random.Random(number)
    town, thing = chance.choice(TOWNS), chance.choice(THINGS)

    def fill(template: str) -> str:
        return template.format(
            town=town, thing=thing, person=chance.choice(PEOPLE), office=chance.choice(OFFICES), day=chance.choice(DAYS),
            number=chance.randint(3, 90) * 10, age=chance.randint(20, 90),
        )  # fmt: skip

    sentences = [fill(template) for template in chance.sample(SENTENCES, len(SENTENCES))]
    paragraphs, place = [], 0
    while place < len(sentences):
        size = chance.randint(1, 3)
        paragraphs.append(" ".join(sentences[place : place + size]))
        place += size
    headline = fill(chance.choice(HEADLINES))
    places = chance.sample(range(2, len(paragraphs) - 1), 2)
    subheads = dict(zip(places, chance.sample(SUBHEADS, 2), strict=True))
    return Story(
        number, headline[0].upper() + headline[1:], fill("People in {town} ask why the {thing} was not mended in time"),
        tuple(chance.sample(("Ann Lisk", "Rob Quay", "Tim Sprott"), chance.randint(1, 2))),
        f"2026-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}", tuple(paragraphs), subheads,
    )  # fmt: skip


def data(story: Story, kind: str = "NewsArticle", **more: object) -> str:
    """Return the page's JSON-LD."""
    item = {
        "@context": "https://schema.org", "@type": kind, "headline": story.headline,
        "datePublished": f"{story.date}T08:00:00Z", "author": [{"@type": "Person", "name": a} for a in story.authors], **more,
    }  # fmt: skip
    publisher = {"@type": "NewsMediaOrganization", "name": "The Dornby Echo", "logo": {"@type": "ImageObject"}}
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@graph": [publisher, item]})}</script>'


def head(story: Story, extra: str = "") -> str:
    """Return the page's head."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)} | The Dornby Echo</title>'
        f'<meta property="og:title" content="{escape(story.headline)}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="The Dornby Echo"><meta name="description" content="{escape(story.standfirst)}">'
        f'<meta name="author" content="{", ".join(story.authors)}">'
        f'<meta property="article:published_time" content="{story.date}T08:00:00Z">{extra}</head>'
    )


NAV = (
    '<header class="site-header"><a class="logo" href="/">The Dornby Echo</a><nav class="main-nav"><ul>'
    + "".join(
        f'<li><a href="/{s.lower()}">{s}</a></li>' for s in ("News", "Sport", "Business", "Opinion", "Jobs", "Notices")
    )
    + "</ul></nav></header>"
)
SHARE = (
    '<div class="share-bar"><span>Share this article</span><a href="#">Facebook</a> <a href="#">WhatsApp</a> '
    '<button>Copy link</button> <a href="#">Email</a></div>'
)
TEASERS = (
    "Council tax to rise by a tenth in April, leaders say", "Bus 14 will stop at the new school from Monday",
    "Why the bakers of Harnow are closing their doors", "Five walks to try along the old canal this spring",
)  # fmt: skip
AD = '<div class="ad-slot" id="dfp-mpu-1"><p>Advertisement</p><script>googletag.cmd.push(function(){});</script></div>'
NEWSLETTER = (
    '<div class="newsletter-signup"><h3>Morning Post</h3><p>Get the day’s stories in your inbox every morning. Sign up for our free '
    'newsletter and never miss a thing.</p><form><input type="email" placeholder="Your email"><button>Sign up</button></form>'
    "<p>By signing up, you agree to our privacy policy. You can leave at any time.</p></div>"
)
COMMENTS = (
    '<section id="comments" class="comments-area"><h2>2 comments</h2><ol><li><p>They should have listened to the engineers '
    "years ago, as I wrote here at the time.</p></li><li><p>What a waste of money this is, and nobody will be held to account "
    "for it.</p></li></ol><form><label>Leave a reply</label><textarea></textarea></form></section>"
)
BIO = (
    '<div class="author-bio"><img src="a.jpg"><p><strong>Ann Lisk</strong> is the Echo’s Dornby correspondent. She has won two '
    "prizes for her work on rivers, and lives by one with her dog.</p></div>"
)
FOOTER = (
    '<footer class="site-footer"><p>The Dornby Echo is published by Echo Media Ltd. Registered office: 1 Mill Street, Dornby.</p>'
    "<p>We use cookies to make this site work. Read our privacy policy and our terms of use.</p><ul><li>Contact us</li></ul></footer>"
)
CAPTION = "The scene on Tuesday morning, seen from the old quay. Photograph: Bo Chen/Echo Media"
TWEET = (
    '<blockquote class="twitter-tweet" data-lang="en"><p lang="en" dir="ltr">The council has stolen our money and everybody here knows '
    'it. <a href="https://t.co/x1">https://t.co/x1</a></p>&mdash; Hal Motter (@halmotter) <a href="https://twitter.example/1">March 3, '
    '2026</a></blockquote><script async src="https://platform.example/widgets.js"></script>'
)


def links(title: str = "Related stories", classes: str = "related-links") -> str:
    """Return a box of links to other articles, each with a line about it."""
    items = "".join(f'<li><a href="/{n}"><h4>{t}</h4></a></li>' for n, t in enumerate(TEASERS))
    return f'<div class="{classes}"><h3>{title}</h3><ul>{items}</ul></div>'


def cards() -> str:
    """Return teasers as cards with summaries, as they stand under an article."""
    return '<section class="recommended"><h2>More from the Echo</h2>' + "".join(
        f'<article class="card"><a href="/{n}"><h3>{t}</h3></a><p>{t}, and what it means for those who live there now.</p></article>'
        for n, t in enumerate(TEASERS)
    ) + "</section>"  # fmt: skip


def insert(parts: Sequence[str], *boxes: str) -> str:
    """Return the parts with boxes between them."""
    out = list(parts)
    step = max(1, len(parts) // (len(boxes) + 1))
    for n, box in enumerate(boxes, 1):
        out.insert(min(len(out), n * step + n - 1), box)
    return "".join(out)


def marked(story: Story, p: str = "<p>{}</p>", h: str = "<h2>{}</h2>") -> list[str]:
    """Return the body's paragraphs and subheads in mark-up."""
    out = []
    for n, text in enumerate(story.paragraphs):
        if n in story.subheads:
            out.append(h.format(escape(story.subheads[n], quote=False)))
        out.append(p.format(escape(text, quote=False)))
    return out


def byline(story: Story) -> str:
    """Return the names, joined."""
    return " and ".join(story.authors)


def wordpress(s: Story) -> str:
    figure = f'<figure class="wp-caption alignnone"><img src="x.jpg"><figcaption class="wp-caption-text">{CAPTION}</figcaption></figure>'
    related = "<p><strong>Read also: <a href='/r'>" + TEASERS[0] + "</a></strong></p>"
    return (
        head(s, data(s))
        + f'<body class="post-template-default single has-sidebar">{NAV}<div id="content" class="site-content"><main><article '
        f'class="post type-post"><header class="entry-header"><h1 class="entry-title">{s.headline}</h1><div class="entry-meta">Posted on '
        f'<time datetime="{s.date}">{s.date}</time> by <span class="author vcard"><a href="/a">{byline(s)}</a></span></div></header>'
        f'<div class="entry-content">{figure}{insert(marked(s), related, AD, TWEET)}<div class="sharedaddy sd-sharing-enabled"><h3>Share this:'
        f'</h3><ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3>'
        f"<p>{TEASERS[1]}</p></div></div><footer class='entry-footer'>Posted in <a>News</a> Tagged <a>river</a></footer></article>{BIO}{COMMENTS}"
        f'</main><aside id="secondary" class="widget-area"><section class="widget"><h2>Recent posts</h2><ul><li><a>{TEASERS[2]}</a></li></ul>'
        f"</section></aside></div>{FOOTER}</body></html>"
    )


def wordpress_blocks(s: Story) -> str:
    return (
        head(s)
        + f'<body class="wp-singular"><div class="wp-site-blocks">{NAV}<main class="wp-block-group"><h1 class="wp-block-post-title">{s.headline}'
        f'</h1><div class="wp-block-post-author-name">{byline(s)}</div><div class="wp-block-post-date"><time datetime="{s.date}">{s.date}</time></div>'
        f'<div class="entry-content wp-block-post-content is-layout-constrained">{insert(marked(s, h="<h2 class=wp-block-heading>{}</h2>"), NEWSLETTER, links())}'
        f'<div class="wp-block-buttons"><a class="wp-block-button__link">Support us</a></div></div><div class="wp-block-group"><h2>More posts</h2><ul>'
        + "".join(f"<li><h3><a href='/{n}'>{t}</a></h3><p><a>{t} and more…</a></p></li>" for n, t in enumerate(TEASERS))
        + f"</ul></div></main>{FOOTER}</div></body></html>"
    )


def arc(s: Story) -> str:
    link = f'<div class="b-article-body__interstitial-link interstitial-link"><a href="/r">[ {TEASERS[0]} ]</a></div>'
    body = insert(
        marked(s, '<p class="c-paragraph">{}</p>', '<h3 class="c-heading">{}</h3>'),
        link,
        AD,
        links("Most read", "most-read"),
    )
    return (
        head(s, data(s))
        + f'<body><div id="fusion-app">{NAV}<section class="b-right-rail__main"><h1 class="b-headline">{s.headline}</h1><h2 '
        f'class="b-subheadline">{s.standfirst}</h2><div class="b-byline">By <a>{byline(s)}</a></div><div class="b-date">{s.date} at 8:00 a.m. EST</div>'
        f'<figure class="b-lead-art"><img><figcaption>{CAPTION}</figcaption></figure><article class="b-article-body">{body}</article>{SHARE}'
        f'<div class="b-author-bio">{BIO}</div></section><aside class="right-rail">{links()}</aside>{FOOTER}</div></body></html>'
    )


def drupal(s: Story) -> str:
    body = insert(
        marked(s),
        TWEET,
        "<table class='infobox'><tr><th>Built</th><td>1911</td></tr><tr><th>Length</th><td>90 m</td></tr></table>",
    )
    return (
        head(s)
        + f'<body class="path-node page-node-type-article"><div class="region region-header">{NAV}</div><main role="main"><div class="region '
        f'region-content"><div class="block block-system"><nav class="breadcrumb"><a>Home</a> <a>News</a></nav><article role="article" class="node node--type-article">'
        f'<h1 class="page-title"><span class="field field--name-title">{s.headline}</span></h1><div class="node__meta"><span>By {byline(s)}</span> {s.date}'
        f'</div><div class="node__content"><div class="field field--name-field-image"><img><div class="caption">{CAPTION}</div></div><div class="clearfix '
        f'text-formatted field field--name-body field--type-text-with-summary"><p></p>{body}</div><div class="field field--name-field-tags">Tags <a>river'
        f'</a></div></div></article></div></div></main><div class="region region-sidebar-second">{links("Latest news", "block views-block")}</div>{FOOTER}</body></html>'
    )


def amp(s: Story) -> str:
    tweet = '<amp-twitter width="1" height="1" data-tweetid="1"><blockquote placeholder><p>Shame on all of them, I say. — Hal Motter (@halmotter) May 3, 2026</p></blockquote></amp-twitter>'
    body = insert(
        marked(s),
        '<amp-ad width="300" height="250" type="doubleclick"><div fallback>Advertisement</div></amp-ad>',
        tweet,
        links("Read more", "amp-related"),
    )
    return (
        head(s, data(s)).replace("<html ", "<html amp ")
        + f'<body><amp-sidebar id="s"><ul><li><a>News</a></li></ul></amp-sidebar><amp-consent id="c"><div><p>We and '
        f"our partners use cookies. Accept all or manage settings.</p></div></amp-consent><header>The Dornby Echo</header><article class='amp-wp-article'><header "
        f'class="amp-wp-article-header"><h1 class="amp-wp-title">{s.headline}</h1><div class="amp-wp-meta amp-wp-byline">{byline(s)}</div><div class="amp-wp-meta '
        f'amp-wp-posted-on"><time datetime="{s.date}">3 hours ago</time></div></header><figure><amp-img></amp-img><figcaption>{CAPTION}</figcaption></figure>'
        f'<div class="amp-wp-article-content">{body}</div><footer class="amp-wp-article-footer"><div>Categories: News</div></footer></article>'
        f'<amp-social-share type="email"></amp-social-share>{FOOTER}</body></html>'
    )


def live(s: Story) -> str:
    half = s.paragraphs
    entries, data_entries = [], []
    for n, text in enumerate(half):
        title = s.subheads.get(n)
        heading = f"<h2>{title}</h2>" if title else ""
        entries.append(
            f'<article class="liveblog-entry" id="e{n}"><header><time datetime="{s.date}T{10 + n}:05:00Z">{10 + n}.05</time>{heading}<span class="byline">Tim '
            f'Sprott</span></header><div class="entry-text"><p>{text}</p></div><div class="share-tools"><a>Share</a><a>Tweet</a></div></article>'
        )
        data_entries.append(
            {
                "@type": "BlogPosting",
                "headline": title or text[:40],
                "articleBody": text,
                "author": {"name": "Tim Sprott"},
            }
        )
    return (
        head(s, data(s, "LiveBlogPosting", liveBlogUpdate=data_entries[:3]))
        + f'<body class="live-blog">{NAV}<main><div class="live-header"><span class="live-label">Live</span>'
        f'<h1>{s.headline}</h1><p class="updated">Updated 3 hours ago</p></div><div class="liveblog">{insert(entries, AD)}</div><button>Load more</button></main>'
        f"{links()}{FOOTER}</body></html>"
    )


def table(s: Story) -> str:
    body = "<br><br>".join(marked(s, "{}", "<b>{}</b>"))
    menu = "".join(f"<tr><td><a href='/{n}.htm'><font size=1>{t}</font></a></td></tr>" for n, t in enumerate(TEASERS))
    return (
        f"<html><head><title>{s.headline}</title></head><body bgcolor=white><table width=800 cellpadding=0><tr><td colspan=3><img src=logo.gif><font size=1>"
        f"<a href=/>Home</a> | <a href=/n>News</a> | <a href=/s>Sport</a></font></td></tr><tr><td width=120 valign=top><table>{menu}</table></td><td width=500 "
        f"valign=top><font face=Arial size=5><b>{s.headline}</b></font><br><font size=2><i>By {byline(s)}</i></font><br><font size=1>March 3, 2026</font><br><br>"
        f"<font size=2>{body}</font><br><br><font size=1><a href=mail>Send this story to a friend</a></font></td><td width=180 valign=top><font size=1><b>Weather</b>"
        f"<br>Rain, 4 C</font></td></tr></table><center><font size=1>Copyright 2001 The Dornby Echo. All rights reserved.</font></center></body></html>"
    )


def escenic(s: Story) -> str:
    box = f'<div class="articleRelated inlineBox"><h4>Related</h4><a href="/x">{TEASERS[3]}</a></div>'
    facts = "<div class='factbox'><h4>The river in figures</h4><ul><li>It is 94 kilometres long.</li><li>It has flooded nine times since 1911.</li></ul></div>"
    return (
        head(s)
        + f'<body><div id="page">{NAV}<div id="main"><div class="storyHead"><h1>{s.headline}</h1><p class="standfirst">{s.standfirst}</p><div class="storyMeta">'
        f'<span class="byline">By {byline(s)}, Chief Reporter</span> <span class="dateline-info">{s.date}</span></div></div><div class="socialShare">{SHARE}</div>'
        f'<div class="storyBody story-body">{insert(marked(s, h="<h3>{}</h3>"), box, facts, AD)}</div>{COMMENTS}</div><div id="rightCol">{links("Most popular", "mostPopular")}'
        f"</div>{FOOTER}</div></body></html>"
    )


def guardian(s: Story) -> str:
    rich = f'<aside data-component="rich-link" class="element-rich-link"><h4>{TEASERS[1]}</h4><a>Read more</a></aside>'
    appeal = "<div id='slot-body-end' class='contributions-epic'><h2>We need your help</h2><p>We hope you will consider supporting us today. Support our journalism from as little as one crown a month.</p></div>"
    return (
        head(s, data(s, isAccessibleForFree=True))
        + f'<body>{NAV}<main><article class="dcr-1hkdn"><div data-gu-name="headline"><h1 class="dcr-uc7bn">{s.headline}</h1></div>'
        f'<div data-gu-name="standfirst" class="dcr-standfirst"><p>{s.standfirst}</p></div><div data-gu-name="meta"><address aria-label="Contributor info"><a rel="author">'
        f'{byline(s)}</a></address><details><summary>Tue 3 Mar 2026 14.00 GMT</summary>First published on Tue 3 Mar 2026 12.00 GMT</details></div><div id="maincontent" '
        f'class="article-body-commercial-selector article-body-viewer-selector">{insert(marked(s, "<p class=dcr-16w5gq9>{}</p>"), rich, TWEET, NEWSLETTER)}</div>{appeal}'
        f"<div class='submeta'>Explore more on these topics <ul><li><a>Rivers</a></li></ul>{SHARE}</div></article>{cards()}</main>{FOOTER}</body></html>"
    )


def times(s: Story) -> str:
    parts = marked(s, '<p class="css-at9mc1 evys1bk0">{}</p>', '<h2 class="css-13o6u42 eoo0vm40">{}</h2>')
    columns = "".join(
        f'<div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8">{"".join(parts[n : n + 3])}</div></div><div class="css-1336jj"><div id="story-ad-{n}"><p>'
        f'Advertisement</p><a href="#after">SKIP ADVERTISEMENT</a></div></div>'
        for n in range(0, len(parts), 3)
    )
    return (
        head(s, data(s))
        + f'<body><div id="app">{NAV}<main id="site-content"><article id="story" class="css-1vxca1d"><header class="css-f6v1q1"><h1 id="link-1" class="css-1l8buln">'
        f'{s.headline}</h1><p id="article-summary" class="css-1n0orw4 article-summary">{s.standfirst}</p><div class="css-byline"><p>By <span itemprop="name">{byline(s)}</span></p><time '
        f'datetime="{s.date}T08:00:00Z">March 3, 2026</time></div></header><figure><img><figcaption><span>{CAPTION}</span></figcaption></figure><section name="articleBody" '
        f'itemprop="articleBody" class="meteredContent css-1r7ky0e">{columns}</section><div class="bottom-of-article"><p>A version of this article appears in print on March 4, Section A, Page 1.'
        f"</p></div></article>{cards()}</main>{FOOTER}</div></body></html>"
    )


def hashed(s: Story) -> str:
    parts = insert(
        marked(s, '<div class="sc-1a b9x">{}</div>', '<h2 class="sc-9k q2">{}</h2>'),
        f'<div class="sc-77 zz"><a class="sc-1l" href="/r">{TEASERS[0]}</a></div>',
        AD,
    )
    nav = "".join(f'<a class="sc-n1" href="/{n}">{n}</a>' for n in ("News", "Sport", "Video", "Weather"))
    return (
        head(s, data(s))
        + f'<body><div id="__next"><div class="sc-h1">{nav}</div><div class="sc-m1 x"><h1 class="sc-t1">{s.headline}</h1><div class="sc-by">By <a>{byline(s)}</a> · 4 min read</div>'
        f'<div class="sc-body q">{parts}</div></div><div class="sc-r"><div class="sc-r1">'
        + "".join(
            f'<a class="sc-c" href="/{n}"><div class="sc-ct">{t}</div><div>2 hours ago</div></a>'
            for n, t in enumerate(TEASERS)
        )
        + '</div></div><div class="sc-f">© 2026 The Dornby Echo Ltd. All rights reserved.</div></div></body></html>'
    )


def overlay(s: Story) -> str:
    wall = "<div class='paywall-overlay'><h2>Keep reading</h2><p>This article is for subscribers. Subscribe for one crown a week to continue reading. Already a subscriber? Log in.</p></div>"
    return (
        head(s, data(s, isAccessibleForFree=False, hasPart={"@type": "WebPageElement", "cssSelector": ".paywall"}))
        + f'<body>{NAV}<main><article><h1>{s.headline}</h1><p class="dek">'
        f'{s.standfirst}</p><div class="author-name">{byline(s)}</div>{marked(s)[0]}<div class="paywall premium-content">{insert(marked(s)[1:], AD, links("You may also like", "also-like"))}</div>'
        f"</article>{wall}{cards()}</main>{FOOTER}</body></html>"
    )


def teaser(s: Story) -> str:
    wall = "<div class='subscriber-wall'><p>To continue reading this article, start your free trial today. Cancel anytime.</p><button>Choose your plan</button></div>"
    return (
        head(s, data(s, isAccessibleForFree="False", articleBody="\n\n".join(s.body)))
        + f"<body>{NAV}<main><article><h1>{s.headline}</h1><p>{s.paragraphs[0]}</p>{wall}</article>{cards()}</main>"
        f"{FOOTER}</body></html>"
    )


def blogger(s: Story) -> str:
    body = "<br /><br />".join(marked(s, "{}", "<b>{}</b>"))
    return (
        f"<!DOCTYPE html><html dir='ltr'><head><title>The Dornby Blog: {s.headline}</title><meta content='{s.headline}' property='og:title'/></head><body class='loading'><div class='header'><h1 class="
        f"'title'><a href='/'>The Dornby Blog</a></h1></div><div class='main'><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>Tuesday, 3 March 2026</span></h2><div "
        f"class='post-outer'><div class='post hentry'><h3 class='post-title entry-title'>{s.headline}</h3><div class='post-body entry-content' itemprop='description articleBody'><div class='separator'><a>"
        f"<img></a></div>{body}<div style='clear: both;'></div></div><div class='post-footer'><div class='post-footer-line'>Posted by <span>{byline(s)}</span> at <a>08:00</a></div></div></div>{COMMENTS}</div>"
        f"</div></div></div><div class='sidebar section'><div class='widget BlogArchive'><h2>Blog Archive</h2><ul><li><a>{TEASERS[0]}</a></li></ul></div></div></body></html>"
    )


def joomla(s: Story) -> str:
    return (
        head(s)
        + f'<body class="site com_content view-article"><div class="body">{NAV}<div class="row-fluid"><main id="content"><div class="item-page" itemscope itemtype="https://schema.org/Article"><div '
        f'class="page-header"><h2 itemprop="headline">{s.headline}</h2></div><dl class="article-info muted"><dt>Details</dt><dd class="createdby" itemprop="author">Written by {byline(s)}</dd><dd>Hits: '
        f'1432</dd></dl><div itemprop="articleBody">{insert(marked(s, h="<h3>{}</h3>"), links("See also", "custom relateditems"))}</div><ul class="pager pagenav"><li><a>Prev</a></li><li><a>Next</a></li></ul>'
        f'</div></main><div id="aside"><div class="well"><h3>Latest articles</h3><ul><li><a>{TEASERS[1]}</a></li></ul></div></div></div></div>{FOOTER}</body></html>'
    )


def letter(s: Story) -> str:
    widget = (
        "<div class='subscription-widget-wrap' data-component-name='SubscribeWidget'><div class='subscription-widget show-subscribe'><div class='preamble'><p class='cta-caption'>The Dornby Letter is a "
        "reader-supported publication. To receive new posts and support my work, consider becoming a subscriber.</p></div><form><input><input type='submit' value='Subscribe'></form></div></div>"
    )
    return (
        head(s, data(s, "Article"))
        + f'<body><div class="main-menu">{NAV}</div><article class="newsletter-post post"><div class="post-header"><h1 class="post-title published">{s.headline}</h1><h3 class='
        f'"subtitle">{s.standfirst}</h3><div class="byline-wrapper"><a>{byline(s)}</a><div>Mar 03, 2026</div></div></div><div class="available-content"><div class="body markup" dir="auto">'
        f"{insert(marked(s), widget, widget)}</div></div><div class='post-footer'><div class='like-button-container'>12 Likes</div>{SHARE}</div></article><div class='comments-page'>{COMMENTS}</div>{FOOTER}</body></html>"
    )


def broadcaster(s: Story) -> str:
    block = '<div data-component="text-block" class="ssrcss-11r1m41-RichTextComponentWrapper"><div class="ssrcss-7uxr49-RichTextContainer">{}</div></div>'
    parts = marked(
        s,
        block.format('<p class="ssrcss-1q0x1qg-Paragraph">{}</p>'),
        '<div data-component="subheadline-block"><h2>{}</h2></div>',
    )
    related = f'<div data-component="links-block"><ul>{"".join(f"<li><a href=/{n}>{t}</a></li>" for n, t in enumerate(TEASERS[:2]))}</ul></div>'
    return (
        head(s, data(s, "ReportageNewsArticle"))
        + f'<body><div id="root">{NAV}<main id="main-content"><article class="ssrcss-pv1rh6-ArticleWrapper"><div data-component="headline-block"><h1>{s.headline}</h1></div>'
        f'<div data-component="byline-block"><time datetime="{s.date}">3 hours ago</time><span>{byline(s)}</span><span>BBC-like News, Dornby</span></div><div data-component="image-block"><figure><figcaption>{CAPTION}</figcaption>'
        f'</figure></div>{insert(parts, related, AD)}<section data-component="tag-list"><h2>Related topics</h2><ul><li><a>Rivers</a></li></ul></section></article>{cards()}</main>{FOOTER}</div></body></html>'
    )


def consent(s: Story) -> str:
    notice = (
        "<div id='qc-cmp2-container'><div class='qc-cmp2-summary'><h2>We value your privacy</h2><p>We and our 842 partners store and access information on a device, such as cookies, and process personal data, such as unique "
        "identifiers, for personalised advertising and content, ad measurement and audience insights.</p><p>You may withdraw your consent at any time by clicking on the link at the foot of the page. Some vendors may process your "
        "data on the basis of legitimate interest.</p><p>Your choices apply to this website only. Manage settings or accept all.</p></div></div>"
    )
    return (
        head(s, data(s))
        + f'<body>{notice * 2}{NAV}<div class="content"><div class="text"><h1>{s.headline}</h1><div class="post-meta">{byline(s)} | {s.date}</div>{insert(marked(s), AD)}</div></div>{FOOTER}</body></html>'
    )


def local(s: Story) -> str:
    more = f"<p><a href='/r'><strong>READ MORE: {TEASERS[0]}</strong></a></p>"
    gallery = "<div class='gallery'><div class='slide'><p>The river on Sunday, before the rain came down over the hills.</p><span>1 of 9</span></div></div>"
    app = "<div class='app-promo'><p>Get our app and read the Echo wherever you are, for free, with fewer adverts.</p></div>"
    return (
        head(s, data(s))
        + f'<body>{NAV}<div class="mar-article"><h1 class="mar-article__headline">{s.headline}</h1><p class="mar-article__byline">By {byline(s)} <em>@annlisk</em> Senior Reporter</p><p class="mar-article__timestamp">'
        f'3rd March 2026</p>{SHARE}<div class="article-body" id="subscription-content">{insert(marked(s), more, NEWSLETTER, gallery, TWEET, app)}</div>{BIO}<div class="taboola" id="taboola-below">{cards()}</div>{COMMENTS}</div>{FOOTER}</body></html>'
    )


def old(s: Story) -> str:
    body = "\n<p>".join(marked(s, "{}", "<b>{}</b>"))
    return (
        f"<HTML><HEAD><TITLE>{s.headline}</TITLE></HEAD><BODY><CENTER><A HREF=/><IMG SRC=logo.gif></A><BR><A HREF=a>News</A> * <A HREF=b>Weather</A></CENTER><HR><H2>{s.headline}</H2>By {byline(s).upper()}<P>{body}"
        f"<P><HR><A HREF=back>Back to the front page</A><BR><I>(c) 1998 The Dornby Echo</I></BODY></HTML>"
    )


TEMPLATES: dict[str, Callable[[Story], str]] = {
    f.__name__: f
    for f in (
        wordpress, wordpress_blocks, arc, drupal, amp, live, table, escenic, guardian, times,
        hashed, overlay, teaser, blogger, joomla, letter, broadcaster, consent, local, old,
    )
}  # fmt: skip
WITH_STANDFIRST = frozenset({"arc", "escenic", "guardian", "times", "overlay", "letter"})


def write_page(name: str, number: int) -> Saved:
    """Return the page of a template around an article."""
    story = write_story(number)
    text = [story.standfirst] * (name in WITH_STANDFIRST) + story.body
    return Saved(TEMPLATES[name](story), tuple(text), story.headline, story.authors)


def bare(title: str, body: str, extra: str = "") -> str:
    """Return a page that holds no article."""
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{extra}</head><body>{body}</body></html>'


def fronts(summary: bool) -> str:
    """Return a front's teasers, with a line about each or without."""
    line = "Leaders met on Tuesday night and agreed on the plan, with two against it."
    return "".join(
        f'<article class="post"><h2><a href="/{n}">{t}</a></h2><time>2026-03-0{n + 1}</time>{f"<p>{t}. {line}</p>" if summary else ""}</article>'
        for n, t in enumerate((*TEASERS, *(f"{t}, again" for t in TEASERS)))
    )


PAGES_WITHOUT_ARTICLE = {
    "consent": bare(
        "Before you continue to the Echo",
        "<main><h1>Your privacy, your choice</h1><p>We and our 211 partners use cookies and similar technologies to store and access information on a "
        "device, and to process personal data for personalised content.</p><p>You can change your choices at any time in our privacy policy.</p><button>Accept all</button></main>",
    ),
    "check": bare(
        "Just a moment...",
        "<div class='main-wrapper'><h1>echo.example</h1><p>Verifying you are human. This may take a few seconds.</p><p>echo.example needs to review the security of your connection "
        "before proceeding.</p><div>Ray ID: <code>7f00</code></div></div>",
    ),
    "robot": bare("Access denied", "<h1>Access Denied</h1><p>You don’t have permission to access this page on this server. Reference #18.2f</p><p>Please contact the site’s owner if you think that this is wrong.</p>"),
    "missing": bare(
        "Page not found | The Dornby Echo",
        f"{NAV}<main><h1>Sorry, this page isn’t here</h1><p>The page you are looking for may have been moved or deleted. Try the search, or one of our most read stories.</p>{links('Most read', 'most-read')}</main>{FOOTER}",
    ),
    "gone": bare("404", f"{NAV}<main><h1>404</h1><p>We looked everywhere, but there is nothing at this address. Perhaps these stories will do instead.</p>{fronts(True)}</main>"),
    "law": bare("451: Unavailable For Legal Reasons", "<h1>451: Unavailable due to legal reasons</h1><p>We recognise you are attempting to access this website from a country belonging to the European Economic Area, and we cannot grant you access at this time. Call 555-0100 with any questions.</p>"),
    "stub": bare(
        "Anger in Dornby over the bridge",
        f"{NAV}<article><h1>Anger in Dornby over the bridge</h1><p>People in Dornby ask why the bridge was not mended in time.</p><div class='paywall'><p>Subscribe to continue reading. Already a subscriber? Log in.</p>"
        f"<p>Full access for one crown a week. Cancel anytime.</p></div></article>{FOOTER}",
        '<meta property="og:type" content="article">',
    ),
    "wall": bare("Anger in Dornby over the bridge", f"{NAV}<article><h1>Anger in Dornby over the bridge</h1><div class='gate'><p>This article is for subscribers only. Register for free to continue reading three articles a month.</p></div></article>{FOOTER}"),
    "front": bare("The Dornby Echo - News from the valley", f"{NAV}<main>{fronts(False)}</main>{FOOTER}", '<meta property="og:type" content="website"><link rel="canonical" href="https://echo.example/">'),
    "tag": bare("Rivers Archives - The Dornby Echo", f"{NAV}<main><h1>Tag: rivers</h1>{fronts(True)}<nav class='pagination'><a>Next page</a></nav></main>{FOOTER}", '<link rel="canonical" href="https://echo.example/tag/rivers/">'),
    "section": bare("Business | The Dornby Echo", f"{NAV}<main><h1>Business</h1>{fronts(True)}</main>{FOOTER}"),
    "author": bare("Ann Lisk, Author at the Echo", f"{NAV}<main><h1>Ann Lisk</h1><p>Ann Lisk writes about rivers, and has done so since 2011 for the Echo.</p>{fronts(True)}</main>", '<script type="application/ld+json">{"@type": "ProfilePage"}</script>'),
    "search": bare("Search results for “bridge”", f"{NAV}<main><h1>8 results for bridge</h1>{fronts(True)}</main>{FOOTER}"),
    "gallery": bare(
        "In pictures: the flood",
        f"{NAV}<main><h1>In pictures: the flood</h1><p>Our readers sent us their pictures of the flood.</p>"
        + "".join(f"<figure><img><figcaption>The river at step {n} of the town hall on Tuesday, seen from the quay.</figcaption></figure>" for n in range(9))
        + "</main>",
        '<script type="application/ld+json">{"@type": "ImageGallery", "name": "In pictures"}</script>',
    ),
    "slides": bare("The flood in ten pictures", f"{NAV}<main><h1>The flood in ten pictures</h1>" + "".join(f"<div class='slide'><figure><img><figcaption>Step {n} of the hall was under water by noon on Tuesday.</figcaption></figure></div>" for n in range(10)) + "</main>"),
    "login": bare("Log in | The Dornby Echo", "<main><h1>Log in</h1><form><label>Email</label><input><label>Password</label><input></form><p>Don’t have an account yet? Register for free to read more of what we write.</p></main>"),
    "script": bare("The Dornby Echo", "<noscript><p>You need to enable JavaScript to run this app.</p></noscript><div id='root'></div>"),
    "repair": bare("503 Service Unavailable", "<h1>We’ll be right back</h1><p>The site is temporarily unavailable while we are performing maintenance. Please come back in a few minutes, and thank you for your patience.</p>"),
    "offer": bare("Subscribe | The Dornby Echo", "<main><h1>Choose your plan</h1><p>Read all we write for one crown a week. Cancel anytime.</p><p>Already a subscriber? Log in to continue.</p><p>Support our journalism and get the paper at your door every morning.</p></main>"),
    "empty": bare("The Dornby Echo", f"{NAV}<main><h1></h1></main>{FOOTER}"),
}  # fmt: skip
