SELECT *
FROM outlet_overview
ORDER BY articles DESC, outlet
