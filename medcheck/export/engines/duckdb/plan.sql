-- The review of an export in SQL, from top to bottom. A step is run by its name; between some of them Python answers
-- what SQL cannot: what a line means, what an unusual cell says of time, and what the rules say of a list of medicines.
--
-- $source reads the export and gives its columns as c0, c1 ...; it is read twice, for what is distinct and to write.
-- "Raw" cells are as they stand in the file; r0, r1 ... are those of them that settle the answer of a row.

-- step: timed
-- Each row with when it counts on the day of the review; $cells reads the cells that say so. What says when a row ends
-- is taken in the order of medcheck.export.times.spans.
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
                    WHEN supply_days IS NOT NULL AND start IS NOT NULL THEN supply_by
                    WHEN $still_taken THEN 'open'
                    WHEN start IS NOT NULL THEN 'assumed'
                    ELSE 'unknown'
                END AS ended_by
            FROM ($cells)
        )
    ) $last_days
)

-- step: last_days
-- The last day on which something begins for each patient.
CREATE TABLE last_days AS
SELECT $patient AS patient, max(start) AS last_day FROM $source WHERE $patient <> '' GROUP BY 1;

-- step: drop_raw_cells
DROP TABLE IF EXISTS raw_cells;

-- step: raw_cells
-- Grouping whole raw cells first is quick; only what is left is trimmed and joined, some hundred times fewer cells.
CREATE TABLE raw_cells AS
SELECT row_time, ended_by, $cells, count(*) AS n, $items AS items, min(start)::INTEGER AS first_day,
    max(start)::INTEGER AS last_day, count(start)::INTEGER AS dated,
    (count(*) FILTER (start >= $shifted_day))::INTEGER AS late, bool_or(odd) AS odd
FROM $source
GROUP BY $cell_numbers;

-- step: odd_rows
SELECT count(*) FROM raw_cells WHERE odd;

-- step: dated_rows
SELECT coalesce(sum(dated), 0)::BIGINT, coalesce(sum(late), 0)::BIGINT FROM raw_cells;

-- step: first_and_last_day
SELECT coalesce(min(first_day), 0)::BIGINT, coalesce(max(last_day), 0)::BIGINT FROM raw_cells;

-- step: distinct_cells
-- To Python, which says what they mean.
SELECT DISTINCT * FROM ($cells);

-- step: create_days
CREATE TABLE days (cell VARCHAR, day INTEGER);

-- step: create_states
CREATE TABLE states (cell VARCHAR, state VARCHAR);

-- step: create_supplies
CREATE TABLE supplies (supply VARCHAR, quantity VARCHAR, directions VARCHAR, days INTEGER, lasts_by VARCHAR);

-- step: raw_lines
-- The cells of the medicine and code columns, and the line that they make: blanks trimmed, columns joined.
CREATE TABLE raw_lines AS
SELECT $raw, $text AS text, $code AS code, sum(n)::BIGINT AS n, sum(items)::BIGINT AS items
FROM raw_cells
GROUP BY ALL;

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
-- Few answers serve many lines: each is stored once, as it is to stand in the file.
CREATE TABLE answers (kind VARCHAR, ingredients VARCHAR, findings VARCHAR, corrected VARCHAR, answer INTEGER);

-- step: answer_of_line
-- The parameter has the number of the answer of line 1, 2, 3 ...
CREATE TABLE answer_of_line AS
SELECT unnest(range(1, len(numbers) + 1))::BIGINT AS line, unnest(numbers) AS answer
FROM (SELECT ?::INTEGER[] AS numbers);

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

-- step: times
SELECT row_time, ended_by, sum(n)::BIGINT FROM raw_cells GROUP BY ALL;

-- step: set_of_line
-- Lines with the same number give the rules the same to look at; 0 gives them nothing.
CREATE TABLE set_of_line AS
SELECT unnest(range(1, len(numbers) + 1))::BIGINT AS line, unnest(numbers) AS medicine_set
FROM (SELECT ?::INTEGER[] AS numbers);

-- step: medicines_of_cells
-- Joined before the patients are, who are many more than lines.
CREATE TABLE medicines_of_cells AS SELECT * FROM lookup JOIN set_of_line USING (line);

-- step: patients
-- One row for each patient; the patient '' has the rows that name none.
CREATE TABLE patients AS
SELECT
    $patient AS patient,
    sum(s.n)::BIGINT AS n,
    coalesce(sum(s.n) FILTER (row_time = 'past'), 0)::BIGINT AS past_rows,
    coalesce(sum(s.n) FILTER (row_time = 'to come'), 0)::BIGINT AS rows_to_come,
    coalesce(sum(s.n) FILTER (kind = 'unrecognised'), 0)::BIGINT AS unrecognised_rows,
    list_sort(list_distinct(list(medicine_set) FILTER (medicine_set > 0 AND row_time = 'current'))) AS sets
FROM raw_cells s
JOIN medicines_of_cells a ON $same_patient_cells
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
    SELECT c.patient, c.review, medicine_set, CASE WHEN sum(dated) = sum(s.n) THEN min(first_day) END AS first_day
    FROM (SELECT *, $patient AS person FROM raw_cells WHERE row_time <> 'to come') s
    JOIN compared_patients c ON c.patient = s.person
    JOIN medicines_of_cells a ON $same_patient_cells
    WHERE medicine_set > 0
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
