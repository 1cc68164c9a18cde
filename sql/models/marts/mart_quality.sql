-- Grain: one row per mart and measure of what it rests on. Key: mart, measure.
-- How good the rows behind a mart are, so that a dashboard can say so beside its figures. precision: numerator found and right;
-- denominator found. recall: numerator found and right; denominator what readers found. f1: their harmonic mean. *_low and *_high:
-- 95 % intervals over articles. part: sealed figures are of texts that nothing was tuned on, development ones of others.
-- Each measure is of rows, not of a mart's counts, and of the texts that it was measured on (docs/quality.md, docs/matching.md);
-- yours may differ. Several measures of one mart are of its several ingredients, and their errors add up.
-- NULL: what was not measured; f1 without both.
select
    unnest(string_split(marts, '|')) as mart,
    measure,
    meaning,
    precision,
    precision_low,
    precision_high,
    recall,
    recall_low,
    recall_high,
    2 * precision * recall / nullif(precision + recall, 0) as f1,
    cases,
    part as corpus_part,
    measured_on,
    command
from {{ ref('quality') }}
