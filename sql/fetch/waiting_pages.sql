-- SQLite. Pages whose time has come; those that failed before go last.
SELECT key, address, headline, published_at, byline, stamp, content, is_whole, feed, outlet, attempts, etag, modified, digest
FROM pages
WHERE status = 'waiting' AND not_before <= ?
ORDER BY attempts, rowid
LIMIT ?
