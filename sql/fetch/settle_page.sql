-- SQLite. A page that is done, or has failed for good; its content lies in a file then.
UPDATE pages
SET status = ?, problem = ?, etag = ?, modified = ?, digest = ?, settled_at = ?, content = ''
WHERE key = ?
