-- Grain: one row per pair of quotations with the same words whose wording or speaker differs, the earlier one first.
-- Key: earlier_quote_id, later_quote_id. Undated quotations come last, and the id decides between equal times.
-- Scare quotes and doubtful quotations are left out.
-- One who speaks for another (speaker_relation speaks_for) is no other speaker.
-- wording_change: what the later one did to the words: shortened, lengthened, overlap (each is a cut of one passage), spelling
-- (the same words, written otherwise), edited (words were changed), or none when only the speaker differs.
-- NULL: same_speaker when one of the speakers is unknown; names, outlets and times when unknown; hours_between when one of
-- the times is.
with sides as (
    select
        quotes.quote_id,
        quotes.quote_text,
        quotes.source_name,
        articles.article_id,
        articles.story_id,
        stories.headline as story_headline,
        articles.headline,
        articles.outlet,
        articles.published_at
    from {{ ref('stg_quotes') }} as quotes
    inner join {{ ref('int_story_articles') }} as articles on quotes.article_id = articles.article_id
    left join {{ ref('dim_story') }} as stories on articles.story_id = stories.story_id
    where quotes.quote_type in ('direct', 'mixed') and not quotes.is_doubtful
),

pairs as (
    select
        matches.wording,
        matches.similarity,
        matches.same_speaker,
        matches.speaker_relation,
        a as side_a,
        b as side_b,
        row(a.published_at is null, a.published_at, a.quote_id)
        < row(b.published_at is null, b.published_at, b.quote_id) as a_is_earlier
    from {{ ref('stg_quote_matches') }} as matches
    inner join sides as a on matches.quote_id_a = a.quote_id
    inner join sides as b on matches.quote_id_b = b.quote_id
    where matches.wording <> 'equal' or matches.speaker_relation = 'other'
),

ordered as (
    select
        similarity,
        same_speaker,
        speaker_relation,
        case when a_is_earlier then side_a else side_b end as earlier,
        case when a_is_earlier then side_b else side_a end as later,
        case
            when wording in ('overlap', 'spelling', 'edited') then wording
            when wording = 'equal' then 'none'
            when (wording = 'contains') = a_is_earlier then 'shortened'
            else 'lengthened'
        end as wording_change
    from pairs
)

select
    earlier.quote_id as earlier_quote_id,
    later.quote_id as later_quote_id,
    earlier.story_id as earlier_story_id,
    later.story_id as later_story_id,
    earlier.story_headline as earlier_story_headline,
    later.story_headline as later_story_headline,
    wording_change,
    similarity,
    same_speaker,
    speaker_relation,
    earlier.quote_text as earlier_text,
    later.quote_text as later_text,
    earlier.source_name as earlier_speaker,
    later.source_name as later_speaker,
    earlier.outlet as earlier_outlet,
    later.outlet as later_outlet,
    earlier.article_id as earlier_article_id,
    later.article_id as later_article_id,
    earlier.headline as earlier_headline,
    later.headline as later_headline,
    earlier.published_at as earlier_published_at,
    later.published_at as later_published_at,
    epoch(later.published_at - earlier.published_at) / 3600 as hours_between
from ordered
