-- Which outlet repeats words of some people and bodies that another had quoted before, with each repetition.
SELECT
    earlier.speaker_entity_id AS entity_id, reused.earlier_outlet, reused.outlet, count(*) AS quotes,
    count(*) FILTER (WHERE reused.wording = 'unchanged') AS unchanged_quotes,
    count(*) FILTER (WHERE reused.wording = 'shortened') AS shortened_quotes,
    count(*) FILTER (WHERE reused.wording = 'lengthened') AS lengthened_quotes,
    count(*) FILTER (WHERE reused.wording = 'edited') AS edited_quotes,
    count(*) FILTER (WHERE reused.is_other_speaker) AS other_speaker_quotes,
    median(reused.hours_after) AS median_hours,
    list({quote_id: later.quote_id, claim_id: later.claim_id, article_id: later.article_id, quote_text: later.text}
        ORDER BY later.article_id, later."start", later.quote_id)[:$most] AS printings
FROM intermediate.int_quote_reuse AS reused
JOIN quotes AS earlier ON earlier.quote_id = reused.earlier_quote_id
JOIN quotes AS later ON later.quote_id = reused.quote_id
WHERE earlier.speaker_entity_id IN (SELECT unnest($keys))
GROUP BY earlier.speaker_entity_id, reused.earlier_outlet, reused.outlet
QUALIFY
    row_number() OVER (PARTITION BY earlier.speaker_entity_id ORDER BY count(*) DESC, reused.earlier_outlet, reused.outlet) <= $limit
ORDER BY earlier.speaker_entity_id, count(*) DESC, reused.earlier_outlet, reused.outlet
