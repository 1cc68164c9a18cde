-- PostgreSQL. What DuckDB has and PostgreSQL lacks, in its own words (benchmarks/postgres.py).
CREATE SCHEMA shims;
SET search_path = shims, public;
CREATE FUNCTION first_kept(anyelement, anyelement) RETURNS anyelement IMMUTABLE STRICT AS 'SELECT $1' LANGUAGE sql;
CREATE AGGREGATE any_value(anyelement) (SFUNC = first_kept, STYPE = anyelement);
CREATE FUNCTION contains(text, text) RETURNS boolean IMMUTABLE AS 'SELECT strpos($1, $2) > 0' LANGUAGE sql;
CREATE FUNCTION list_contains(anycompatiblearray, anycompatible) RETURNS boolean IMMUTABLE AS 'SELECT $2 = ANY($1)'
    LANGUAGE sql;
CREATE FUNCTION array_sort(anyarray) RETURNS anyarray IMMUTABLE STRICT
    AS 'SELECT coalesce(array_agg(x ORDER BY x COLLATE "C"), ''{}'') FROM unnest($1) x' LANGUAGE sql;
CREATE FUNCTION array_distinct(anyarray) RETURNS anyarray IMMUTABLE STRICT
    AS 'SELECT array_agg(DISTINCT x) FROM unnest($1) x WHERE x IS NOT NULL' LANGUAGE sql;
CREATE AGGREGATE flatten_all(anycompatiblearray) (SFUNC = array_cat, STYPE = anycompatiblearray);
CREATE FUNCTION week(date) RETURNS bigint IMMUTABLE AS 'SELECT extract(week FROM $1)::bigint' LANGUAGE sql;
CREATE FUNCTION month(date) RETURNS bigint IMMUTABLE AS 'SELECT extract(month FROM $1)::bigint' LANGUAGE sql;
CREATE FUNCTION quarter(date) RETURNS bigint IMMUTABLE AS 'SELECT extract(quarter FROM $1)::bigint' LANGUAGE sql;
CREATE FUNCTION year(date) RETURNS bigint IMMUTABLE AS 'SELECT extract(year FROM $1)::bigint' LANGUAGE sql;
CREATE FUNCTION dayofweek_iso(date) RETURNS bigint IMMUTABLE AS 'SELECT extract(isodow FROM $1)::bigint' LANGUAGE sql;
CREATE FUNCTION isoyear(date) RETURNS bigint IMMUTABLE AS 'SELECT extract(isoyear FROM $1)::bigint' LANGUAGE sql;
CREATE FUNCTION monthname(date) RETURNS text STABLE AS 'SELECT to_char($1, ''FMMonth'')' LANGUAGE sql;
CREATE FUNCTION dayname(date) RETURNS text STABLE AS 'SELECT to_char($1, ''FMDay'')' LANGUAGE sql;
CREATE FUNCTION rest(double precision, integer) RETURNS double precision IMMUTABLE
    AS 'SELECT ($1::numeric % $2)::double precision' LANGUAGE sql;
CREATE FUNCTION first_of(anyarray) RETURNS anyelement IMMUTABLE AS 'SELECT $1[1]' LANGUAGE sql;
CREATE OPERATOR % (LEFTARG = double precision, RIGHTARG = integer, FUNCTION = rest);
