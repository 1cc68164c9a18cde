"""The dimensions and marts, declared as `transforms.tables` declares the other tables: a module for each subject."""

from transforms.marts.dimensions import DIMENSIONS
from transforms.marts.outlets import ANONYMOUS_SOURCING, OUTLET_DAYS, OUTLET_PROFILE, SOURCE_DIVERSITY
from transforms.marts.statements import STATEMENTS

MARTS = (STATEMENTS, OUTLET_DAYS, SOURCE_DIVERSITY, ANONYMOUS_SOURCING, OUTLET_PROFILE)

__all__ = ["DIMENSIONS", "MARTS"]
