-- Grain: one row per pair of articles that share passages, a before b. Key: article_id_a, article_id_b.
-- NULL: none. containment is the larger of both ways: 1 when one text stands whole in the other.
select
    article_id_a,
    article_id_b,
    greatest(containment_a_in_b, containment_b_in_a) as containment
from {{ source('tables', 'article_copies') }}
