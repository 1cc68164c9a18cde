"""The page: a folder of static files that a browser opens from disk, made from a published warehouse."""

from __future__ import annotations

from flows.site.publish import INDEX_PAGE, SITE, is_page, publish_site, refresh_site

__all__ = ["INDEX_PAGE", "SITE", "is_page", "publish_site", "refresh_site"]
