-- SQLite. What is known of feeds and pages between two rounds of fetching (flows/fetch/state.py).
CREATE TABLE IF NOT EXISTS feeds (
    address TEXT PRIMARY KEY, etag TEXT, modified TEXT, stamp TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS pages (
    key TEXT PRIMARY KEY, feed TEXT NOT NULL, outlet TEXT, address TEXT, headline TEXT, published_at TEXT,
    byline TEXT NOT NULL, stamp TEXT NOT NULL, content TEXT NOT NULL, is_whole INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'waiting', attempts INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0,
    problem TEXT, etag TEXT, modified TEXT, digest TEXT, settled_at REAL
);
CREATE INDEX IF NOT EXISTS waiting ON pages (not_before) WHERE status = 'waiting';
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY);
