"""The table ``quote_matches``."""

from __future__ import annotations

from transforms.schema import (
    BOOL,
    FLOAT,
    QUOTE_RELATIONS,
    QUOTE_WORDINGS,
    SPEAKER_RELATIONS,
    STRINGS,
    Column,
    Layer,
    Table,
    declare_count,
    declare_key,
    declare_text,
)

QUOTE_MATCHES = Table(
    "quote_matches",
    Layer.MATCHED,
    "one row per pair of quotations of different articles that repeat the same words, a before b; of a story's"
    " quotations each is compared with at most the next hundred that are like it, by id",
    ("quote_id_a", "quote_id_b"),
    (
        declare_key("quote_id_a", "The quotation whose id sorts first.", "quotes.quote_id"),
        declare_key("quote_id_b", "The other quotation.", "quotes.quote_id"),
        declare_text(
            "relation",
            "How a's words relate to b's: equal, contained (a in b), contains (b in a), edited.",
            *QUOTE_RELATIONS,
            nullable=False,
        ),
        declare_text(
            "wording",
            "What became of the words; spelling: the same, written otherwise (numerals, contractions, an editor's "
            "brackets); overlap: each has words beyond what they share; edited: words were changed or dropped.",
            *QUOTE_WORDINGS,
            nullable=False,
        ),
        Column("similarity", FLOAT, "Similarity of the words, 0 to 1.", nullable=False),
        Column("same_speaker", BOOL, "Whether both have the same speaker; null when one is unknown."),
        declare_text(
            "speaker_relation",
            "same; speaks_for: one speaks for the other (spokesman, office, letter, lawyer, ministry and minister); "
            "other; unknown: nobody can tell.",
            *SPEAKER_RELATIONS,
            nullable=False,
        ),
        declare_count("shared_start_a", "First character of the shared passage in the text of quotation a."),
        declare_count("shared_end_a", "Its end there (exclusive)."),
        declare_count("shared_start_b", "First character of the shared passage in the text of quotation b."),
        declare_count("shared_end_b", "Its end there (exclusive)."),
        Column(
            "changes",
            STRINGS,
            "What was done to the words, in reading order: start_trimmed, middle_dropped, words_replaced, end_trimmed.",
            nullable=False,
        ),
    ),
)
