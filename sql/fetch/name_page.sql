-- SQLite. A page as a feed names it. One that is known waits again when the feed that named it first says that it changed.
INSERT INTO pages (key, feed, outlet, address, headline, published_at, byline, stamp, content, is_whole)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    status = 'waiting', attempts = 0, not_before = 0, stamp = excluded.stamp,
    headline = excluded.headline, content = excluded.content, is_whole = excluded.is_whole
WHERE status <> 'waiting' AND feed = excluded.feed AND stamp <> excluded.stamp AND excluded.stamp <> ''
    AND settled_at < ?
