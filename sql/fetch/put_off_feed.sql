-- SQLite. A feed that failed once more is left alone until then.
INSERT INTO feeds (address, attempts, not_before) VALUES (?, 1, ?)
ON CONFLICT (address) DO UPDATE SET attempts = attempts + 1, not_before = excluded.not_before
