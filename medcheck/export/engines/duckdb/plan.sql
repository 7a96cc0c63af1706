-- The review of an export in SQL, from top to bottom. A step is run by its name; between some of them Python answers
-- what SQL cannot: what a line means, what a cell says of time, and what the rules say of a list of medicines.
--
-- $source reads the export and gives its columns as c0, c1 ...; it is read three times: for what is distinct, to count
-- the rows of patients, and to write. To read is cheap; what costs is to hold texts by the million. So the texts, of
-- which few are distinct, are settled first, and patients are counted by the numbers that stand for them.
-- r0, r1 ... are the cells, as they stand in the file, that settle the answer of a row.

-- step: timed
-- Each row with when it counts on the day of the review; $cells joins it to what its cells say. What says when a row
-- ends is taken in the order of medcheck.export.times.spans.
(
    SELECT *,
        CASE
            WHEN ended_by = 'status' THEN 'past'
            WHEN start > $on THEN 'to come'
            WHEN row_end < $on THEN 'past'
            ELSE 'current'
        END AS row_time
    FROM (
        SELECT *,
            CASE ended_by
                WHEN 'stop' THEN stop_day
                WHEN 'supply' THEN start + supply_days - 1
                WHEN 'quantity' THEN start + supply_days - 1
                WHEN 'assumed' THEN start + $assumed - 1
            END AS row_end
        FROM (
            SELECT *,
                CASE
                    WHEN state = 'ended' THEN 'status'
                    WHEN stop_day >= start OR (start IS NULL AND stop_day IS NOT NULL) THEN 'stop'
                    WHEN stop_day IS NOT NULL OR stop_unread THEN 'unknown'
                    WHEN supply_days IS NOT NULL AND start IS NOT NULL THEN lasts_by
                    WHEN $still_taken THEN 'open'
                    WHEN start IS NOT NULL THEN 'assumed'
                    ELSE 'unknown'
                END AS ended_by
            FROM ($cells)
        )
    ) $last_days
)

-- step: distinct_cells
-- What is distinct, in one reading. Each kind of cells (lines, days, supplies) is grouped by itself, not each line on
-- each day; the cells are never NULL, so those of other kinds are where a row of this table has NULL.
CREATE TABLE distinct_cells AS
SELECT $cells, count(*) AS n, $items AS items
FROM $source
GROUP BY GROUPING SETS ($kinds);

-- step: cells_of_kind
-- To Python, which says what they mean.
SELECT DISTINCT $cells FROM distinct_cells WHERE $first IS NOT NULL;

-- step: create_days
CREATE TABLE days (cell VARCHAR, day INTEGER);

-- step: create_states
CREATE TABLE states (cell VARCHAR, state VARCHAR);

-- step: create_supplies
CREATE TABLE supplies (supply VARCHAR, quantity VARCHAR, directions VARCHAR, days INTEGER, lasts_by VARCHAR);

-- step: days_of_rows
-- How many rows begin on a day, how many of them so late that it cannot be true, and the first and the last day.
SELECT coalesce(sum(n), 0)::BIGINT, coalesce(sum(n) FILTER (day >= $shifted_day), 0)::BIGINT,
    coalesce(min(day), 0)::BIGINT, coalesce(max(day), 0)::BIGINT
FROM distinct_cells
JOIN days ON days.cell = start
WHERE day IS NOT NULL;

-- step: settled_times
-- When a row counts, by the cells that say it, and how many rows have these.
CREATE TABLE settled_times AS SELECT $cells, n, start, row_time, ended_by FROM $source;

-- step: times_settled
SELECT row_time, ended_by, sum(n)::BIGINT FROM settled_times GROUP BY row_time, ended_by;

-- step: no_days
SELECT 0, 0, 0, 0;

-- step: last_days
-- The last day on which something begins for each patient.
CREATE TABLE last_days AS
SELECT $patient AS patient, max(start) AS last_day FROM $source WHERE $patient <> '' GROUP BY 1;

-- step: raw_lines
-- The cells of the medicine and code columns, and the line that they make: blanks trimmed, columns joined.
CREATE TABLE raw_lines AS
SELECT $raw, $text AS text, $code AS code, n, items
FROM (SELECT $cells, n, items FROM distinct_cells WHERE $first IS NOT NULL);

-- step: lines
-- Each distinct line once, numbered in the order in which Python sorts lines.
CREATE TABLE lines AS
SELECT text, code, sum(n)::BIGINT AS n, sum(items)::BIGINT AS items, row_number() OVER (ORDER BY text, code) AS line
FROM raw_lines
GROUP BY text, code;

-- step: read_lines
-- To Python, which resolves them.
SELECT text, code, n, items FROM lines ORDER BY line;

-- step: create_answers
-- Few answers serve many lines: each is stored once, as it is to stand in the file: cell by cell, and as part of a row.
CREATE TABLE answers (
    kind VARCHAR, ingredients VARCHAR, findings VARCHAR, corrected VARCHAR, in_row VARCHAR, answer INTEGER
);

-- step: answer_of_line
-- The parameter has the number of the answer of line 1, 2, 3 ...
CREATE TABLE answer_of_line AS
SELECT unnest(range(1, len(numbers) + 1))::BIGINT AS line, unnest(numbers)::INTEGER AS answer
FROM (SELECT $numbers AS numbers);

-- step: lookup
-- From the raw cells straight to the answer, so that writing a row needs one join on cells as they stand.
CREATE TABLE lookup AS
SELECT *
FROM raw_lines
JOIN (SELECT text, code, line FROM lines) USING (text, code)
JOIN answer_of_line USING (line)
JOIN answers USING (answer);

-- step: kinds
SELECT kind, sum(n)::BIGINT FROM lookup GROUP BY kind;

-- step: set_of_line
-- Lines with the same number give the rules the same to look at; 0 gives them nothing.
CREATE TABLE set_of_line AS
SELECT unnest(range(1, len(numbers) + 1))::BIGINT AS line, unnest(numbers)::INTEGER AS medicine_set
FROM (SELECT $numbers AS numbers);

-- step: medicines_of_cells
-- Only numbers, for what is counted.
CREATE TABLE medicines_of_cells AS
SELECT $raw, medicine_set, kind = 'unrecognised' AS unread
FROM lookup
JOIN set_of_line USING (line);

-- step: counted_rows
-- The rows of each patient by sets of medicines; where it is not known yet how many rows count when, these too, in lines
-- of their own without a set. first_day is that on which the set began for the patient; where not all_dated, one of
-- its rows has no day. A row to come has one.
CREATE TABLE counted_rows AS
SELECT
    $cell AS cell, medicine_set, $times,
    count(*) AS n,
    count(*) FILTER (row_time = 'past') AS past_rows,
    count(*) FILTER (row_time = 'to come') AS rows_to_come,
    count(*) FILTER (unread) AS unrecognised_rows,
    count(*) = count(start) AS all_dated,
    min(start) FILTER (row_time <> 'to come') AS first_day
FROM $source s
JOIN medicines_of_cells a ON $same_cells
GROUP BY GROUPING SETS ($groups);

-- step: times
SELECT row_time, ended_by, n FROM counted_rows WHERE medicine_set IS NULL;

-- step: patients
-- One row for each patient; the patient '' has the rows that name none.
CREATE TABLE patients AS
SELECT
    $patient AS patient,
    sum(n)::BIGINT AS n,
    sum(past_rows)::BIGINT AS past_rows,
    sum(rows_to_come)::BIGINT AS rows_to_come,
    sum(unrecognised_rows)::BIGINT AS unrecognised_rows,
    list_sort(list_distinct(list(medicine_set) FILTER (medicine_set > 0 AND n > past_rows + rows_to_come))) AS sets
FROM counted_rows
WHERE medicine_set IS NOT NULL
GROUP BY 1;

-- step: rows_without_patient
SELECT coalesce(sum(n), 0)::BIGINT FROM patients WHERE patient = '';

-- step: people
SELECT count(*) FROM patients WHERE patient <> '';

-- step: medicine_lists
-- Patients with the same list are reviewed once.
CREATE TABLE medicine_lists AS
SELECT sets, count(*) AS people
FROM patients
WHERE sets IS NOT NULL AND patient <> ''
GROUP BY sets;

-- step: read_medicine_lists
-- To Python, which asks the rules.
SELECT rowid, sets, people FROM medicine_lists;

-- step: create_reviews
-- What the rules say, once for all lists of which they say the same; of those that are compared Python says, patient
-- by patient, which medicine came first.
CREATE TABLE reviews (
    review INTEGER, compared BOOLEAN, warnings INTEGER, combinations INTEGER, treatment_beside_cause VARCHAR,
    strong INTEGER, moderate INTEGER, limited INTEGER, findings INTEGER, medicines VARCHAR, acting_together VARCHAR
);

-- step: create_places
-- The order in which to review patients, by what the rules say and by which medicine came first.
CREATE TABLE places (review INTEGER, order_rank INTEGER, place INTEGER);

-- step: create_review_of_list
CREATE TABLE review_of_list (list BIGINT, review INTEGER);

-- step: reviewed_lists
-- Only lists with a finding are in review_of_list, so only those are left.
CREATE TABLE reviewed_lists AS
SELECT sets, review
FROM medicine_lists
JOIN review_of_list ON medicine_lists.rowid = review_of_list.list;

-- step: compared_patients
CREATE TABLE compared_patients AS
SELECT patient, review
FROM patients
JOIN reviewed_lists USING (sets)
JOIN reviews USING (review)
WHERE patient <> '' AND compared;

-- step: first_days
-- To Python: on which day each set of medicines began for such a patient, NULL where some row has no day.
SELECT patient, any_value(review), list(medicine_set ORDER BY medicine_set), list(first_day ORDER BY medicine_set)
FROM (
    SELECT c.patient, c.review, medicine_set, CASE WHEN bool_and(all_dated) THEN min(first_day) END AS first_day
    FROM (SELECT *, $patient AS person FROM counted_rows WHERE medicine_set > 0 AND n > rows_to_come) s
    JOIN compared_patients c ON c.patient = s.person
    GROUP BY c.patient, c.review, medicine_set
)
GROUP BY patient;

-- step: create_orders
CREATE TABLE orders (patient VARCHAR, order_rank INTEGER, words VARCHAR);

-- step: ranked_patients
CREATE TABLE ranked_patients AS
SELECT place, patient, review, n, past_rows, rows_to_come, unrecognised_rows, order_rank, words
FROM (
    SELECT patients.*, review, coalesce(o.order_rank, 0) AS order_rank, o.words
    FROM patients
    JOIN reviewed_lists USING (sets)
    LEFT JOIN orders o ON o.patient = patients.patient
    WHERE patients.patient <> ''
)
JOIN places USING (review, order_rank);

-- step: count_ranked_patients
SELECT count(*) FROM ranked_patients;

-- step: first_patients
SELECT patient, review, order_rank, coalesce(words, ''), n, past_rows, rows_to_come, unrecognised_rows
FROM ranked_patients
ORDER BY place, patient
LIMIT $limit;

-- step: write_patients
COPY (
    SELECT
        row_number() OVER (ORDER BY ranked.place, patient) AS rank,
        $patient_cell AS patient,
        warnings, combinations, treatment_beside_cause, strong, moderate, limited, findings, medicines,
        acting_together, n AS rows, past_rows, rows_to_come, ranked.unrecognised_rows,
        words AS came_first
    FROM ranked_patients ranked
    JOIN reviews USING (review)
    ORDER BY rank
) TO $target (FORMAT csv, HEADER true, NULLSTR '', USE_TMP_FILE false);

-- step: write_rows
-- A row whose line was not there when lines were listed is not written; the count of rows then stops the review.
COPY (
    SELECT $columns
    FROM $source s
    JOIN lookup a ON $same_cells
) TO $target ($options, USE_TMP_FILE false);

-- step: write_bare_rows
-- The same of files in which no cell holds a comma, a quote or a line end: a row is put together as one text, for to
-- look at each cell for what would need quotes takes a third of all writing. What is left to look for is "#", which
-- DuckDB sets in quotes as well; few rows have it. The answer's cells are in one text already, quotes and all.
COPY (
    SELECT CASE WHEN contains(written, '#') THEN concat($quoted_row) ELSE written END AS $header_row
    FROM (
        SELECT *, concat($row) AS written
        FROM $source s
        JOIN lookup a ON $same_cells
    )
) TO $target (FORMAT csv, HEADER $header, QUOTE '', ESCAPE '', USE_TMP_FILE false);
