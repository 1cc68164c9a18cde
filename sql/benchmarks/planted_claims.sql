-- The share of planted pairs of claims (x, y) that are in one group.
SELECT avg((a.claim_group_id = b.claim_group_id)::INT)
FROM planted
JOIN claim_groups AS a ON a.claim_id = x
JOIN claim_groups AS b ON b.claim_id = y
