# ruff: noqa: E501 - headers and styles stand as they are found
"""Which column of an export holds what: named profiles by header, else plain exports by column-name synonyms."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medcheck.exceptions import ProfileError
from medcheck.export.lines.code_cells import LOOKED_UP

ROLES = ("drug", "patient", "date", "stop", "status", "code", "items")


class Profile(NamedTuple):
    """A known layout; column names are compared without case, spaces, hyphens and underscores.

    ``drug`` columns are joined to the line that is read. ``code`` columns hold second names or codes of the same
    medicine that must agree. ``inactive`` maps a status column to the values with which a row is listed but not counted. ``items``
    holds how many prescriptions a row of an aggregate file stands for. ``looked_up`` is a column of codes and the
    layout of the file that names them; ``needs`` says what is missing where a layout has no more than such codes.
    """

    name: str
    header: tuple[str, ...]
    drug: tuple[str, ...] = ()
    patient: str = ""
    date: str = ""
    stop: tuple[str, ...] = ()
    inactive: Mapping[str, frozenset[str]] = {}
    code: tuple[str, ...] = ()
    items: str = ""
    needs: str = ""
    systems: tuple[str, ...] = ()
    looked_up: tuple[str, str] = ("", "")


class Naming(NamedTuple):
    """A layout of a file that names the codes of others, one code a row; ``unmapped`` is a code that means none."""

    name: str
    header: tuple[str, ...]
    code: str
    term: str
    unmapped: str = ""


class Columns(NamedTuple):
    """Where things are in the rows of one export; numbers count from 0, None is not there.

    ``systems`` says of each of the ``code`` columns which coding system it holds, where its name or the profile does.
    """

    profile: str
    drug: tuple[int, ...]
    patient: int | None = None
    date: int | None = None
    stop: tuple[int, ...] = ()
    status: tuple[int, ...] = ()
    inactive: tuple[frozenset[str], ...] = ()
    code: tuple[int, ...] = ()
    items: int | None = None
    systems: tuple[str, ...] = ()


INACTIVE = frozenset(
    "stopped completed cancelled canceled historical past ended inactive discontinued entered-in-error not-taken "
    "nottaken revoked declined expired deleted draft suspended on-hold abated false".split()
)
_DELETED = frozenset(("true", "1", "yes", "y", "t", "removed"))

# OMOP's drug_source_value holds this many characters; what is as long was cut most likely.
CUT = 50
OMOP = "OMOP drug_exposure"
FHIR = "FHIR medication resources"
_CONCEPTS = Naming(
    "OMOP CONCEPT", ("concept_id", "concept_name", "domain_id", "vocabulary_id"), "concept_id", "concept_name", "0"
)
_EMIS_CODES = Naming("EMIS Coding_DrugCode", ("CodeId", "Term"), "CodeId", "Term")
NAMINGS = (_CONCEPTS, _EMIS_CODES)

PROFILES: tuple[Profile, ...] = (
    Profile("Synthea medications", ("START", "STOP", "PATIENT", "ENCOUNTER", "CODE", "DESCRIPTION"),
            ("DESCRIPTION",), "PATIENT", "START", ("STOP",), code=("CODE",), systems=("rxnorm",)),
    Profile("MIMIC-IV prescriptions", ("subject_id", "hadm_id", "pharmacy_id", "starttime", "stoptime", "drug_type", "drug"),
            ("drug", "prod_strength"), "subject_id", "starttime", ("stoptime",), {"drug_type": frozenset(("base",))}, ("ndc",)),
    Profile("MIMIC-III prescriptions", ("SUBJECT_ID", "HADM_ID", "STARTDATE", "ENDDATE", "DRUG_TYPE", "DRUG", "DRUG_NAME_GENERIC"),
            ("DRUG", "PROD_STRENGTH"), "SUBJECT_ID", "STARTDATE", ("ENDDATE",), {"DRUG_TYPE": frozenset(("base",))}, ("NDC",)),
    Profile("MIMIC-IV pharmacy", ("subject_id", "hadm_id", "pharmacy_id", "starttime", "stoptime", "medication"),
            ("medication",), "subject_id", "starttime", ("stoptime",)),
    Profile("MIMIC-IV-ED medrecon", ("subject_id", "stay_id", "charttime", "name", "gsn", "ndc", "etccode"),
            ("name",), "subject_id", "charttime", code=("ndc",)),
    Profile("CMS Part D by provider and drug", ("Prscrbr_NPI", "Brnd_Name", "Gnrc_Name", "Tot_Clms"),
            ("Gnrc_Name",), code=("Brnd_Name",), items="Tot_Clms"),
    Profile("CMS Part D by drug", ("Brnd_Name", "Gnrc_Name", "Tot_Clms"),
            ("Gnrc_Name",), code=("Brnd_Name",), items="Tot_Clms"),
    Profile("NHS EPD (headers to 2025)", ("YEAR_MONTH", "PRACTICE_CODE", "CHEMICAL_SUBSTANCE_BNF_DESCR", "BNF_CODE", "BNF_DESCRIPTION", "ITEMS"),
            ("BNF_DESCRIPTION",), date="YEAR_MONTH", code=("CHEMICAL_SUBSTANCE_BNF_DESCR", "BNF_CODE"), items="ITEMS"),
    Profile("NHS EPD", ("YEAR_MONTH", "PRACTICE_CODE", "BNF_CHEMICAL_SUBSTANCE_NAME", "BNF_PRESENTATION_NAME", "ITEMS"),
            ("BNF_PRESENTATION_NAME",), date="YEAR_MONTH", code=("BNF_CHEMICAL_SUBSTANCE_NAME", "BNF_PRESENTATION_CODE"), items="ITEMS"),
    Profile("NHS practice-level prescribing", ("Practice_Code", "BNF_Code", "BNF_Description", "Items", "Quantity"),
            ("BNF_Description",), code=("BNF_Code",), items="Items"),
    Profile("OpenPrescribing", ("practice", "bnf_code", "bnf_name", "items", "quantity"),
            ("bnf_name",), date="month", code=("bnf_code",), items="items"),
    Profile("OpenPrescribing BNF list", ("BNF_CHEMICAL_SUBSTANCE", "BNF_PRODUCT", "BNF_PRESENTATION", "BNF_PRESENTATION_CODE"),
            ("BNF_PRESENTATION",), code=("BNF_CHEMICAL_SUBSTANCE", "BNF_PRESENTATION_CODE")),
    Profile(OMOP, ("drug_exposure_id", "person_id", "drug_concept_id", "drug_exposure_start_date", "drug_source_value"),
            ("drug_source_value",), "person_id", "drug_exposure_start_date", ("drug_exposure_end_date",),
            looked_up=("drug_concept_id", _CONCEPTS.name)),
    Profile("UK Biobank gp_scripts", ("eid", "data_provider", "issue_date", "drug_name", "quantity"),
            ("drug_name",), "eid", "issue_date", code=("bnf_code",)),
    Profile("FAERS DRUG", ("primaryid", "caseid", "drug_seq", "role_cod", "drugname"),
            ("drugname",), "primaryid", code=("prod_ai",)),
    Profile("Fred Office scripts", ("Dispense Date", "Drug Description", "Drug Strength"),
            ("Drug Description", "Drug Strength"), "Patient", "Dispense Date"),
    Profile(FHIR, ("resourceType", "id", "patient", "medication", "code", "status", "start", "end"),
            ("medication",), "patient", "start", ("end",), {"status": INACTIVE}, ("code",)),
    Profile("EMIS Prescribing_DrugRecord", ("DrugRecordGuid", "PatientGuid", "CodeId", "Dosage", "IsActive"),
            ("CodeId",), "PatientGuid", "EffectiveDate", ("CancellationDate",), {"IsActive": INACTIVE, "Deleted": _DELETED},
            needs="the medicines' names: give Coding_DrugCode beside it", looked_up=("CodeId", _EMIS_CODES.name)),
    Profile("EMIS Prescribing_IssueRecord", ("IssueRecordGuid", "PatientGuid", "CodeId", "Dosage"),
            ("CodeId",), "PatientGuid", "EffectiveDate", (), {"Deleted": _DELETED},
            needs="the medicines' names: give Coding_DrugCode beside it", looked_up=("CodeId", _EMIS_CODES.name)),
    Profile("SystmOne medications (OpenSAFELY)", ("patient_id", "date", "dmd_code", "medication_status"),
            needs="the medicine's name: join the dm+d description on dmd_code first"),
)  # fmt: skip

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "drug": (
        "drug_name", "drugname", "drug", "medication", "medication_name", "medicine", "medicine_name", "medicinename", "description",
        "drug_description", "item", "product", "product_name", "bnf_presentation_name", "bnf_description", "presentation",
        "gnrc_name", "generic_name", "brnd_name", "prescription", "medicament", "wirkstoff", "arzneimittel", "medicamento", "farmaco",
        "term", "display", "name", "prod_ai",
    ),
    "patient": (
        "patient_id", "patientid", "patient", "person_id", "personid", "subject_id", "patient_guid", "patient_number", "patient_no",
        "nhs_number", "chi_number", "mrn", "member_id", "memberid", "beneficiary_id", "bene_id", "desynpuf_id", "eid", "pseudo_id", "pat_id", "patid", "uid",
    ),
    "date": (
        "date", "start_date", "startdate", "start", "issue_date", "prescription_date", "prescribed_date", "dispense_date", "dispensed_date",
        "date_prescribed", "date_issued", "date_dispensed", "effective_date", "starttime", "fill_date", "order_date", "transaction_date",
    ),
    "stop": ("stop_date", "stopdate", "stop", "end_date", "enddate", "end", "date_stopped", "stoptime", "discontinued_date", "cancellation_date"),
    "status": ("status", "medication_status", "prescription_status", "is_active", "active"),
    "deleted": ("deleted", "is_deleted", "change_type"),
    "items": ("items", "item_count", "number_of_items", "claims", "tot_clms"),
    "strength": ("strength", "drug_strength", "dose_strength"),
}  # fmt: skip
# "Name" and the like may be the patient's: taken for the medicine only where another column speaks of medicines.
_VAGUE = frozenset(("name", "item", "term", "display", "description", "product", "presentation"))
# Columns of codes by the coding system that their names say; what others hold shows by its shape, if at all.
_CODED: Mapping[str, tuple[str, ...]] = {
    "atc": ("atc", "atc_code", "atc_5"),
    "bnf": ("bnf_code", "bnf_presentation_code", "bnf_chemical_substance_code", "bnf"),
    "rxnorm": ("rxcui", "rxnorm", "rxnorm_code", "rxnorm_cui", "rxnorm_rxcui", "ingredient_rxcui", "rxnorm_ingredient"),
    "": ("code", "drug_code", "bnf_chemical_substance"),
}
_SYSTEM = {name.replace("_", ""): system for system, names in _CODED.items() for name in names}
_SUPPORTING = frozenset(
    "strength drugstrength dose dosage quantity route atc atccode ndc bnfcode dmdcode form sig directions rxcui dayssupply gsn".split()
)


def norm(column: str) -> str:
    """A column name for comparison."""
    return re.sub(r"[\s_\-.]", "", column).strip("﻿\"'").casefold()


def choose(
    columns: Sequence[str],
    options: Mapping[str, Sequence[str]] | None = None,
    where: str = "the export",
    naming: Naming | None = None,
) -> Columns:
    """The columns to use; ``options`` maps roles to column names and wins over what the header says.

    ``naming`` is the layout of a file that names the codes.

    Raises ProfileError, listing the columns, for a header nobody knows and for a column that is not there.
    """
    places = {norm(column): place for place, column in reversed(list(enumerate(columns)))}
    found = _named(places, where, "drug" in (options or {}), naming.name if naming else "")
    if not found.profile:
        found = _plain(places, columns)
    for role, names in (options or {}).items():
        found = _with_option(found, role, names, places, columns, where)
    if not found.drug:
        raise ProfileError(
            f"{where}: which column holds the medicine? Set it with --map drug=COLUMN. {listed(columns)}"
        )
    return _apart(found)


def listed(columns: Sequence[str]) -> str:
    """The columns of a file in an error message; a line of data taken for a header is not repeated in full."""
    shown = [re.sub(r"\s+", " ", column)[:40] or "(empty)" for column in columns[:60]]
    return f"Columns: {', '.join(shown)}{', …' if len(columns) > 60 else ''}."


def naming_of(columns: Sequence[str], others: Sequence[Sequence[str]]) -> Naming | None:
    """The layout of a file that names the codes of one of the others; None for any other file."""
    wanted = {profile.looked_up[1] for profile in map(_profile, others) if profile}
    for naming in NAMINGS:
        if naming.name in wanted and {norm(column) for column in naming.header} <= {norm(column) for column in columns}:
            return naming
    return None


def _profile(columns: Sequence[str]) -> Profile | None:
    places = {norm(column) for column in columns}
    return next((p for p in PROFILES if all(norm(column) in places for column in p.header)), None)


def _named(places: Mapping[str, int], where: str, told: bool, naming: str) -> Columns:
    for profile in PROFILES:
        if not all(norm(column) in places for column in profile.header):
            continue
        given = bool(naming) and profile.looked_up[1] == naming
        if profile.needs and not given:
            if told:
                break
            raise ProfileError(f"{where}: {profile.name} lacks {profile.needs}, or set --map drug=COLUMN")

        def at(column: str) -> int | None:
            return places.get(norm(column)) if column else None

        status = [(places[norm(c)], values) for c, values in profile.inactive.items() if norm(c) in places]
        found = Columns(
            profile.name,
            tuple(places[norm(c)] for c in profile.drug if norm(c) in places),
            at(profile.patient),
            at(profile.date),
            tuple(places[norm(c)] for c in profile.stop if norm(c) in places),
            tuple(place for place, _ in status),
            tuple(values for _, values in status),
            items=at(profile.items),
        )
        if given:
            return _coded(found, (profile.looked_up[0],), places, (LOOKED_UP,))
        return _coded(found, profile.code, places, profile.systems)
    return Columns("", ())


def _plain(places: Mapping[str, int], columns: Sequence[str]) -> Columns:
    def first(role: str) -> int | None:
        return next((places[norm(name)] for name in _SYNONYMS[role] if norm(name) in places), None)

    drug = next(
        (
            places[norm(name)]
            for name in _SYNONYMS["drug"]
            if norm(name) in places and (name not in _VAGUE or _SUPPORTING & places.keys())
        ),
        None,
    )
    if drug is None and len(columns) == 1 and norm(columns[0]) in map(norm, _SYNONYMS["drug"]):
        drug = 0
    if drug is None:
        return Columns("chosen columns", (), first("patient"), first("date"))
    patient, strength, stop = first("patient"), first("strength"), first("stop")
    status = [(place, INACTIVE) for place in (first("status"),) if place is not None]
    status += [(place, _DELETED) for place in (first("deleted"),) if place is not None]
    found = Columns(
        "plain export",
        (drug,) if strength is None else (drug, strength),
        patient,
        first("date"),
        () if stop is None else (stop,),
        tuple(place for place, _ in status),
        tuple(values for _, values in status),
        items=first("items") if patient is None else None,
    )
    named = (next((name for name in names if norm(name) in places), "") for names in _CODED.values())
    return _coded(found, tuple(filter(None, named)), places)


def _coded(found: Columns, names: Sequence[str], places: Mapping[str, int], systems: Sequence[str] = ()) -> Columns:
    """The columns with those of codes that are there."""
    said = systems or [_SYSTEM.get(norm(name), "") for name in names]
    there = [(places[norm(n)], system) for n, system in zip(names, said, strict=True) if norm(n) in places]
    return found._replace(code=tuple(place for place, _ in there), systems=tuple(system for _, system in there))


def _apart(found: Columns) -> Columns:
    """The columns, none of the medicine among those of codes."""
    kept = [pair for pair in zip(found.code, found.systems, strict=True) if pair[0] not in found.drug]
    return found._replace(code=tuple(place for place, _ in kept), systems=tuple(system for _, system in kept))


def _with_option(
    found: Columns, role: str, names: Sequence[str], places: Mapping[str, int], columns: Sequence[str], where: str
) -> Columns:
    if role not in ROLES:
        raise ProfileError(f"--map {role}=…: the part before = is one of {', '.join(ROLES)}")
    given = []
    for name in names:
        exact = [place for place, column in enumerate(columns) if column == name]
        place = exact[0] if exact else places.get(norm(name))
        if place is None:
            raise ProfileError(f"{where}: --map {role}={name}: there is no such column. {listed(columns)}")
        given.append(place)
    if role == "drug":
        return found._replace(drug=tuple(given), profile=found.profile or "chosen columns")
    if role == "stop":
        return found._replace(stop=tuple(given))
    if role == "status":
        return found._replace(status=tuple(given), inactive=(INACTIVE,) * len(given))
    if role == "patient":
        return found._replace(patient=given[0])
    if role == "date":
        return found._replace(date=given[0])
    if role == "code":
        return found._replace(code=tuple(given), systems=tuple(_SYSTEM.get(norm(columns[p]), "") for p in given))
    return found._replace(items=given[0])
