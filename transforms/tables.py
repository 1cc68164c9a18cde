"""The registry: every table is declared here once, dimensions and most marts in ``transforms.marts``.

Arrow schemas, DuckDB DDL and comments, the data dictionary and the dbt YAML are all rendered from it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

import pyarrow as pa

from transforms.marts import DIMENSIONS, MARTS
from transforms.marts.outlets import BOUNDS_OF_COUNTS, declare_counted
from transforms.schema import (
    ARTICLE_ID,
    ARTICLE_KINDS,
    ARTICLE_STATUSES,
    ATTRIBUTION_CHANGES,
    BOOL,
    CERTAINTY_CHANGES,
    CHAIN_KINDS,
    CLAIM_FORMS,
    CLAIM_RELATIONS,
    DATE,
    FLOAT,
    HEADLINE,
    HOW_FOUND,
    INT,
    IS_HEDGED,
    MENTION_KINDS,
    MERGED_BY,
    ORIGIN_KINDS,
    POLARITIES,
    PUBLISHED_DATE,
    PUBLISHED_LOCAL_DATE,
    QUOTE_CHANGE_KINDS,
    QUOTE_RELATIONS,
    QUOTE_TYPES,
    QUOTE_WORDINGS,
    REASON_COUNTS,
    REVISION_CHANGES,
    ROLES,
    SENTENCE_STATUSES,
    SOURCE_TYPES,
    SPANS,
    SPEAKER_RELATIONS,
    STANCES,
    STORY_HEADLINE,
    STORY_ID,
    STRING,
    STRINGS,
    TIMESTAMP,
    VOICES,
    VOICES_TEXT,
    Column,
    Layer,
    Table,
)
from transforms.schema import declare_count as _count
from transforms.schema import declare_key as _key
from transforms.schema import declare_text as _text


def _speaker_columns(role: str) -> tuple[Column, ...]:
    """The columns that say who speaks; a claim calls them source_*, a quote speaker_*."""
    return (
        Column(
            f"{role}_start", INT, f"First character of the {role} as the article writes it; null when there is none."
        ),
        Column(f"{role}_end", INT, f"End of the {role} (exclusive)."),
        _text(f"{role}_text", f"The {role} as written, e.g. 'he' or 'the minister'."),
        Column(f"{role}_entity_id", STRING, f"The entity the {role} is; null when it could not be resolved."),
        _text(f"{role}_name", f"Canonical name of the {role}; null when it stays unknown."),
        _text(f"{role}_type", f"The {role}'s standing.", *SOURCE_TYPES, nullable=False),
        _text(f"{role}_title", f"The fullest title that the article gives with the {role}; null when it gives none."),
        _text(f"{role}_how", f"How the {role} was found; null when there is none.", *HOW_FOUND),
        _text("found_by", f"The rule or model that settled the {role}; null when it stays unknown."),
    )


_CUE_COLUMNS = (
    Column("cue_start", INT, "First character of the attribution cue; null when there is none."),
    Column("cue_end", INT, "End of the cue (exclusive)."),
    _text("cue_text", "The cue as written, e.g. 'said'."),
    _text("cue_lemma", "The cue's lemma from the cue seed, else from the pipeline."),
)
_CONFIDENCE = Column("confidence", FLOAT, "How sure the extraction is of the row, 0 to 1.", nullable=False)
_VIA = _text(
    "via_name", "The source through which it came: 'Interfax quoted Shoigu' has via Interfax; null when direct."
)

ARTICLES = Table(
    "articles",
    Layer.EXTRACTED,
    "one row per article version",
    ("article_id",),
    (
        _key("article_id", "Identifier of the article version, from outlet, given id or URL, and content."),
        _text("source_uri", "The file or URL it was read from; a file's ends with its name.", nullable=False),
        _text("outlet", "The outlet that published it; null when unknown."),
        _text("url", "Its address; null when unknown."),
        _text("headline", "The headline; null when there is none."),
        Column("byline", STRINGS, "The authors, one string each; empty when unknown.", nullable=False),
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        PUBLISHED_DATE,
        PUBLISHED_LOCAL_DATE,
        _text("language", "ISO 639-1 code of its language.", nullable=False),
        _text("text", "The whole article in reading order, headline first; offsets point into it.", nullable=False),
        _text("content_sha256", "SHA-256 of the text.", nullable=False),
        _count("word_count", "Words in the text, split at blank space."),
        Column("ingested_at", TIMESTAMP, "When this version was first read (UTC); it stays.", nullable=False),
        _text("dateline_place", "The place in its dateline, as written: 'NAIROBI, Kenya'; null when it has none."),
        _text("agency", "The news agency that its dateline names; null when it names none."),
        Column("first_seen_at", TIMESTAMP, "When a run first found this version in its inputs (UTC).", nullable=False),
        Column(
            "last_seen_at",
            TIMESTAMP,
            "When a run with news last found this version in its inputs (UTC); runs without news do not count.",
            nullable=False,
        ),
        _text(
            "status",
            "current: it counts, and all other tables are of such articles; superseded: a newer version counts; "
            "removed: the inputs hold it no longer.",
            *ARTICLE_STATUSES,
            nullable=False,
        ),
        Column(
            "superseded_by",
            STRING,
            "The next version of the article; null unless it is superseded, or where that one could not be used.",
            references="articles.article_id",
        ),
        Column("removed_at", TIMESTAMP, "When a run first missed it in its inputs (UTC); null unless it is removed."),
    ),
)

READ_ARTICLES = Table(
    ARTICLES.name,
    ARTICLES.layer,
    ARTICLES.grain,
    ARTICLES.key,
    ARTICLES.columns[: ARTICLES.column_names.index("first_seen_at")],
)
"""What a run reads of an article; what follows in ``articles`` comes of the runs before."""

ARTICLE_REVISIONS = Table(
    "article_revisions",
    Layer.MATCHED,
    "one row per change between two versions of an article that follow each other",
    ("article_id_before", "article_id_after", "change", "id_before", "id_after"),
    (
        _key("article_id_before", "The version that was superseded.", "articles.article_id"),
        _key("article_id_after", "The version that took its place.", "articles.article_id"),
        _text("url", "The article's address in the later version; null when unknown."),
        _text(
            "change",
            "quote_*, claim_*: what happened to a quotation or claim; claim_softened: it is stated with less "
            "certainty (hedged, alleged, 'may'), claim_hardened: with more; source_changed: the same words are "
            "somebody else's.",
            *REVISION_CHANGES,
            nullable=False,
        ),
        Column("id_before", STRING, "The quotation or claim of the earlier version; null when it was added."),
        Column("id_after", STRING, "That of the later version; null when it was dropped."),
        _text("text_before", "Its words in the earlier version, or its source for source_changed; null when added."),
        _text("text_after", "Its words in the later version, or its source for source_changed; null when dropped."),
    ),
)

SEGMENTS = Table(
    "segments",
    Layer.EXTRACTED,
    "one row per paragraph of an article, or per part of one where its parts have several roles",
    ("article_id", "segment_no"),
    (
        ARTICLE_ID,
        _count("segment_no", "Position of the segment, from 0."),
        _text(
            "role",
            "What it is; only headline, standfirst and body are read, and an embed as the statement of its author.",
            *ROLES,
            nullable=False,
        ),
        _count("start", "First character of the segment in articles.text."),
        _count("end", "End of the segment (exclusive)."),
        Column("entry_no", INT, "The entry of a live page that it is from, from 1 in the page's order; null outside."),
        _text("entry_at", "When that entry was made: the page's machine-readable time, else its words ('14:32')."),
        _text("entry_author", "Who wrote that entry; null when the page does not say."),
        _text("post_author", "Who wrote the embedded post; null when it is none or does not say."),
        _text("post_network", "The network the post is from, e.g. X or Instagram; null when it is none."),
    ),
)

MENTIONS = Table(
    "mentions",
    Layer.EXTRACTED,
    "one row per mention of an entity",
    ("mention_id",),
    (
        ARTICLE_ID,
        _key("mention_id", "Identifier of the mention."),
        _key("entity_id", "The entity that is mentioned."),
        _text("kind", "How it is mentioned.", *MENTION_KINDS, nullable=False),
        _text("label", "Entity label: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, PRODUCT or another.", nullable=False),
        _count("start", "First character of the mention in articles.text."),
        _count("end", "End of the mention (exclusive)."),
        _text("text", "The mention as written.", nullable=False),
    ),
)

ENTITIES = Table(
    "entities",
    Layer.EXTRACTED,
    "one row per entity per article",
    ("article_id", "entity_id"),
    (
        ARTICLE_ID,
        _key("entity_id", "Identifier of the entity, the same in every article of the corpus."),
        _text("name", "Canonical name of the entity in the whole corpus.", nullable=False),
        _text("label", "Entity label: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, PRODUCT or another.", nullable=False),
        _text("role", "The fullest title or description that this article gives it; null when it gives none."),
        _text("affiliation", "The body, else the country, that its titles name; null when they name none."),
        _text("gender", "By titles, nouns and pronouns of this article, never by the given name; null else.", "m", "f"),
        _count("mention_count", "Mentions in this article, pronouns and nominals included."),
        Column("aliases", STRINGS, "The names this article uses for it, sorted.", nullable=False),
        _text(
            "merged_by",
            "Why this article's name for it is the canonical one's: same letters (spelling), initials, nickname, "
            "misprint, first of two surnames (first surname) or both (surnames), other part, alias, its story's, who "
            "bears it in the corpus then, or the seed entity_aliases (user); null where it is the canonical name.",
            *MERGED_BY,
        ),
        Column(
            "parent_entity_id", STRING, "The body it speaks for: the White House's is the US government; else null."
        ),
    ),
)

CLAIMS = Table(
    "claims",
    Layer.EXTRACTED,
    "one row per statement that an article carries, at most one sentence",
    ("claim_id",),
    (
        _key("claim_id", "Identifier of the claim."),
        _text("attribution_id", "The claims of one attribution share it; null in the outlet's own voice."),
        ARTICLE_ID,
        PUBLISHED_DATE,
        _text(
            "voice",
            "attributed (a source is named or described), hedged (reported with no source), "
            "outlet (the outlet's own voice).",
            *VOICES,
            nullable=False,
        ),
        _text("text", "The content's words, pieces joined by ' … '.", nullable=False),
        Column("content_spans", SPANS, "Where the content stands; several when the cue interrupts it.", nullable=False),
        _text("statement", "Source, cue and content as one sentence that can be read alone.", nullable=False),
        _text(
            "form",
            "Of the content: clause (finite, an infinitive or an order), nominal (a noun phrase that the cue governs), "
            "fragment (neither).",
            *CLAIM_FORMS,
            nullable=False,
        ),
        _text(
            "polarity",
            "Whether what is claimed is denied, by the content or by the cue: 'denied that he left' is negated.",
            *POLARITIES,
            nullable=False,
        ),
        *_speaker_columns("source"),
        Column(
            "source_names",
            STRINGS,
            "All sources the claim is given to, as the article names them ('A and B said'); empty when unknown.",
            nullable=False,
        ),
        Column("source_is_plural", BOOL, "Whether the source is more than one person or body.", nullable=False),
        _text("source_affiliation", "The country or body the source is tied to: 'US officials' to United States."),
        _text("anonymity_reason", "Why an unnamed source is unnamed, as the article states it; null when it does not."),
        Column("basis_start", INT, "First character of the basis; null when the article states none."),
        Column("basis_end", INT, "End of the basis (exclusive)."),
        _text("source_basis", "Why the source should know or is not named, as written: 'who attended the meeting'."),
        _VIA,
        _text("addressee_name", "To whom it was said: 'told Reuters' has Reuters; null when not stated."),
        *_CUE_COLUMNS,
        _text("stance", "What the source does with the content; null in the outlet's own voice.", *STANCES),
        _CONFIDENCE,
    ),
)

QUOTES = Table(
    "quotes",
    Layer.EXTRACTED,
    "one row per quotation: words inside quotation marks",
    ("quote_id",),
    (
        _key("quote_id", "Identifier of the quotation."),
        ARTICLE_ID,
        PUBLISHED_DATE,
        Column(
            "claim_id", STRING, "The first claim of its words; null for scare quotes.", references="claims.claim_id"
        ),
        _text("text", "The quoted words without the marks, pieces joined by ' … '.", nullable=False),
        _count("start", "First quoted character, marks outside."),
        _count("end", "End of the last quoted character (exclusive), marks outside."),
        Column(
            "spans", SPANS, "The quoted pieces; several when the cue or a paragraph break interrupts.", nullable=False
        ),
        _text(
            "quote_type",
            "direct (clauses), mixed (a fragment in reported speech), scare (nobody is quoted).",
            *QUOTE_TYPES,
            nullable=False,
        ),
        *_speaker_columns("speaker"),
        _VIA,
        *_CUE_COLUMNS,
        _CONFIDENCE,
    ),
)

CLAIM_SOURCES = Table(
    "claim_sources",
    Layer.EXTRACTED,
    "one row per source of an attributed claim: 'A and B said' has two",
    ("claim_id", "source_no"),
    (
        _key("claim_id", "The claim.", "claims.claim_id"),
        ARTICLE_ID,
        _count("source_no", "0 for the claim's own source_* columns, 1 and more for those named beside it."),
        _text("source_entity_id", "The entity the source is; null when it is only described."),
        _text("source_name", "Canonical name of the source, else its description.", nullable=False),
        _text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
    ),
)

SENTENCES = Table(
    "sentences",
    Layer.EXTRACTED,
    "one row per sentence of the headline, standfirst and body, and per embedded post; a sentence that another part "
    "interrupts has a row for each piece",
    ("article_id", "sentence_no"),
    (
        ARTICLE_ID,
        _count("sentence_no", "Position of the sentence, from 0."),
        _count("start", "First character of the sentence in articles.text."),
        _count("end", "End of the sentence (exclusive)."),
        _text(
            "status",
            "claims: it lies in attributed or hedged claims or gives claims in the outlet's voice; else why it carries "
            "none: question, or fragment (no statement in it).",
            *SENTENCE_STATUSES,
            nullable=False,
        ),
        Column("claim_ids", STRINGS, "The claims whose words stand in it, in order; empty for none.", nullable=False),
    ),
)

REJECTS = Table(
    "rejects",
    Layer.EXTRACTED,
    "one row per input, or part of one, that could not be used",
    ("run_id", "source_uri", "reason", "detail"),
    (
        _text("source_uri", "The input, as given.", nullable=False),
        _text("reason", "Short code of the reason, e.g. not_utf8.", nullable=False),
        _text("detail", "What is wrong, where, and what to do.", nullable=False),
        _text(
            "run_id",
            "The run that met it: the one whose tables these are, or a later one that published none.",
            nullable=False,
        ),
    ),
)

STAGES = ("read", "extract", "assemble", "match", "model", "site", "publish")
"""The stages of a run, in their order."""

RUN_STATUSES = ("completed", "unchanged", "empty", "failed", "killed")

_COUNTED = "; null when the run did not get there."
_STAGE_COLUMNS = tuple(
    Column(f"{stage}_{unit}", FLOAT, f"{meaning} {stage}; null when it was not finished.")
    for stage in STAGES
    for unit, meaning in (("seconds", "Seconds of the stage"), ("cpu_seconds", "CPU seconds, of all processes, of"))
)

RUNS = Table(
    "runs",
    Layer.EXTRACTED,
    "one row per run, whatever became of it",
    ("run_id",),
    (
        _key("run_id", "Identifier of the run."),
        Column("started_at", TIMESTAMP, "When it began (UTC).", nullable=False),
        Column("ended_at", TIMESTAMP, "When its tables were complete, or it was last heard of (UTC).", nullable=False),
        _text(
            "status",
            "completed and unchanged are good runs; empty: no article was usable; failed: an error or a threshold; "
            "killed: it ended without a word, which the next run found.",
            *RUN_STATUSES,
            nullable=False,
        ),
        _text("problem", "Why it did not complete; null when it did."),
        Column("inputs", INT, f"Inputs that the readers found{_COUNTED}"),
        Column("articles", INT, f"Rows written to articles; of a run without tables, articles read{_COUNTED}"),
        Column("segments", INT, f"Rows written to segments{_COUNTED}"),
        Column("mentions", INT, f"Rows written to mentions{_COUNTED}"),
        Column("entities", INT, f"Rows written to entities{_COUNTED}"),
        Column("claims", INT, f"Rows written to claims{_COUNTED}"),
        Column("quotes", INT, f"Rows written to quotes{_COUNTED}"),
        Column("rejects", INT, f"Rows written to rejects{_COUNTED}"),
        Column("rejects_by_reason", REASON_COUNTS, "Its rejects, counted by reason.", nullable=False),
        Column("stories", INT, f"Distinct stories{_COUNTED}"),
        Column("undated_articles", INT, f"Articles without a date{_COUNTED}"),
        Column("articles_without_outlet", INT, f"Articles without an outlet{_COUNTED}"),
        Column("articles_without_claims", INT, f"Articles without a claim{_COUNTED}"),
        Column("attributed_claims", INT, f"Attributed claims{_COUNTED}"),
        Column("unknown_source_claims", INT, f"Those of which nobody known is the source{_COUNTED}"),
        *_STAGE_COLUMNS,
        _text("code_version", "Version of whosaid.", nullable=False),
        _text("model_version", "Name and version of the language pipeline.", nullable=False),
    ),
)

STORIES = Table(
    "stories",
    Layer.MATCHED,
    "one row per article",
    ("article_id",),
    (ARTICLE_ID, _key("story_id", "The story: articles about the same event share it.")),
)

ARTICLE_KIND_ROWS = Table(
    "article_kinds",
    Layer.MATCHED,
    "one row per article",
    ("article_id",),
    (
        ARTICLE_ID,
        _text(
            "kind",
            "What kind of article it is, by its headline's label and its address; report where nothing tells.",
            *ARTICLE_KINDS,
            nullable=False,
        ),
        Column(
            "likeness",
            FLOAT,
            "How like it is to the other articles of its story, 0 to 1, on average; null when it is alone.",
        ),
    ),
)

_CONTAINMENT_COLUMNS = (
    Column("containment_a_in_b", FLOAT, "Share of a's word shingles that b holds too, 0 to 1.", nullable=False),
    Column("containment_b_in_a", FLOAT, "Share of b's word shingles that a holds too, 0 to 1.", nullable=False),
    Column("own_words_a_in_b", FLOAT, "The same outside quotation marks, a in b.", nullable=False),
    Column("own_words_b_in_a", FLOAT, "The same outside quotation marks, b in a.", nullable=False),
    _count("shared_shingles", "Distinct runs of five words of prose that both hold."),
    _count("own_shared_shingles", "The same outside quotation marks."),
)

ARTICLE_COPIES = Table(
    "article_copies",
    Layer.MATCHED,
    "one row per pair of copies, a before b: half of one's own words or more stand in the other",
    ("article_id_a", "article_id_b"),
    (
        _key("article_id_a", "The article whose id sorts first.", "articles.article_id"),
        _key("article_id_b", "The other article.", "articles.article_id"),
        *_CONTAINMENT_COLUMNS,
        _count("longest_passage_words", "Words of the longest passage of a that stands in b."),
    ),
)

SHARED_PASSAGES = Table(
    "shared_passages",
    Layer.MATCHED,
    "one row per pair of articles that share passages and are no copies, a before b",
    ("article_id_a", "article_id_b"),
    (
        _key("article_id_a", "The article whose id sorts first.", "articles.article_id"),
        _key("article_id_b", "The other article.", "articles.article_id"),
        *_CONTAINMENT_COLUMNS,
        _count(
            "passage_words", "Words of the longest passage that both hold; 0 where they share only scattered words."
        ),
        _count("start_a", "First character of that passage in the text of article a."),
        _count("end_a", "Its end there (exclusive)."),
        _count("start_b", "First character of that passage in the text of article b."),
        _count("end_b", "Its end there (exclusive)."),
    ),
)

ARTICLE_ORIGINS = Table(
    "article_origins",
    Layer.MATCHED,
    "one row per article",
    ("article_id",),
    (
        ARTICLE_ID,
        _text(
            "origin_kind",
            "own: its outlet's text; wire: an agency's; copy: another article's whose writer is no known agency.",
            *ORIGIN_KINDS,
            nullable=False,
        ),
        Column(
            "is_own_text",
            BOOL,
            "Whether its outlet wrote it: neither another agency's text nor a copy.",
            nullable=False,
        ),
        _text("agency", "The agency whose text it is, by its usual name; null unless origin_kind is wire."),
        Column("is_credited", BOOL, "Whether the article names the agency itself; null unless origin_kind is wire."),
        Column(
            "contributors",
            STRINGS,
            "Other agencies it credits with a part of it, sorted; unnamed agencies for wires.",
            nullable=False,
        ),
        Column(
            "origin_article_id",
            STRING,
            "The article it is a copy of; null when none is known.",
            references="articles.article_id",
        ),
        _text("publisher_family", "The publisher family of its outlet; null when the seeds know none."),
        _key("origin_id", "Articles that are copies of each other share it; the origin's article id."),
    ),
)

QUOTE_MATCHES = Table(
    "quote_matches",
    Layer.MATCHED,
    "one row per pair of quotations of different articles that repeat the same words, a before b; of a story's"
    " quotations each is compared with at most the next hundred that are like it, by id",
    ("quote_id_a", "quote_id_b"),
    (
        _key("quote_id_a", "The quotation whose id sorts first.", "quotes.quote_id"),
        _key("quote_id_b", "The other quotation.", "quotes.quote_id"),
        _text(
            "relation",
            "How a's words relate to b's: equal, contained (a in b), contains (b in a), edited.",
            *QUOTE_RELATIONS,
            nullable=False,
        ),
        _text(
            "wording",
            "What became of the words; spelling: the same, written otherwise (numerals, contractions, an editor's "
            "brackets); overlap: each has words beyond what they share; edited: words were changed or dropped.",
            *QUOTE_WORDINGS,
            nullable=False,
        ),
        Column("similarity", FLOAT, "Similarity of the words, 0 to 1.", nullable=False),
        Column("same_speaker", BOOL, "Whether both have the same speaker; null when one is unknown."),
        _text(
            "speaker_relation",
            "same; speaks_for: one speaks for the other (spokesman, office, letter, lawyer, ministry and minister); "
            "other; unknown: nobody can tell.",
            *SPEAKER_RELATIONS,
            nullable=False,
        ),
        _count("shared_start_a", "First character of the shared passage in the text of quotation a."),
        _count("shared_end_a", "Its end there (exclusive)."),
        _count("shared_start_b", "First character of the shared passage in the text of quotation b."),
        _count("shared_end_b", "Its end there (exclusive)."),
        Column(
            "changes",
            STRINGS,
            "What was done to the words, in reading order: start_trimmed, middle_dropped, words_replaced, end_trimmed.",
            nullable=False,
        ),
    ),
)

CLAIM_GROUPS = Table(
    "claim_groups",
    Layer.MATCHED,
    "one row per claim",
    ("claim_id",),
    (
        _key("claim_id", "The claim.", "claims.claim_id"),
        _key("claim_group_id", "Claims of one story that state the same share it."),
        Column("similarity", FLOAT, "Similarity to the group's representative, 0 to 1.", nullable=False),
        Column("is_representative", BOOL, "Whether the claim stands for its group.", nullable=False),
        _text(
            "relation",
            "How it relates to the representative; same: it says the same and carries the claim; partial: one says "
            "much more; denial: one denies what the other says; conflict: see conflict_reasons.",
            *CLAIM_RELATIONS,
            nullable=False,
        ),
        Column(
            "conflict_reasons",
            STRINGS,
            "Where it departs from the representative: numbers, negation, names; empty for same and partial.",
            nullable=False,
        ),
        _key("lenient_group_id", "The group at a lower bar, which holds the group: 'single source' is counted on it."),
    ),
)

CLAIM_NEAR_MISSES = Table(
    "claim_near_misses",
    Layer.MATCHED,
    "one row per claim group of several articles, and article without a claim in it that has one that comes near",
    ("claim_group_id", "article_id"),
    (
        _key("claim_group_id", "The group."),
        ARTICLE_ID,
        _key("claim_id", "The article's claim that is most like one of the group's.", "claims.claim_id"),
        Column("similarity", FLOAT, "How like it is to that one, 0.05 to 1: the best one rejected.", nullable=False),
        _key("nearest_claim_id", "That claim of the group.", "claims.claim_id"),
    ),
)

SOURCE_OVERLAP_ARTICLES = Table(
    "source_overlap_articles",
    Layer.MART,
    "one row per pair of articles of one story, a before b",
    ("article_id_a", "article_id_b"),
    (
        STORY_ID,
        STORY_HEADLINE,
        _key("article_id_a", "The article whose id sorts first.", "articles.article_id"),
        _key("article_id_b", "The other article.", "articles.article_id"),
        _text("headline_a", "The headline of article a; null when it has none."),
        _text("headline_b", "The headline of article b; null when it has none."),
        _text("outlet_a", "The outlet of article a; null when unknown."),
        _text("outlet_b", "The outlet of article b; null when unknown."),
        _count("sources_a", "Distinct known sources of article a."),
        _count("sources_b", "Distinct known sources of article b."),
        _count("shared_sources", "Distinct known sources that both cite."),
        Column("jaccard", FLOAT, "shared_sources over the sources of either; null when neither has any."),
        Column("containment_a", FLOAT, "shared_sources over sources_a; null when a has none."),
        Column("containment_b", FLOAT, "shared_sources over sources_b; null when b has none."),
        _count("shared_quotes", "Direct and mixed quotations of a that b repeats, doubtful ones left out."),
        _count("shared_claims", "Claim groups that both carry."),
    ),
    notes=(
        "jaccard (Jaccard 1901): numerator shared_sources; denominator the distinct known sources of either. "
        "containment_a and _b (Broder 1997): the same numerator over the sources of one. 0 means that both cite "
        "somebody and share nobody; null, that there is nobody to share. Doubtful attributions are left out."
    ),
)

SOURCE_OVERLAP_OUTLETS = Table(
    "source_overlap_outlets",
    Layer.MART,
    "one row per pair of outlets and period, a before b",
    ("outlet_a", "outlet_b", "period"),
    (
        _key("outlet_a", "The outlet whose name sorts first."),
        _key("outlet_b", "The other outlet."),
        Column("period", DATE, "Monday of the ISO week in which the stories began; null for undated stories."),
        _count("stories_in_common", "Stories that both covered."),
        _count("sources_a", "Known sources of outlet a in those stories, each counted once per story."),
        _count("sources_b", "Known sources of outlet b in those stories, each counted once per story."),
        _count("shared_sources", "Known sources that both cite in the same story, each counted once per story."),
        Column("jaccard", FLOAT, "shared_sources over the sources of either; null when neither has any."),
    ),
    notes=(
        "A source counts once in every story: that both cite a minister means something in the same story only. "
        "jaccard (Jaccard 1901): numerator shared_sources; denominator the sources of either in those stories. 0 "
        "means that they share nobody; null, that neither cites anybody. Doubtful attributions are left out."
    ),
)

ATTRIBUTION_COUNTS = Table(
    "attribution_counts",
    Layer.MART,
    "one row per day, outlet and source",
    ("published_date", "outlet", "source_entity_id", "source_name", "source_type"),
    (
        PUBLISHED_DATE,
        _text("outlet", "The outlet; null when unknown."),
        _text("source_entity_id", "The source's entity; null for a described source that is no entity."),
        _text("source_name", "Canonical name of the source, else its description.", nullable=False),
        _text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
        *declare_counted("claims", "Attributed claims, doubtful ones left out."),
        *declare_counted("quotes", "Quotations, direct and mixed, doubtful ones left out."),
        _count("direct_quotes", "Direct quotations among them."),
        _count("articles", "Articles that cite the source."),
        _count("doubtful_claims", "Attributed claims of a confidence below 0.5, which no other count holds."),
        _count("doubtful_quotes", "Quotations alike."),
        Column(
            "expected_claims", FLOAT, "Sum of the confidence of all its claims: as many as are right.", nullable=False
        ),
        Column("expected_quotes", FLOAT, "The same of its quotations.", nullable=False),
    ),
    notes=(
        "It counts and divides nothing. claims and quotes overlap (a direct quotation is part of a claim) and are "
        "never added up; a claim of two sources counts for both. expected_claims and expected_quotes carry the "
        "extraction's own doubt, row by row; _low and _high what readers measured of it. 0 claims means that only "
        "quotations or doubtful rows are there. " + BOUNDS_OF_COUNTS
    ),
)

CLAIM_COVERAGE = Table(
    "claim_coverage",
    Layer.MART,
    "one row per claim group that is carried",
    ("claim_group_id",),
    (
        _key("claim_group_id", "The claim group."),
        STORY_ID,
        STORY_HEADLINE,
        _key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        _text("representative_text", "Its text.", nullable=False),
        _text("representative_statement", "Its statement, which can be read alone.", nullable=False),
        _count("articles", "Articles that carry it."),
        _count("outlets", "Outlets that carry it."),
        _count("distinct_sources", "Distinct known sources it is attributed to."),
        _count("publisher_families", "Outlets after those of one publisher count once."),
        _count("independent_outlets", "Outlets after copies of one wire text and publisher families count once."),
        _count(
            "independent_origins",
            "Outlets after those that rest on one source or report count once too; see origin_chain.",
        ),
        _text("first_outlet", "The outlet that carried it first; null when no date is known."),
        Column("first_published_at", TIMESTAMP, "When it was first carried (UTC); null when unknown."),
        _count("story_outlets", "Outlets that covered the story."),
        Column("coverage_share", FLOAT, "outlets over story_outlets; null when no outlet is known."),
        Column(
            "is_single_outlet",
            BOOL,
            "Whether just one outlet carries it; false when articles of unknown outlets leave it open.",
            nullable=False,
        ),
        Column(
            "is_single_source",
            BOOL,
            "Whether it is attributed to exactly one known source, its lenient group too.",
            nullable=False,
        ),
        Column(
            "is_anonymous_only",
            BOOL,
            "Whether it has known sources and none of them is named; false when it has none.",
            nullable=False,
        ),
        Column("voices", STRINGS, "The voices in which it is carried, sorted.", nullable=False),
        VOICES_TEXT,
        IS_HEDGED,
        _count(
            "conflicting_claims",
            "Claims of the group that deny or conflict with its representative; see claim_conflicts.",
        ),
        _count("lenient_sources", "Distinct known sources of its lenient group."),
        _count("asserting_outlets", "Outlets that carry it and assert it."),
        _count("denying_outlets", "Outlets that report that it is not so."),
        _count(
            "asking_outlets", "Outlets that report that somebody asks or doubts whether it is so, or declines to say."
        ),
        _count("asserting_sources", "Distinct known sources that assert it."),
        _count("denying_sources", "Distinct known sources that deny it."),
        _count("asking_sources", "Distinct known sources that ask or doubt whether it is so, or decline to say."),
        Column("is_disputed", BOOL, "Whether it is both asserted and denied.", nullable=False),
        _count("partial_outlets", "Outlets that tell a part of it, or more than it, and do not carry it."),
        Column("min_confidence", FLOAT, "The least confidence of the claims that carry it.", nullable=False),
        _count("doubtful_claims", "Its claims of a confidence below 0.5, which no other count holds."),
        Column(
            "expected_claims",
            FLOAT,
            "Sum of the confidence of all claims that say the same, doubtful ones too: as many as are right.",
            nullable=False,
        ),
        _count("sources_min", "Distinct known sources if those that are only described may be one."),
        _count("sources_max", "Distinct known sources if each that is only described is another, as distinct_sources."),
        _count("independent_origins_min", "independent_origins if sources that are only described may be one."),
        _count("independent_origins_max", "The same as independent_origins."),
        Column(
            "may_be_single_source",
            BOOL,
            "Whether it may be attributed to just one known source: sources_min is 1.",
            nullable=False,
        ),
        Column(
            "first_outlets",
            STRINGS,
            "Every outlet that may have carried it first, sorted: a date without an hour is of the whole day.",
            nullable=False,
        ),
        Column("is_first_tied", BOOL, "Whether more than one outlet may have carried it first.", nullable=False),
        _text("first_precision", "How exactly the first is dated; null when no date is known.", "day", "time"),
    ),
    notes=(
        "coverage_share: numerator outlets; denominator story_outlets, known outlets with an article on the story. 0 "
        "sources means that nobody known is given, not that there is none. Described sources may be one (sources_min) "
        "or each another (sources_max); expected_claims carries the extraction's own doubt, mart_quality what readers "
        "measured of it. Independence is ours, see docs/sql.md: publishers, copies and agencies, then sources."
    ),
)

CLAIM_COVERAGE_BY_OUTLET = Table(
    "claim_coverage_by_outlet",
    Layer.MART,
    "one row per story and outlet",
    ("story_id", "outlet"),
    (
        STORY_ID,
        STORY_HEADLINE,
        _key("outlet", "The outlet."),
        _count("claims_in_story", "Claim groups of the story."),
        _count("claims_carried", "Claim groups that the outlet carries."),
        Column("coverage_share", FLOAT, "claims_carried over claims_in_story; null when the story has none."),
        _count("exclusive_claims", "Claim groups that only this outlet carries."),
        _count("missed_by_others", "Claim groups it carries that at least one other outlet of the story does not."),
    ),
    notes=(
        "coverage_share: numerator claims_carried; denominator claims_in_story, claim groups that anybody carries. 0 "
        "means that the outlet covered the story and carries none of them; null, that the story has none. Doubtful "
        "claims carry nothing. What a missed match does to it stands in claim_omissions."
    ),
)

STORY_OVERVIEW = Table(
    "story_overview",
    Layer.MART,
    "one row per story",
    ("story_id",),
    (
        STORY_ID,
        _text(
            "headline",
            "Headline of the article most like all others, reports first; null when it has none.",
        ),
        _key(
            "first_article_id",
            "The first dated article, else the one whose id sorts first.",
            "articles.article_id",
        ),
        _text("first_outlet", "Outlet of the first dated article; null when it or all dates are unknown."),
        Column("first_published_at", TIMESTAMP, "When the story was first reported (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "When it was last reported (UTC); null when unknown."),
        _count("articles", "Articles of the story."),
        _count("outlets", "Known outlets that covered it."),
        _count("independent_outlets", "Outlets after copies of one wire text and publisher families count once."),
        _count("claims", "Claim groups."),
        *declare_counted("quotes", "Quotations, direct and mixed; repeated ones count each time."),
        _count("sources", "Distinct known sources, described ones counted apart."),
        _count("sources_min", "The same if described sources of the same words are one."),
    ),
    notes=(
        "It counts and divides nothing. Doubtful claims, quotations and attributions are left out. 0 outlets means "
        "that none is known. independent_outlets is ours, see docs/sql.md. " + BOUNDS_OF_COUNTS
    ),
)

QUOTE_COVERAGE = Table(
    "quote_coverage",
    Layer.MART,
    "one row per group of quotations that repeat the same words",
    ("quote_group_id",),
    (
        _key("quote_group_id", "The id that sorts first among the group's quotations.", "quotes.quote_id"),
        _key("longest_quote_id", "The quotation with the longest wording.", "quotes.quote_id"),
        _text("quote_text", "The longest wording.", nullable=False),
        _count("quotes", "Quotations in the group, doubtful ones left out."),
        _count("doubtful_quotes", "Those of a confidence below 0.5, which no other count holds."),
        _count("wordings", "Different wordings among them."),
        Column("speakers", STRINGS, "The known speakers that it is given to, sorted.", nullable=False),
        _text("speakers_text", "The same, joined by '; '.", nullable=False),
        _count("stories", "Stories in which it is quoted."),
        _count("articles", "Articles that quote it."),
        _count("outlets", "Known outlets that quote it."),
        _count("publisher_families", "Outlets after those of one publisher count once."),
        _count("independent_outlets", "Outlets after copies of one wire text and publisher families count once."),
        _count("independent_origins", "Outlets after those that give one speaker count once too; see origin_chain."),
        _text("first_outlet", "Outlet of the first dated article; null when it or all dates are unknown."),
        Column("first_published_at", TIMESTAMP, "When it was first quoted (UTC); null when unknown."),
        Column("last_published_at", TIMESTAMP, "When it was last quoted (UTC); null when unknown."),
    ),
    notes=(
        "It counts and divides nothing. Doubtful quotations are left out, as everywhere, so that quotes adds up to "
        "those of story_overview; groups of nothing else have no row. 0 outlets means that none is known. "
        "independent_outlets and independent_origins are ours, see docs/sql.md."
    ),
)

QUOTE_CHANGES = Table(
    "quote_changes",
    Layer.MART,
    "one row per pair of quotations with the same words whose wording or speaker differs",
    ("earlier_quote_id", "later_quote_id"),
    (
        _key(
            "earlier_quote_id", "The one published first; undated ones come last, ids decide ties.", "quotes.quote_id"
        ),
        _key("later_quote_id", "The other one.", "quotes.quote_id"),
        _key("earlier_story_id", "The story of the earlier one."),
        _key("later_story_id", "The story of the later one."),
        _text("earlier_story_headline", "Headline of the story of the earlier one; null when it has none."),
        _text("later_story_headline", "Headline of the story of the later one; null when it has none."),
        _text(
            "wording_change",
            "What the later one did to the words; overlap: two cuts of one passage; spelling: the same words written "
            "otherwise; edited: words were changed; none when only the speaker differs.",
            *QUOTE_CHANGE_KINDS,
            nullable=False,
        ),
        Column("similarity", FLOAT, "Similarity of the words, 0 to 1.", nullable=False),
        Column("same_speaker", BOOL, "Whether both have the same speaker; null when one is unknown."),
        _text(
            "speaker_relation",
            "How the speakers relate; see quote_matches. Only other is a second speaker.",
            *SPEAKER_RELATIONS,
            nullable=False,
        ),
        _text("earlier_text", "The words of the earlier one.", nullable=False),
        _text("later_text", "The words of the later one.", nullable=False),
        _text("earlier_speaker", "Speaker of the earlier one; null when unknown."),
        _text("later_speaker", "Speaker of the later one; null when unknown."),
        _text("earlier_outlet", "Outlet of the earlier one; null when unknown."),
        _text("later_outlet", "Outlet of the later one; null when unknown."),
        _key("earlier_article_id", "Article of the earlier one.", "articles.article_id"),
        _key("later_article_id", "Article of the later one.", "articles.article_id"),
        _text("earlier_headline", "Headline of the earlier one's article; null when it has none."),
        _text("later_headline", "Headline of the later one's article; null when it has none."),
        Column("earlier_published_at", TIMESTAMP, "When the earlier one was published (UTC); null when unknown."),
        Column("later_published_at", TIMESTAMP, "When the later one was published (UTC); null when unknown."),
        Column("hours_between", FLOAT, "Hours from the earlier to the later; null when one date is unknown."),
    ),
    notes=(
        "It counts nothing: its rows are numerators. similarity is of the words alone, 1 for the same. hours_between "
        "is 0 for articles of the same time. Scare quotes and doubtful quotations are left out."
    ),
)

SINGLE_SOURCE_CLAIMS = Table(
    "single_source_claims",
    Layer.MART,
    "one row per claim group that rests on one known source",
    ("claim_group_id",),
    (
        _key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        _key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        _text("representative_text", "The text of the claim that stands for the group.", nullable=False),
        _text("source_entity_id", "The source's entity; null for a described source that is no entity."),
        _text("source_name", "Canonical name of the source, else its description.", nullable=False),
        _text("source_type", "The source's standing.", *SOURCE_TYPES, nullable=False),
        Column("is_anonymous", BOOL, "Whether the source is described, not named.", nullable=False),
        _count("articles", "Articles that carry the claim."),
        _count("outlets", "Known outlets that carry it."),
        _count("independent_outlets", "Outlets after copies of one wire text and publisher families count once."),
        Column("voices", STRINGS, "The voices in which it is carried, sorted.", nullable=False),
        VOICES_TEXT,
        IS_HEDGED,
    ),
    notes=(
        "It counts nothing itself: a row for each row of claim_coverage with is_single_source, which is sure. That "
        "more outlets carry it does not make it better founded."
    ),
)

CLAIM_SPREAD = Table(
    "claim_spread",
    Layer.MART,
    "one row per claim group and article that carries it",
    ("claim_group_id", "article_id"),
    (
        _key("claim_group_id", "The claim group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        ARTICLE_ID,
        HEADLINE,
        _count("position", "1 for the article that carried it first; undated ones come last, ids decide ties."),
        _text("outlet", "The article's outlet; null when unknown."),
        _text("publisher_family", "Who owns it, the outlet itself when the seeds name nobody; null when unknown."),
        _text(
            "counted_as",
            "The publisher family that stands for all that share a publisher, text or agency here; null when unknown.",
        ),
        _text("origin_kind", "Whose text the article is.", *ORIGIN_KINDS, nullable=False),
        _key("origin_id", "Articles that are copies of one text share it."),
        _text("agency", "The agency whose text it is; null unless origin_kind is wire."),
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        Column("hours_after_first", FLOAT, "Hours since the group's first dated article; null without a date."),
        Column("may_be_first", BOOL, "Whether nothing tells that another article carried it earlier.", nullable=False),
        _count("claims", "Claims of the group in the article."),
        _key("claim_id", "The one among them that is most like the representative.", "claims.claim_id"),
        _text("claim_text", "Its text.", nullable=False),
        _key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        _text("representative_text", "Its text.", nullable=False),
        Column("voices", STRINGS, "The voices in which the article carries it, sorted.", nullable=False),
        VOICES_TEXT,
        IS_HEDGED,
        Column("source_names", STRINGS, "The known sources it gives, sorted; empty when none.", nullable=False),
        _text("source_names_text", "The same, joined by '; '.", nullable=False),
        _text(
            "attribution_change",
            "Known sources against the group's first dated article: gained, lost; null for that and undated ones.",
            *ATTRIBUTION_CHANGES,
        ),
        _text(
            "certainty_change",
            "How sure it sounds against the first: hedged, alleged, said by a source, said by the outlet; null alike.",
            *CERTAINTY_CHANGES,
        ),
        Column(
            "speaker_changed",
            BOOL,
            "Whether it gives other named sources only; null when it or the first gives none or a described one.",
        ),
        Column(
            "numbers_changed",
            BOOL,
            "Whether just one of it and the first conflicts in numbers with the representative; null alike.",
        ),
    ),
    notes=(
        "Changes compare with the first dated article, where only one may be it. Null means that nothing can be said: "
        "for the first itself, without a date, or where several may be first; none, that nothing changed. "
        "hours_after_first of 0 is the first's own or the same time. certainty's order is ours: hedged, alleged or "
        "doubted, said by a source, said by the outlet. Doubtful claims are left out."
    ),
)

ORIGIN_CHAIN = Table(
    "origin_chain",
    Layer.MART,
    "one row per claim group or quote group, article that carries it, and origin it rests on there",
    ("carried", "carried_id", "article_id", "origin"),
    (
        _text("carried", "What is carried.", "claim_group", "quote_group", nullable=False),
        _key("carried_id", "Its claim_group_id or quote_group_id."),
        _text("carried_text", "The words that stand for it.", nullable=False),
        STORY_ID,
        STORY_HEADLINE,
        ARTICLE_ID,
        HEADLINE,
        _text("outlet", "Step 0, the article's outlet; null when unknown."),
        _text("publisher_family", "Step 1, who owns it, the outlet itself when the seeds name nobody; null alike."),
        _text("counted_as", "Step 2, the family that stands for all that share a publisher, text or agency."),
        _key("text_origin_id", "Articles that are copies of one text share it: the evidence of step 2."),
        _text("agency", "The agency whose text it is, the other evidence of step 2; null unless it is an agency's."),
        _text(
            "origin",
            "What it rests on: 'source:' a source, 'outlet:' a publisher family; null when nothing is known.",
        ),
        _text(
            "origin_kind",
            "source: it gives the source; report: it gives another outlet's report; text: a copy or sister text of it "
            "does; own: neither does.",
            *CHAIN_KINDS,
        ),
        _text("source_entity_id", "The source's entity; null when it is only described or there is none."),
        _text("source_name", "The source or the outlet it gives; null when it gives none itself."),
        _text(
            "counted_origin",
            "Step 3 as counted: of the origins of one counted_as, the one most others share; null when outlet is.",
        ),
        Column("published_at", TIMESTAMP, "When the article was published (UTC); null when unknown."),
    ),
    notes=(
        "It counts nothing: distinct values of outlet, publisher_family, counted_as and counted_origin within one "
        "carried_id are the outlets, publisher_families, independent_outlets and independent_origins of "
        "claim_coverage and quote_coverage. Null is never counted. The steps are ours, see docs/sql.md."
    ),
)

CLAIM_CONFLICTS = Table(
    "claim_conflicts",
    Layer.MART,
    "one row per claim that conflicts with the representative of its group or denies it",
    ("claim_id",),
    (
        _key("claim_id", "The claim.", "claims.claim_id"),
        _key("claim_group_id", "Its group.", "claim_coverage.claim_group_id"),
        STORY_ID,
        STORY_HEADLINE,
        Column("reasons", STRINGS, "Where the two differ: numbers, negation, names.", nullable=False),
        _text("reasons_text", "The same, joined by '; '.", nullable=False),
        Column("similarity", FLOAT, "Similarity to the representative, 0 to 1.", nullable=False),
        _text("claim_text", "The text of the claim.", nullable=False),
        _text("source_name", "Its source; null when none is known."),
        _text("outlet", "Its outlet; null when unknown."),
        ARTICLE_ID,
        HEADLINE,
        Column("published_at", TIMESTAMP, "When it was published (UTC); null when unknown."),
        _key("representative_claim_id", "The claim that stands for the group.", "claims.claim_id"),
        _text("representative_text", "The text of the representative.", nullable=False),
        _text("representative_source_name", "Source of the representative; null when none is known."),
        _text("representative_outlet", "Outlet of the representative; null when unknown."),
        _key("representative_article_id", "Article of the representative.", "articles.article_id"),
        _text("representative_headline", "Headline of the representative's article; null when it has none."),
        Column(
            "representative_published_at", TIMESTAMP, "When the representative was published (UTC); null when unknown."
        ),
    ),
    notes=(
        "It counts nothing: a row for each claim that claim_coverage counts in conflicting_claims, where the "
        "representative is not doubtful. That two differ does not say which of them errs."
    ),
)

OUTLET_OVERVIEW = Table(
    "outlet_overview",
    Layer.MART,
    "one row per known outlet",
    ("outlet",),
    (
        _key("outlet", "The outlet."),
        _text("publisher_family", "Who owns it; the outlet itself when the seeds name nobody.", nullable=False),
        _text("country", "Where it is at home; null when the seeds do not say."),
        _count("articles", "Its articles."),
        _count("own_articles", "Those that are neither an agency's text nor a copy."),
        Column("own_share", FLOAT, "own_articles over articles.", nullable=False),
        _count("stories", "Stories that it covered."),
        _count("claims", "Claim groups that it carries."),
        _count("exclusive_claims", "Claim groups that only it carries."),
        Column("exclusive_share", FLOAT, "exclusive_claims over claims; null when it carries none."),
        *declare_counted("quotes", "Quotations, direct and mixed."),
        _count("sources", "Distinct known sources, described ones counted apart."),
        _count("sources_min", "The same if described sources of the same words are one."),
        _count("anonymous_sources", "Those that are described, not named."),
    ),
    notes=(
        "own_share: numerator own_articles; denominator articles. exclusive_share: numerator exclusive_claims; "
        "denominator claims, claim groups that it carries; null when it carries none, 0 when others carry each. "
        "Articles of unknown outlets are in no row. Doubtful claims, quotations and attributions are left out. "
        + BOUNDS_OF_COUNTS
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES,
        SEGMENTS,
        MENTIONS,
        ENTITIES,
        CLAIMS,
        CLAIM_SOURCES,
        SENTENCES,
        QUOTES,
        REJECTS,
        RUNS,
        STORIES,
        ARTICLE_KIND_ROWS,
        ARTICLE_COPIES,
        SHARED_PASSAGES,
        ARTICLE_ORIGINS,
        QUOTE_MATCHES,
        CLAIM_GROUPS,
        CLAIM_NEAR_MISSES,
        ARTICLE_REVISIONS,
        *DIMENSIONS,
        *MARTS,
        SOURCE_OVERLAP_ARTICLES,
        SOURCE_OVERLAP_OUTLETS,
        ATTRIBUTION_COUNTS,
        CLAIM_COVERAGE,
        CLAIM_COVERAGE_BY_OUTLET,
        STORY_OVERVIEW,
        QUOTE_COVERAGE,
        QUOTE_CHANGES,
        SINGLE_SOURCE_CLAIMS,
        CLAIM_SPREAD,
        ORIGIN_CHAIN,
        CLAIM_CONFLICTS,
        OUTLET_OVERVIEW,
    )
}
"""Every table by name, in the order of the data dictionary."""


def list_tables(*layers: Layer) -> Iterator[Table]:
    """Yield the tables of the given layers (all when none is given), in the dictionary's order."""
    return (t for t in TABLES.values() if not layers or t.layer in layers)


def build_table(table: Table, rows: Iterable[object]) -> pa.Table:
    """Build an Arrow table of the registry's schema from row mappings.

    Raises:
        pyarrow.ArrowInvalid, pyarrow.ArrowTypeError: a value does not fit its column's type.
        KeyError: a row lacks a column, or has one that the registry does not know.
    """
    names = table.column_names
    columns: dict[str, list[object]] = {name: [] for name in names}
    for row in rows:
        assert isinstance(row, dict)
        if row.keys() != columns.keys():
            raise KeyError(f"{table.name}: columns {sorted(row.keys() ^ columns.keys())} are missing or unknown")
        for name in names:
            columns[name].append(row[name])
    return pa.Table.from_pydict(columns, schema=table.schema)


_DUCKDB_TYPES: dict[pa.DataType, str] = {
    STRING: "VARCHAR",
    INT: "BIGINT",
    FLOAT: "DOUBLE",
    BOOL: "BOOLEAN",
    DATE: "DATE",
    TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
    STRINGS: "VARCHAR[]",
    SPANS: 'STRUCT("start" BIGINT, "end" BIGINT)[]',
    REASON_COUNTS: "STRUCT(reason VARCHAR, rejects BIGINT)[]",
}


def duckdb_type(column: Column) -> str:
    """Return the DuckDB type of a column."""
    return _DUCKDB_TYPES[column.type]


def quote_literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def render_ddl(table: Table) -> str:
    """Return the CREATE TABLE statement for DuckDB; the table's schema must be there."""
    columns = ", ".join(f'"{c.name}" {duckdb_type(c)}{"" if c.nullable else " NOT NULL"}' for c in table.columns)
    return f"CREATE TABLE {render_name(table)} ({columns})"


def render_name(table: Table) -> str:
    """Return the table's name with its schema, quoted."""
    return f'"{table.schema_name}"."{table.name}"'


def render_view(table: Table) -> str:
    """Return the CREATE VIEW statement that shows the table in ``main``."""
    return f'CREATE VIEW main."{table.name}" AS SELECT * FROM {render_name(table)}'


def render_comments(table: Table) -> list[str]:
    """Return the COMMENT ON statements of a table, of its view in ``main``, and of their columns."""
    statements: list[str] = []
    for kind, name in (("TABLE", render_name(table)), ("VIEW", f'main."{table.name}"')):
        statements.append(f"COMMENT ON {kind} {name} IS {quote_literal(table.description)}")
        statements += [f'COMMENT ON COLUMN {name}."{c.name}" IS {quote_literal(c.description)}' for c in table.columns]
    return statements


_HEADINGS = {
    Layer.EXTRACTED: "Extracted tables",
    Layer.MATCHED: "Matched tables",
    Layer.DIMENSION: "Dimensions",
    Layer.MART: "Marts",
}


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)


def render_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    lines = ["# Data dictionary", "", "Rendered from `transforms/tables.py` by `whosaid tables --markdown`."]
    for layer in Layer:
        lines += ["", f"## {_HEADINGS[layer]}"]
        for table in list_tables(layer):
            lines += ["", f"### {table.name}", "", *_wrap(f"Grain: {table.grain}. Key: {', '.join(table.key)}."), ""]
            lines += [*_wrap(table.notes), ""] if table.notes else []
            lines += ["| column | type | null | meaning |", "|---|---|---|---|"]
            for c in table.columns:
                meaning = c.description + (f" One of: {', '.join(c.allowed)}." if c.allowed else "")
                meaning += f" Points to {c.references}." if c.references else ""
                lines.append(f"| {c.name} | {duckdb_type(c)} | {'yes' if c.nullable else 'no'} | {meaning} |")
    return "\n".join(lines) + "\n"
