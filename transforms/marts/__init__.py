"""The dimensions and marts, declared as `transforms.tables` declares the other tables: a module for each subject."""

from transforms.marts.dimensions import DIMENSIONS
from transforms.marts.gaps import AGENCY_DEPENDENCE, CLAIM_OMISSIONS, QUOTE_REUSE, STORY_BLINDSPOTS
from transforms.marts.outlets import ANONYMOUS_SOURCING, OUTLET_DAYS, OUTLET_PROFILE, SOURCE_DIVERSITY
from transforms.marts.runs import MART_QUALITY, RUN_HEALTH
from transforms.marts.sources import ATTRIBUTION_DRIFT, CLAIM_TIMELINE, SOURCE_NETWORK, SOURCE_REACH
from transforms.marts.statements import STATEMENTS

MARTS = (
    STATEMENTS,
    OUTLET_DAYS,
    SOURCE_DIVERSITY,
    ANONYMOUS_SOURCING,
    OUTLET_PROFILE,
    AGENCY_DEPENDENCE,
    STORY_BLINDSPOTS,
    CLAIM_OMISSIONS,
    QUOTE_REUSE,
    SOURCE_REACH,
    SOURCE_NETWORK,
    ATTRIBUTION_DRIFT,
    CLAIM_TIMELINE,
    RUN_HEALTH,
    MART_QUALITY,
)

__all__ = ["DIMENSIONS", "MARTS"]
