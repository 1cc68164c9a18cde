-- Grain: one row per quotation that the corpus holds once or repeats: quotations that repeat each other's words are one.
-- Key: quote_group_id. Scare quotes are left out, and so are doubtful quotations: doubtful_quotes counts them, where there is
-- another one of the group.
-- Groups of nothing else are carried by nobody (int_reach) and have no row.
-- quote_text: the longest version, the earliest id among equals. speakers: every known speaker it is given to.
-- independent_origins: independent_outlets after those that rest on one source or report count once too (origin_chain).
-- NULL: first_* when no article has a date; first_outlet also when the first article's outlet is unknown.
with groups as (
    select
        quote_group_id,
        min_by(row(quote_id, quote_text), row(-length(quote_text), quote_id)) filter (where not is_doubtful) as longest,
        count(*) filter (where not is_doubtful) as quotes,
        count(*) filter (where is_doubtful) as doubtful_quotes,
        count(distinct story_id) filter (where not is_doubtful) as stories,
        count(distinct quote_text) filter (where not is_doubtful) as wordings,
        coalesce(
            list_sort(list(distinct source_name) filter (where is_known_source and not is_doubtful)), cast([] as varchar[])
        ) as speakers
    from {{ ref('int_quote_groups') }}
    where not is_lone
    group by quote_group_id
)

select
    groups.quote_group_id,
    groups.longest[1] as longest_quote_id,
    groups.longest[2] as quote_text,
    groups.quotes,
    groups.doubtful_quotes,
    groups.wordings,
    groups.speakers,
    array_to_string(groups.speakers, '; ') as speakers_text,
    groups.stories,
    reach.articles,
    reach.outlets,
    reach.publisher_families,
    reach.independent_outlets,
    reach.independent_origins,
    reach.first_outlet,
    reach.first_published_at,
    reach.last_published_at
from groups
inner join {{ ref('int_reach') }} as reach on reach.carried = 'quote_group' and groups.quote_group_id = reach.carried_id

union all

-- one that nobody repeats, of one source at most: its own counts
select
    quote_group_id,
    quote_id as longest_quote_id,
    quote_text,
    1 as quotes,
    0 as doubtful_quotes,
    1 as wordings,
    case when is_known_source then [source_name] else [] end as speakers,
    case when is_known_source then source_name else '' end as speakers_text,
    1 as stories,
    1 as articles,
    if(outlet is null, 0, 1) as outlets,
    if(outlet is null, 0, 1) as publisher_families,
    if(outlet is null, 0, 1) as independent_outlets,
    if(outlet is null, 0, 1) as independent_origins,
    if(published_at is null, null, outlet) as first_outlet,
    published_at as first_published_at,
    published_at as last_published_at
from {{ ref('int_quote_groups') }}
where is_lone and not is_doubtful
