-- Grain: one row per pair of known outlets of which the later repeats words that the earlier had quoted before.
-- Key: earlier_outlet, later_outlet. Its rows: int_quote_reuse.
-- quotes: the later one's direct and mixed quotations that repeat words of one of the earlier one's; each counts once a pair,
-- by the most similar. Both can be in the same room: to repeat is not to copy.
-- unchanged, shortened, lengthened, edited: its parts, by what was done to the words. own_quotes: those whose two articles are
-- no copies of one text, so that wire copy counts only in quotes. other_speaker_quotes: given to somebody else.
-- reuse_share: numerator quotes; denominator later_quotes, all its quotations. own_reuse_share: numerator own_quotes;
-- denominator own_later_quotes, those of its own texts. median_hours: from the earlier to the later publication.
-- Doubtful quotations, undated articles and pairs of which nobody can tell the earlier (a date without an hour) are left out.
-- NULL: own_reuse_share when it has no text of its own that quotes.
with totals as (
    select
        articles.outlet,
        count(*) as quotes,
        count(*) filter (where articles.is_own_text) as own_quotes
    from {{ ref('stg_quotes') }} as quotes
    inner join {{ ref('int_story_articles') }} as articles on quotes.article_id = articles.article_id
    where quotes.quote_type in ('direct', 'mixed') and not quotes.is_doubtful and articles.outlet is not null
    group by articles.outlet
)

select
    reused.earlier_outlet,
    reused.outlet as later_outlet,
    count(*) as quotes,
    count(*) filter (where reused.wording = 'unchanged') as unchanged_quotes,
    count(*) filter (where reused.wording = 'shortened') as shortened_quotes,
    count(*) filter (where reused.wording = 'lengthened') as lengthened_quotes,
    count(*) filter (where reused.wording = 'edited') as edited_quotes,
    count(*) filter (where reused.is_other_speaker) as other_speaker_quotes,
    count(*) filter (where reused.is_own) as own_quotes,
    count(distinct reused.story_id) as stories,
    median(reused.hours_after) as median_hours,
    any_value(totals.quotes) as later_quotes,
    any_value(totals.own_quotes) as own_later_quotes,
    count(*) / any_value(totals.quotes) as reuse_share,
    count(*) filter (where reused.is_own) / nullif(any_value(totals.own_quotes), 0) as own_reuse_share
from {{ ref('int_quote_reuse') }} as reused
inner join totals on reused.outlet = totals.outlet
group by reused.earlier_outlet, reused.outlet
