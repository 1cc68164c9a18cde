-- Grain: one row per measure whose precision and recall are known, with intervals, of sealed texts. Key: measure.
-- How far a count may be off. Of n rows that are counted n * precision are right, and these are recall of all that there are:
-- there are n * ratio, ratio being precision over recall (Rogan and Gladen 1978).
-- variance: of that number, for each row that is counted, if each is right with precision and each that there is was found
-- with recall, whatever the others are. ratio_error: the standard error of ratio, by the intervals of both.
-- No column is null.
with measured as (
    select
        measure,
        precision,
        recall,
        (precision_high - precision_low) / (2 * 1.96) as precision_error,
        (recall_high - recall_low) / (2 * 1.96) as recall_error
    from {{ ref('quality') }}
    where part = 'sealed'
)

select
    measure,
    precision / recall as ratio,
    precision * (2 - precision - recall) / pow(recall, 2) as variance,
    precision / recall * sqrt(pow(precision_error / precision, 2) + pow(recall_error / recall, 2)) as ratio_error
from measured
where precision_error is not null and recall_error is not null
