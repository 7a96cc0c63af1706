-- First uses for sequence symmetry, from top to bottom; Python says between the steps what a line means.

-- step: first_rows
-- In one reading: the first date of each patient and raw line; and, in rows of their own (where nobody is not NULL), in
-- how many rows each date stands, those that name a patient and those that name nobody. The first date is the first as
-- written, which Python checks by what date_cells gives it: where the days come in another order than their letters, or
-- a cell is no day, all is read once more with_days_written.
CREATE TABLE first_rows AS
SELECT cell, $cells, nobody, date_cell, min(nullif(date_cell, '')) AS first_cell, count(*) AS n
FROM (SELECT $cell AS cell, $nobody AS nobody, $cells, $date AS date_cell FROM (SELECT $columns FROM $source))
GROUP BY GROUPING SETS ((cell, $cells), (nobody, date_cell));

-- step: date_cells
SELECT date_cell, nobody, n FROM first_rows WHERE nobody IS NOT NULL;

-- step: create_days_written
CREATE TABLE days_written (written VARCHAR, day_written VARCHAR);

-- step: drop_first_rows
DROP TABLE first_rows;

-- step: with_days_written
-- The export with each day written as 2026-11-30, and nothing where there is none.
(SELECT s.*, coalesce(day_written, '') AS day_cell FROM $source s LEFT JOIN days_written ON written = $date)

-- step: line_cells
-- Raw cells, and the line that they make: blanks trimmed, columns joined.
CREATE TABLE line_cells AS
SELECT $raw, $text AS text, $code AS code, n
FROM (SELECT $cells, sum(n)::BIGINT AS n FROM first_rows WHERE nobody IS NULL GROUP BY ALL);

-- step: distinct_lines
SELECT text, code, sum(n)::BIGINT FROM line_cells GROUP BY text, code ORDER BY text, code;

-- step: people_with_dates
-- Those with a dated row.
SELECT count(DISTINCT $patient) FROM first_rows WHERE first_cell IS NOT NULL AND nobody IS NULL AND $patient <> '';

-- step: create_first_days
CREATE TABLE first_days (first_cell VARCHAR, day BIGINT);

-- step: create_line_groups
CREATE TABLE line_groups (text VARCHAR, code VARCHAR, line_group INTEGER);

-- step: first_uses
CREATE TABLE first_uses AS
SELECT $patient AS patient, line_group, min(day) AS day
FROM first_rows f
JOIN (SELECT * FROM line_cells JOIN line_groups USING (text, code)) g ON $same_cells
JOIN first_days USING (first_cell)
WHERE $patient <> ''
GROUP BY 1, line_group;

-- step: users
SELECT line_group, count(*) FROM first_uses GROUP BY line_group;

-- step: began
CREATE TABLE began AS SELECT * FROM first_uses WHERE day >= $start;

-- step: began_by_day
SELECT line_group, day, count(*) FROM began GROUP BY line_group, day;

-- step: create_pairs
CREATE TABLE pairs (index_group INTEGER, marker_group INTEGER);

-- step: days_apart
SELECT p.index_group, p.marker_group, m.day - i.day AS apart, count(*)
FROM pairs p
JOIN began i ON i.line_group = p.index_group
JOIN began m ON m.line_group = p.marker_group AND m.patient = i.patient
GROUP BY ALL;
