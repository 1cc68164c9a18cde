SELECT run_id, started_at, articles, claims, quotes, stories, code_version, model_version
FROM runs
WHERE status IN ('completed', 'unchanged', 'empty')
ORDER BY started_at DESC
LIMIT 1
