-- Grain: one row per known outlet of the corpus. Key: outlet.
-- What is said of an outlet comes from the seed of outlets (seeds/outlets.csv); nothing is guessed. leaning and reliability
-- are the user's to give: the seed that comes along leaves them empty.
-- publisher_family: of the day of its last article, the newest without a date; the outlet itself when the seed names nobody.
-- valid_from and valid_to: that family's first and last day as its owner. owners_text: all owners with their days.
-- NULL: valid_from, valid_to where that end is open or the seed names nobody, owners_text where it never names anybody; country,
-- medium, leaning and reliability when it does not say; language when neither the seed nor its articles say; first_* and last_*
-- when none of its articles has a date.
with articles as (
    select
        outlet,
        count(*) as articles,
        mode(language order by language) as language,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from {{ ref('int_story_articles') }}
    where outlet is not null
    group by outlet
),

owners as (
    select
        outlet,
        publisher_family,
        is_named,
        valid_from,
        valid_to,
        nullif(valid_from, date '0001-01-01') as first_day,
        nullif(valid_to, date '9999-12-31') as last_day
    from {{ ref('int_outlet_owners') }}
),

all_owners as (
    select
        outlet,
        string_agg(
            publisher_family || coalesce(' from ' || first_day, '') || coalesce(' to ' || last_day, ''), '; ' order by valid_from
        ) as owners_text
    from owners
    where is_named
    group by outlet
)

select
    articles.outlet,
    owners.publisher_family,
    case when owners.is_named then owners.first_day end as valid_from,
    case when owners.is_named then owners.last_day end as valid_to,
    all_owners.owners_text,
    names.country,
    coalesce(names.language, articles.language) as language,
    names.medium,
    names.leaning,
    names.reliability,
    names.outlet_name is not null as is_listed,
    articles.articles,
    articles.first_published_date,
    articles.last_published_date
from articles
inner join owners
    on
        articles.outlet = owners.outlet
        and coalesce(articles.last_published_date, date '9999-12-31') between owners.valid_from and owners.valid_to
left join all_owners on articles.outlet = all_owners.outlet
left join {{ ref('stg_outlet_names') }} as names on lower(articles.outlet) = names.outlet_name
