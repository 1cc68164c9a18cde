-- How this run went, against the runs before it.
SELECT *
FROM run_health
WHERE run_id = (SELECT max_by(run_id, started_at) FROM run_health)
