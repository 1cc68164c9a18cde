-- Grain: one row per known outlet, window and scope of texts in which it carries a claim that another had first.
-- Key: outlet, time_grain, first_day, text_scope.
-- What becomes of claims on their way to it: claim_spread, counted. later_claims: pairs of a claim group and an article of its
-- that carries it after another outlet did; the denominator of all shares but one. gained and lost: the first gives no known
-- source and this one does, and the reverse. raised and lowered: it sounds surer or less sure than the first.
-- speaker_changed_share: numerator those that give other named sources; denominator speaker_claims, where both give named ones.
-- numbers_changed: one of the two conflicts in numbers with what stands for the group.
-- Groups of which nobody can tell who was first, undated articles and doubtful claims are left out.
-- NULL: first_day where time_grain is all; speaker_changed_share where none can be compared. 0 means none among some.
with later as (
    select
        spread.article_id,
        spread.hours_after_first,
        spread.attribution_change,
        spread.certainty_change,
        spread.speaker_changed,
        spread.numbers_changed
    from {{ ref('claim_spread') }} as spread
    inner join {{ ref('claim_coverage') }} as coverage on spread.claim_group_id = coverage.claim_group_id
    where spread.attribution_change is not null and spread.outlet is distinct from coverage.first_outlet
)

select
    windows.outlet,
    windows.time_grain,
    windows.first_day,
    windows.text_scope,
    count(distinct later.article_id) as articles,
    count(*) as later_claims,
    median(later.hours_after_first) as median_hours,
    count(*) filter (where later.attribution_change = 'gained') as gained_claims,
    count(*) filter (where later.attribution_change = 'lost') as lost_claims,
    count(*) filter (where later.certainty_change = 'raised') as raised_claims,
    count(*) filter (where later.certainty_change = 'lowered') as lowered_claims,
    count(later.speaker_changed) as speaker_claims,
    count(*) filter (where later.speaker_changed) as speaker_changed_claims,
    count(*) filter (where later.numbers_changed) as numbers_changed_claims,
    count(*) filter (where later.attribution_change = 'gained') / count(*) as gained_share,
    count(*) filter (where later.attribution_change = 'lost') / count(*) as lost_share,
    count(*) filter (where later.certainty_change = 'raised') / count(*) as raised_share,
    {{ share_low("count(*) filter (where later.certainty_change = 'raised')", 'count(*)') }} as raised_share_low,
    {{ share_high("count(*) filter (where later.certainty_change = 'raised')", 'count(*)') }} as raised_share_high,
    count(*) filter (where later.certainty_change = 'lowered') / count(*) as lowered_share,
    count(*) filter (where later.speaker_changed) / nullif(count(later.speaker_changed), 0) as speaker_changed_share,
    count(*) filter (where later.numbers_changed) / count(*) as numbers_changed_share
from later
inner join {{ ref('int_outlet_windows') }} as windows on later.article_id = windows.article_id
group by windows.outlet, windows.time_grain, windows.first_day, windows.text_scope
