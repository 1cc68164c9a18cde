-- Grain: one row per quotation that repeats words of an earlier one, and known outlet that had quoted them before.
-- Key: quote_id, earlier_outlet.
-- The rows behind quote_reuse. earlier_quote_id: of that outlet's quotations the most similar, then by id.
-- wording: what was done to the earlier one's words: unchanged, shortened, lengthened, edited. is_own: the later text is neither
-- an agency's nor a copy, and the two articles are no copies of one text.
-- Doubtful quotations, undated articles and pairs of which nobody can tell the earlier (a date without an hour) are left out.
-- No column is null.
with quotes as (
    select
        quotes.quote_id,
        articles.outlet,
        articles.story_id,
        articles.text_family,
        articles.is_own_text,
        articles.published_at,
        {{ published_by('articles.published_at') }} as published_by
    from {{ ref('stg_quotes') }} as quotes
    inner join {{ ref('int_story_articles') }} as articles on quotes.article_id = articles.article_id
    where quotes.quote_type in ('direct', 'mixed') and not quotes.is_doubtful and articles.outlet is not null
),

matches as (
    select quote_id_a, quote_id_b, relation, similarity, speaker_relation from {{ ref('stg_quote_matches') }}
    union all
    select
        quote_id_b as quote_id_a,
        quote_id_a as quote_id_b,
        case relation when 'contains' then 'contained' when 'contained' then 'contains' else relation end as relation,
        similarity,
        speaker_relation
    from {{ ref('stg_quote_matches') }}
),

-- materialized, and the two as rows, of which no condition can be moved up here: else DuckDB compares all quotations' times
-- or outlets with all others' first, and looks for matches among them (at 10,000 articles that filled a disk)
sided as materialized (
    select
        matches.relation,
        matches.similarity,
        matches.speaker_relation,
        earlier,
        later
    from matches
    inner join quotes as earlier on matches.quote_id_a = earlier.quote_id
    inner join quotes as later on matches.quote_id_b = later.quote_id
),

reused as (
    select
        earlier.outlet as earlier_outlet,
        later.quote_id,
        any_value(later.outlet) as outlet,
        any_value(later.story_id) as story_id,
        min_by(
            {
                quote_id: earlier.quote_id,
                relation: relation,
                is_other_speaker: speaker_relation = 'other',
                is_own: earlier.text_family <> later.text_family and later.is_own_text,
                hours: epoch(later.published_at - earlier.published_at) / 3600
            },
            row(-similarity, earlier.quote_id)
        ) as best
    from sided
    where earlier.outlet <> later.outlet and earlier.published_by < later.published_at
    group by earlier.outlet, later.quote_id
)

select
    quote_id,
    outlet,
    story_id,
    earlier_outlet,
    best.quote_id as earlier_quote_id,
    case best.relation
        when 'equal' then 'unchanged'
        when 'contains' then 'shortened'
        when 'contained' then 'lengthened'
        else 'edited'
    end as wording,
    best.is_other_speaker as is_other_speaker,
    best.is_own as is_own,
    best.hours as hours_after
from reused
