-- Grain: one row per story that two or more known outlets covered, and group of three or more outlets of the corpus, by
-- publisher family, country or leaning. Key: story_id, group_kind, group_name. An outlet is in the family that owned it on the
-- story's first day.
-- active_outlets: the group's outlets that published anything between the day before the story's first and the day after its
-- last article, or covered it; all of them for a story without a date. Both denominators hold only outlets whose group of
-- that kind is known.
-- actual_share: numerator covering_outlets; denominator story_outlets, all that covered it. expected_share: numerator
-- active_outlets; denominator corpus_outlets, all that were active. lift: actual over expected share, 0 where the group left
-- the story out, 1 where it covers it as much as everybody. covered_share: covering_outlets over active_outlets.
-- chance_of_none: how likely none of the group would be among story_outlets drawn from corpus_outlets (hypergeometric).
-- is_blindspot: none of the group covered it, and chance_of_none is below 0.05.
-- NULL: lift, chance_of_none and is_blindspot with fewer than three active outlets; the shares of nothing.
with stories as (
    select
        story_id,
        headline,
        first_published_date,
        last_published_date
    from {{ ref('dim_story') }}
    where outlets >= 2
),

memberships as (
    select
        'publisher_family' as group_kind,
        publisher_family as group_name,
        outlet,
        valid_from,
        valid_to
    from {{ ref('int_outlet_owners') }}
    {%- for kind in ('country', 'leaning') %}

    union all

    select
        '{{ kind }}' as group_kind,
        {{ kind }} as group_name,
        outlet,
        date '0001-01-01' as valid_from,
        date '9999-12-31' as valid_to
    from {{ ref('dim_outlet') }}
    where {{ kind }} is not null
    {%- endfor %}
),

groups as (
    select
        memberships.group_kind,
        memberships.group_name
    from memberships
    inner join (select coalesce(first_published_date, date '9999-12-31') as first_day from stories group by all) as days
        on days.first_day between memberships.valid_from and memberships.valid_to
    group by memberships.group_kind, memberships.group_name
    having count(distinct memberships.outlet) >= 3
),

active as (
    select
        windows.first_published_date,
        windows.last_published_date,
        articles.outlet
    from (select first_published_date, last_published_date from stories group by all) as windows
    inner join (select outlet, published_date from {{ ref('int_story_articles') }} where outlet is not null group by all) as articles
        on
            windows.first_published_date is null
            or articles.published_date between windows.first_published_date - 1 and windows.last_published_date + 1
    group by windows.first_published_date, windows.last_published_date, articles.outlet
),

active_groups as (
    select
        active.first_published_date,
        active.last_published_date,
        memberships.group_kind,
        groups.group_name,
        count(*) as outlets
    from active
    inner join memberships
        on
            active.outlet = memberships.outlet
            and coalesce(active.first_published_date, date '9999-12-31') between memberships.valid_from and memberships.valid_to
    left join groups on memberships.group_kind = groups.group_kind and memberships.group_name = groups.group_name
    group by all
),

covering as (
    select
        articles.story_id,
        memberships.group_kind,
        groups.group_name,
        count(distinct articles.outlet) as outlets,
        -- undated articles of a dated story: their outlets were active too
        count(distinct articles.outlet) filter (where active.outlet is null) as unseen_outlets,
        count(*) as articles
    from {{ ref('int_story_articles') }} as articles
    inner join stories on articles.story_id = stories.story_id
    inner join memberships
        on
            articles.outlet = memberships.outlet
            and coalesce(stories.first_published_date, date '9999-12-31') between memberships.valid_from and memberships.valid_to
    left join groups on memberships.group_kind = groups.group_kind and memberships.group_name = groups.group_name
    left join active
        on
            stories.first_published_date is not distinct from active.first_published_date
            and stories.last_published_date is not distinct from active.last_published_date
            and articles.outlet = active.outlet
    group by articles.story_id, memberships.group_kind, groups.group_name
),

active_totals as (
    select
        first_published_date,
        last_published_date,
        group_kind,
        sum(outlets)::bigint as outlets
    from active_groups
    group by first_published_date, last_published_date, group_kind
),

covering_totals as (
    select
        story_id,
        group_kind,
        sum(outlets)::bigint as outlets,
        sum(unseen_outlets)::bigint as unseen_outlets
    from covering
    group by story_id, group_kind
),

counted as (
    select
        stories.story_id,
        stories.headline as story_headline,
        stories.first_published_date,
        groups.group_kind,
        groups.group_name,
        coalesce(covering.articles, 0) as articles,
        coalesce(covering.outlets, 0) as covering_outlets,
        coalesce(active_groups.outlets, 0) + coalesce(covering.unseen_outlets, 0) as active_outlets,
        coalesce(covering_totals.outlets, 0) as story_outlets,
        coalesce(active_totals.outlets, 0) + coalesce(covering_totals.unseen_outlets, 0) as corpus_outlets
    from stories
    cross join groups
    left join covering
        on
            stories.story_id = covering.story_id
            and groups.group_kind = covering.group_kind
            and groups.group_name = covering.group_name
    left join active_groups
        on
            stories.first_published_date is not distinct from active_groups.first_published_date
            and stories.last_published_date is not distinct from active_groups.last_published_date
            and groups.group_kind = active_groups.group_kind
            and groups.group_name = active_groups.group_name
    left join covering_totals
        on stories.story_id = covering_totals.story_id and groups.group_kind = covering_totals.group_kind
    left join active_totals
        on
            stories.first_published_date is not distinct from active_totals.first_published_date
            and stories.last_published_date is not distinct from active_totals.last_published_date
            and groups.group_kind = active_totals.group_kind
),

judged as (
    select
        *,
        covering_outlets / nullif(story_outlets, 0) as actual_share,
        active_outlets / nullif(corpus_outlets, 0) as expected_share,
        case
            when active_outlets < 3 then null
            when corpus_outlets - active_outlets < story_outlets then 0
            else
                round(exp(
                    lgamma(corpus_outlets - active_outlets + 1) + lgamma(corpus_outlets - story_outlets + 1)
                    - lgamma(corpus_outlets - active_outlets - story_outlets + 1) - lgamma(corpus_outlets + 1)
                ), 9)
        end as chance_of_none
    from counted
)

select
    story_id,
    story_headline,
    first_published_date,
    group_kind,
    group_name,
    articles,
    covering_outlets,
    active_outlets,
    story_outlets,
    corpus_outlets,
    covering_outlets / nullif(active_outlets, 0) as covered_share,
    actual_share,
    expected_share,
    case when active_outlets >= 3 then actual_share / expected_share end as lift,
    chance_of_none,
    covering_outlets = 0 and chance_of_none < 0.05 as is_blindspot
from judged
