-- First uses for sequence symmetry, from top to bottom; Python says between the steps what a line means.

-- step: first_rows
-- The first day of each patient and raw line. Days written as 2026-11-30 are read here; "odd" cells hold anything else,
-- and one of them sends the whole export through date_cells, where Python reads each distinct cell.
CREATE TABLE first_rows AS
SELECT patient, $cells, min(day) AS day, max(day) AS last_day, count(*) AS n,
    count(*) FILTER (day IS NULL) AS undated, count(*) FILTER (day IS NULL AND cell <> '') AS odd
FROM (
    SELECT *, CASE WHEN cell[5] = '-' AND cell[8] = '-' AND cell[11] NOT BETWEEN '0' AND '9'
        AND cell[:4] NOT IN ($placeholder_years)
        THEN datediff('day', DATE '0001-01-01', try_cast(cell[:10] AS DATE)) + 1 END AS day
    FROM (SELECT $patient AS patient, $cells, left($date, $date_letters) AS cell FROM $source)
)
GROUP BY ALL;

-- step: odd_dates
SELECT coalesce(sum(odd), 0)::BIGINT FROM first_rows;

-- step: date_cells
SELECT DISTINCT left($date, $date_letters) FROM $source;

-- step: create_days
CREATE TABLE days (cell VARCHAR, day BIGINT);

-- step: drop_first_rows
DROP TABLE first_rows;

-- step: first_rows_by_days
CREATE TABLE first_rows AS
SELECT patient, $cells, min(day) AS day, max(day) AS last_day, count(*) AS n,
    count(*) FILTER (day IS NULL) AS undated, 0 AS odd
FROM (SELECT $patient AS patient, $cells, left($date, $date_letters) AS cell FROM $source) JOIN days USING (cell)
GROUP BY ALL;

-- step: line_cells
-- Raw cells, and the line that they make: blanks trimmed, columns joined.
CREATE TABLE line_cells AS
SELECT $raw, $text AS text, $code AS code, sum(n)::BIGINT AS n FROM (SELECT $cells, sum(n) AS n FROM first_rows GROUP BY ALL)
GROUP BY ALL;

-- step: distinct_lines
SELECT text, code, sum(n)::BIGINT FROM line_cells GROUP BY text, code ORDER BY text, code;

-- step: counts
SELECT coalesce(sum(n), 0)::BIGINT, coalesce(sum(undated), 0)::BIGINT, coalesce(sum(n) FILTER (patient = ''), 0)::BIGINT,
    count(DISTINCT patient) FILTER (patient <> '' AND day IS NOT NULL),
    coalesce(min(day) FILTER (patient <> ''), 0)::BIGINT, coalesce(max(last_day) FILTER (patient <> ''), 0)::BIGINT
FROM first_rows;

-- step: create_line_groups
CREATE TABLE line_groups (text VARCHAR, code VARCHAR, line_group INTEGER);

-- step: first_uses
CREATE TABLE first_uses AS
SELECT patient, line_group, min(day) AS day
FROM first_rows f
JOIN (SELECT * FROM line_cells JOIN line_groups USING (text, code)) g ON $same_cells
WHERE patient <> '' AND day IS NOT NULL
GROUP BY patient, line_group;

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
