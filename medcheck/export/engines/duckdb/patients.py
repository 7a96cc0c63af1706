"""Reviews the patients: their lists of medicines in SQL, what the rules say of each list in Python."""

from collections import Counter
from collections.abc import Iterator, Sequence

from medcheck.export.engines.duckdb.cells import PATIENT, as_in_file, csv_cell, safe
from medcheck.export.engines.duckdb.connection import TEXT_AS_LIST, Connection, as_text
from medcheck.export.engines.duckdb.times import Timed
from medcheck.export.engines.duckdb.writer import answer_columns, same_cells
from medcheck.export.inputs.parquet import quoted
from medcheck.export.job import ON_THE_PAGE, Job, Tally
from medcheck.export.outputs.patients_file import COLUMNS, medicines_and_combinations
from medcheck.export.patients.medicine_sets import MedicineSets
from medcheck.export.patients.order import NOT_AFTER, RANKS, Order
from medcheck.export.patients.rules import PatientReview, PatientRow


def count_rows(job: Job, connection: Connection, timed: Timed, source: str, tally: Tally) -> None:
    """Count the answers; and the rows, by patient and set of medicines, and by when they count."""
    tally.kinds.update(connection.run("kinds"))
    used = job.export.used
    if not used.has_times:  # nor, then, is there a patient
        return
    job.progress.stage("Counting", total=None)
    connection.run("set_of_line", [as_text(tally.sets.set_of)], numbers=TEXT_AS_LIST)
    connection.run("medicines_of_cells", raw=", ".join(f"r{place}" for place in answer_columns(job)))
    connection.run(
        "counted_rows",
        cell=as_in_file(used.patient) if used.patient is not None else "''",
        source=timed.source(source),
        same_cells=same_cells(job),
        times="NULL AS row_time, NULL AS ended_by" if timed.settled else "row_time, ended_by",
        groups="(cell, medicine_set)" if timed.settled else "(cell, medicine_set), (row_time, ended_by)",
    )
    times = connection.run("times_settled" if timed.settled else "times")
    tally.times = Counter({(time, by): rows for time, by, rows in times})


def review_patients(job: Job, connection: Connection, tally: Tally) -> None:
    """Review every patient and write ``patients.csv``."""
    if job.export.used.patient is None:
        job.output.write("patients.csv", ",".join(COLUMNS) + "\n")
        return
    connection.run("patients", patient=PATIENT)
    tally.without_patient = connection.number("rows_without_patient")
    tally.people = connection.number("people")
    reviews = _review_lists(job, connection, tally)
    connection.run("reviewed_lists")
    _store_orders(job, connection, tally, reviews)
    connection.run("ranked_patients")
    tally.patients = connection.number("count_ranked_patients")
    first = connection.run("first_patients", limit=str(ON_THE_PAGE))
    tally.first = [
        PatientRow(patient, reviews[review], Order(rank, words), *counted)
        for patient, review, rank, words, *counted in first
    ]
    connection.run(
        "write_patients",
        patient_cell=csv_cell("patient", job.raw),
        target=quoted(str(job.output.path("patients.csv"))),
    )


def _review_lists(job: Job, connection: Connection, tally: Tally) -> list[PatientReview]:
    """Each distinct list is reviewed once; gives the reviews with a finding, by their numbers in ``reviews``."""
    connection.run("medicine_lists")
    lists = connection.run("read_medicine_lists")
    job.progress.stage("Reviewing patients", "lists of medicines", len(lists))
    by_list: list[tuple[int, PatientReview]] = []
    people_by_review: Counter[PatientReview] = Counter()
    for done, (row, sets, people) in enumerate(lists):
        review = tally.sets.review(sets)
        people_by_review[review] += people
        by_list.append((row, review))
        job.progress.at(done)
    tally.reviews = people_by_review
    found = [review for review in people_by_review if review.findings]
    _store_reviews(job, connection, found, tally.sets)
    number_of = {review: number for number, review in enumerate(found)}
    connection.run("create_review_of_list")
    numbered = ((row, number_of[review]) for row, review in by_list if review.findings)
    connection.insert("review_of_list", numbered, ["BIGINT", "INTEGER"])
    return found


def _store_reviews(job: Job, connection: Connection, reviews: Sequence[PatientReview], sets: MedicineSets) -> None:
    ranks = {number: RANKS if sets.compared(review) else (NOT_AFTER,) for number, review in enumerate(reviews)}
    priority_of = {(number, rank): reviews[number].priority(rank) for number, of in ranks.items() for rank in of}
    place_of = {priority: place for place, priority in enumerate(sorted(set(priority_of.values()), reverse=True))}

    def rows() -> Iterator[tuple[object, ...]]:
        for number, review in enumerate(reviews):
            warnings, combinations, beside, *counts = review.numbers
            # In CSV what is absent is written as nothing, an empty text as two quotes.
            texts = (safe(text, job.raw) or None for text in medicines_and_combinations(review, sets.names))
            numbers = (warnings, combinations, "yes" if beside else "no", *counts)
            yield (number, ranks[number] == RANKS, *numbers, *texts)

    connection.run("create_reviews")
    types = ["INTEGER", "BOOLEAN", *["INTEGER"] * 2, "VARCHAR", *["INTEGER"] * 4, *["VARCHAR"] * 2]
    connection.insert("reviews", rows(), types)
    connection.run("create_places")
    places = ((*review_and_rank, place_of[priority]) for review_and_rank, priority in priority_of.items())
    connection.insert("places", places, ["INTEGER"] * 3)


def _store_orders(job: Job, connection: Connection, tally: Tally, reviews: Sequence[PatientReview]) -> None:
    """Which came first for each patient with a treatment beside a likely cause; only their days are looked up."""
    connection.run("create_orders")
    compared = [tally.sets.compared(review) for review in reviews]
    if not any(compared):
        return
    connection.run("compared_patients")
    days = connection.run("first_days", patient=PATIENT)

    def orders() -> Iterator[tuple[object, ...]]:
        for patient, review, sets, first in days:
            asked = compared[review]
            assert asked
            order = asked.order(dict(zip(sets, first, strict=True)))
            tally.within.update(order.within)
            yield patient, order.rank, safe(order.words, job.raw)

    connection.insert("orders", orders(), ["VARCHAR", "INTEGER", "VARCHAR"])
