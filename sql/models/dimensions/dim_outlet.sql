-- Grain: one row per known outlet of the corpus. Key: outlet.
-- What is said of an outlet comes from the seed of outlets (seeds/outlets.csv); nothing is guessed. leaning and reliability
-- are the user's to give: the seed that comes along leaves them empty.
-- publisher_family: the outlet itself when the seed names nobody.
-- NULL: country, medium, leaning and reliability when the seed does not say; language when neither the seed nor its articles
-- say; first_* and last_* when none of its articles has a date.
with articles as (
    select
        outlet,
        publisher_family,
        count(*) as articles,
        mode(language order by language) as language,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from {{ ref('int_story_articles') }}
    where outlet is not null
    group by outlet, publisher_family
)

select
    articles.outlet,
    articles.publisher_family,
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
left join {{ ref('stg_outlet_names') }} as names on lower(articles.outlet) = names.outlet_name
