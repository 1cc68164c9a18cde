-- Grain: one row per claim group and article that carries it. Key: claim_group_id, article_id.
-- The rows behind claim_coverage: its independent_outlets is the number of distinct counted_as of the group.
-- position: 1 for the article that carried it first; undated articles come last, the id decides between equal times.
-- hours_after_first: from the group's first dated article to this one.
-- may_be_first: nothing tells that another article was earlier; a date without an hour (midnight sharp) is of the whole day.
-- What happened on the way compares with the first dated article, where only one may be it:
--   attribution_change  gained: the first gives no known source, this one does; lost: the reverse
--   certainty_change    by the surest voice: hedged, then what a source only alleges, believes, hopes, asks or questions, then
--                       what a source states, then the outlet's own voice
--   speaker_changed     both give named sources only, and share none
--   numbers_changed     one has another claim of the group that conflicts in numbers with the group's representative, the other does not
-- NULL: these four for articles that may be first and for undated ones, and for all where more than one may be first;
-- speaker_changed also when either gives no source or one that is no entity;
-- outlet, and with it publisher_family and counted_as, when unknown; published_at and hours_after_first without a date;
-- agency unless the text is an agency's.
with article_claims as (
    select
        claims.claim_group_id,
        claims.story_id,
        claims.article_id,
        len(list_distinct(list(claims.claim_id) filter (where claims.carries))) as claims,
        max(
            case
                when claims.voice = 'outlet' then 3
                when claims.voice = 'hedged' then 0
                when claims.stance in ('alleges', 'believes', 'hopes', 'asks', 'questions') then 1
                else 2
            end
        ) filter (where claims.carries) as certainty,
        bool_or(list_contains(claims.conflict_reasons, 'numbers')) as has_other_numbers,
        min(row(-claims.similarity, claims.claim_id, claims.claim_text)) filter (where claims.carries) as nearest,
        {{ list_voices('claims.voice', 'claims.carries') }} as voices,
        coalesce(
            list_sort(
                list_distinct(list(sources.source_name) filter (where claims.carries and sources.source_name is not null))
            ),
            cast([] as varchar[])
        ) as source_names,
        list(sources.source_entity_id) filter (where claims.carries and sources.source_name is not null)
            as source_entity_ids,
        bool_and(sources.source_entity_id is not null) filter (where claims.carries and sources.source_name is not null)
            as is_named
    from {{ ref('int_group_claims') }} as claims
    left join {{ ref('int_attributions') }} as sources on claims.claim_id = sources.claim_id
    where not claims.is_lone
    group by claims.claim_group_id, claims.story_id, claims.article_id
    having bool_or(claims.carries)
),

ordered as (
    select
        claims.*,
        articles.headline,
        articles.outlet,
        articles.publisher_family,
        articles.text_kind,
        articles.text_family,
        articles.text_headline,
        articles.agency,
        articles.published_at,
        row_number() over by_time as position,
        coalesce(
            articles.published_at
            <= min({{ published_by('articles.published_at') }}) over (partition by claims.claim_group_id),
            false
        ) as may_be_first,
        min(articles.published_at) over (partition by claims.claim_group_id) as first_published_at
    from article_claims as claims
    inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
    window by_time as (partition by claims.claim_group_id order by articles.published_at nulls last, claims.article_id)
),

-- the first of each group, where nobody else may have been first
firsts as (
    select
        claim_group_id,
        any_value(source_names) as source_names,
        any_value(source_entity_ids) as source_entity_ids,
        any_value(is_named) as is_named,
        any_value(certainty) as certainty,
        any_value(has_other_numbers) as has_other_numbers
    from ordered
    where may_be_first
    group by claim_group_id
    having count(*) = 1
),

spread as (
    select
        claims.claim_group_id,
        claims.story_id,
        claims.article_id,
        claims.position,
        claims.may_be_first,
        claims.claims,
        claims.nearest[2] as claim_id,
        claims.nearest[3] as claim_text,
        heads.representative_claim_id,
        heads.representative_text,
        claims.headline,
        claims.outlet,
        claims.publisher_family,
        claims.text_kind,
        claims.text_family,
        claims.text_headline,
        claims.agency,
        carriers.counted_as,
        claims.published_at,
        claims.voices,
        claims.source_names,
        epoch(claims.published_at - claims.first_published_at) / 3600 as hours_after_first,
        case
            when firsts.claim_group_id is null then null
            when len(claims.source_names) > 0 and len(firsts.source_names) = 0 then 'gained'
            when len(claims.source_names) = 0 and len(firsts.source_names) > 0 then 'lost'
            else 'none'
        end as attribution_change,
        case
            when firsts.claim_group_id is null then null
            when claims.certainty > firsts.certainty then 'raised'
            when claims.certainty < firsts.certainty then 'lowered'
            else 'none'
        end as certainty_change,
        case
            when claims.is_named and firsts.is_named
                then not list_has_any(claims.source_entity_ids, firsts.source_entity_ids)
        end as speaker_changed,
        claims.has_other_numbers <> firsts.has_other_numbers as numbers_changed
    from ordered as claims
    left join firsts
        on
            not claims.may_be_first
            and claims.published_at is not null
            and claims.claim_group_id = firsts.claim_group_id
    inner join {{ ref('int_group_heads') }} as heads on claims.claim_group_id = heads.claim_group_id
    inner join {{ ref('int_counted_carriers') }} as carriers
        on
            carriers.carried = 'claim_group'
            and claims.claim_group_id = carriers.carried_id
            and claims.article_id = carriers.article_id

    union all

    select
        claims.claim_group_id,
        claims.story_id,
        claims.article_id,
        1 as position,
        claims.published_at is not null as may_be_first,
        1 as claims,
        claims.claim_id,
        claims.claim_text,
        claims.claim_id as representative_claim_id,
        claims.claim_text as representative_text,
        articles.headline,
        articles.outlet,
        articles.publisher_family,
        articles.text_kind,
        articles.text_family,
        articles.text_headline,
        articles.agency,
        articles.publisher_family as counted_as,
        articles.published_at,
        [claims.voice] as voices,
        if(sources.source_name is null, [], [sources.source_name]) as source_names,
        if(claims.published_at is null, null, 0) as hours_after_first,
        null as attribution_change,
        null as certainty_change,
        null as speaker_changed,
        null as numbers_changed
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
    left join {{ ref('int_attributions') }} as sources on claims.claim_id = sources.claim_id
    where claims.is_lone and claims.carries
)

select
    claims.claim_group_id,
    claims.story_id,
    stories.headline as story_headline,
    claims.article_id,
    claims.headline,
    claims.position,
    claims.outlet,
    claims.publisher_family,
    claims.counted_as,
    claims.text_kind as origin_kind,
    claims.text_family as origin_id,
    claims.text_headline as origin_headline,
    claims.agency,
    claims.published_at,
    claims.hours_after_first,
    claims.may_be_first,
    claims.claims,
    claims.claim_id,
    claims.claim_text,
    claims.representative_claim_id,
    claims.representative_text,
    claims.voices,
    array_to_string(claims.voices, '; ') as voices_text,
    list_contains(claims.voices, 'hedged') as is_hedged,
    claims.source_names,
    array_to_string(claims.source_names, '; ') as source_names_text,
    claims.attribution_change,
    claims.certainty_change,
    claims.speaker_changed,
    claims.numbers_changed
from spread as claims
left join {{ ref('dim_story') }} as stories on claims.story_id = stories.story_id
