-- F1 over pairs of articles (x) that were planted in one story (y).
WITH found AS (SELECT y, story_id, count(*) AS n FROM planted JOIN stories ON article_id = x GROUP BY ALL),
pairs AS (SELECT sum(n * (n - 1) / 2) AS n FROM found),
told AS (SELECT sum(n * (n - 1) / 2) AS n FROM (SELECT sum(n) AS n FROM found GROUP BY y)),
said AS (SELECT sum(n * (n - 1) / 2) AS n FROM (SELECT sum(n) AS n FROM found GROUP BY story_id))
SELECT 2 * pairs.n / (told.n + said.n)
FROM pairs, told, said
