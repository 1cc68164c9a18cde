-- Grain: one row per article and news agency that its byline names. Key: article_id, agency. No column is null.
-- A byline entry may hold several names ('Ana Roth, Reuters'): each is compared whole, so that 'AP' is not found in 'APA'.
with byline_names as (
    select
        article_id,
        unnest(
            list_transform(
                flatten(list_transform(byline, lambda entry: regexp_split_to_array(lower(entry), '[,/|();]| and | for | with '))),
                lambda name: trim(name)
            )
        ) as byline_name
    from {{ ref('stg_articles') }}
)

select
    byline_names.article_id,
    agencies.agency
from byline_names
inner join {{ ref('stg_agency_names') }} as agencies on byline_names.byline_name = agencies.agency_name
group by byline_names.article_id, agencies.agency
