-- All outlets, those with most articles first, with what the seed says of them.
SELECT overview.*, outlets.medium, outlets.language, outlets.leaning
FROM outlet_overview AS overview
JOIN dim_outlet AS outlets ON outlets.outlet = overview.outlet
ORDER BY overview.articles DESC, overview.outlet
