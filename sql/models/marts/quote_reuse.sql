-- Grain: one row per pair of known outlets of which the later repeats words that the earlier had quoted before.
-- Key: earlier_outlet, later_outlet.
-- quotes: the later one's direct and mixed quotations that repeat words of one of the earlier one's; each counts once a pair,
-- by the most similar. Both can be in the same room: to repeat is not to copy.
-- unchanged, shortened, lengthened, edited: its parts, by what was done to the words. own_quotes: those whose two articles are
-- no copies of one text, so that wire copy counts only in quotes. other_speaker_quotes: given to somebody else.
-- reuse_share: numerator quotes; denominator later_quotes, all its quotations. own_reuse_share: numerator own_quotes;
-- denominator own_later_quotes, those of its own texts. median_hours: from the earlier to the later publication.
-- Doubtful quotations, undated articles and pairs of which nobody can tell the earlier (a date without an hour) are left out.
-- NULL: own_reuse_share when it has no text of its own that quotes.
with quotes as (
    select
        quotes.quote_id,
        articles.outlet,
        articles.story_id,
        articles.origin_id,
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

-- materialized: else DuckDB compares all quotations' times with all others' first, and looks for matches among them
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
        later.outlet as later_outlet,
        later.quote_id,
        any_value(later.story_id) as story_id,
        min_by(
            {
                relation: relation,
                is_other_speaker: speaker_relation = 'other',
                is_own: earlier.origin_id <> later.origin_id and later.is_own_text,
                hours: epoch(later.published_at - earlier.published_at) / 3600
            },
            row(-similarity, earlier.quote_id)
        ) as best
    from sided
    where earlier.outlet <> later.outlet and earlier.published_by < later.published_at
    group by earlier.outlet, later.outlet, later.quote_id
),

totals as (
    select
        outlet,
        count(*) as quotes,
        count(*) filter (where is_own_text) as own_quotes
    from quotes
    group by outlet
)

select
    reused.earlier_outlet,
    reused.later_outlet,
    count(*) as quotes,
    count(*) filter (where reused.best.relation = 'equal') as unchanged_quotes,
    count(*) filter (where reused.best.relation = 'contains') as shortened_quotes,
    count(*) filter (where reused.best.relation = 'contained') as lengthened_quotes,
    count(*) filter (where reused.best.relation = 'edited') as edited_quotes,
    count(*) filter (where reused.best.is_other_speaker) as other_speaker_quotes,
    count(*) filter (where reused.best.is_own) as own_quotes,
    count(distinct reused.story_id) as stories,
    median(reused.best.hours) as median_hours,
    any_value(totals.quotes) as later_quotes,
    any_value(totals.own_quotes) as own_later_quotes,
    count(*) / any_value(totals.quotes) as reuse_share,
    count(*) filter (where reused.best.is_own) / nullif(any_value(totals.own_quotes), 0) as own_reuse_share
from reused
inner join totals on reused.later_outlet = totals.outlet
group by reused.earlier_outlet, reused.later_outlet
