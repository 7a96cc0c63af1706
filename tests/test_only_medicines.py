"""A word is a medicine only where something speaks for it, and what nothing speaks for is still counted."""

import pytest

from medcheck import check


def named(text: str) -> list[str]:
    return [ingredient for mention in check(text).mentions for ingredient in mention.ingredients]


@pytest.mark.parametrize(
    "text",
    [
        "LASIK 2010",
        "The swelling was back to usual by the weekend.",
        "The rota is out and in the interim he walks with a frame.",
        "Bloods: B12 normal, folate 12.1, glucose 5.4",
        "No pain on palpation and the ear dry.",
        "The mucosa looked dehydrated, with sternal tenderness.",
        "Thyroid normal, potassium 4.1 mmol/L",
        "HbA1c 48, T2DM, abdo soft, prev well, bilat creps",
        "Referred for a penicillin allergy test.",
        "PMH: statin myopathy 2014",
        "A post-cisplatin neuropathy since then.",
        "Made by Imodium Pharma Ltd in Hull.",
        "Nice weather and a very clean ward.",
        "Same at both visits, reviewed by Dr O. ni Zzyzzfol.",
        "Bloods: FBC, B12/folate: N, electrolytes normal",
        "The firm sells B2B, and section II-B-2 of the terms holds.",
        "An A C L tear on the scan, seen at clinic.",
        "Steroid card given and pop drunk at the party.",
        "Write to j.zzyzzfol@example.org and send zzyzz.xls back.",
        "He found it most singular that the static rose.",
        "Dr Zzyzzfol of the hospital spoke to Mary Zzyzzfol about an attack on Zzyzzburg.",
        "Presently 75 of 80 beds are full, INH 2 puffs bd",
        "Un comprimé chaque jour, au besoin le soir",
        "ST0PPED - A11ergies checked",
        "When was Zyxofol founded?",
        "My zyxofol crashes with that one.",
        "Scan clear, Zyxofol\u2019s note read at home.",
        "The nurse used a nonzyxing, nonlaboured tone.",
        "Zyxofol: 0.2 EU/dL.",
        "Symptoms due to her thyroid, and thyroid problems in the family.",
        "He grows peppermint plants, and she roasted onion, garlic and fish.",
        "No use of ethanol, tobacco or much else.",
        "O2 saturation: 97% on air.",
        "Seen on the ward at teatime, BNO D2, eating well.",
        "The bowel prep was hard to drink.",
        "Better in the mornin than at night.",
        "An increased amount of sodium can harm her heart.",
    ],
)
def test_words_of_notes_are_neither_medicines_nor_asked_about(text: str) -> None:
    review = check(text)
    assert [mention.text for mention in review.mentions] == []
    assert [entry.text for entry in review.unrecognised] == []


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("She was started on furosemde for her ankles.", ["furosemide"]),
        ("simvastatn\nlisinoprl\nwarfrin", ["simvastatin", "lisinopril", "warfarin"]),
        ("He takes iron and potassium.", ["iron", "potassium"]),
        ("Clara sachets 1 bd", ["ispaghula"]),
        ("two and a half bisoprollol", ["bisoprolol"]),
        ("vitamins", ["multivitamin"]),
        ("INH 300 mg od", ["isoniazid"]),
        ("Oxytocin 10 u IM after the birth", ["oxytocin"]),
        ("Oxygen 2 L/min at night", ["oxygen"]),
        ("She never had insulin", ["insulin"]),
        ("nettles", ["nettle"]),
        ("singular 10 mg at night", ["montelukast"]),
        ("Ramipril 5 mg\ngarlic\nbisoprolol", ["ramipril", "garlic", "bisoprolol"]),
        ("Dosette box holds: furosemide 40, zopiclone 7.5", ["furosemide", "zopiclone"]),
        ("Hypothyroidism on thyroxine and iron", ["levothyroxine", "iron"]),
        ("consider starting Apo-go", ["apomorphine"]),
        ("California Syrup of Figs\nSomac", ["fig", "senna", "pantoprazole"]),
        ("Rozzucor-ASP 10 mg", ["aspirin", "rosuvastatin"]),
        ("M-M-R prn", ["measles vaccine", "mumps vaccine", "rubella vaccine"]),
        ("not taking d4T", ["stavudine"]),
        ("Meds: ramipril 5 mg, Vit D, PRN paracetamol", ["ramipril", "colecalciferol", "paracetamol"]),
        ("She brought naproxn from home and has warfrin there.", ["naproxen", "warfarin"]),
        ("He takes garlic every day, and her thyroid 60 mg is hers.", ["garlic", "thyroid"]),
        ("On home O2 at 2 L/min.", ["oxygen"]),
        ("Takes D3 with her calcium.", ["colecalciferol", "calcium"]),
        ("Duloxetine's leaflet put her off.", ["duloxetine"]),
    ],
)
def test_evidence_makes_a_word_a_medicine(text: str, ingredients: list[str]) -> None:
    assert named(text) == ingredients


@pytest.mark.parametrize(
    ("text", "ingredient"),
    [
        ("MTX 15 mg weekly", "methotrexate"),
        ("pred 5", "prednisolone"),
        ("met 1 g bd", "metformin"),
        ("Dexamethasone stopped in May. Dex again in June.", "dexamethasone"),
        ("biso 2.5", "bisoprolol"),
    ],
)
def test_a_short_form_is_settled_by_its_context(text: str, ingredient: str) -> None:
    assert set(named(text)) == {ingredient}


@pytest.mark.parametrize(
    ("text", "ingredients", "other"),
    [
        ("pred 5 mg\nacetaminophen 500 mg prn", ["paracetamol", "prednisone"], ("prednisolone",)),
        ("pred 5 mg\nparacetamol 500 mg prn", ["paracetamol", "prednisolone"], ("prednisone",)),
        ("NHI ABC1234\nDuolin 2 puffs", ["ipratropium", "salbutamol"], ("ipratropium", "levosalbutamol")),
    ],
)
def test_a_name_that_means_another_medicine_elsewhere_is_settled_by_the_country(
    text: str, ingredients: list[str], other: tuple[str, ...]
) -> None:
    review = check(text)
    assert sorted(named(text)) == ingredients
    runners_up = [mention.match.runner_up for mention in review.mentions if mention.match.runner_up]
    assert [runner_up.ingredients for runner_up in runners_up] == [other]


def test_without_a_sign_of_a_country_a_name_keeps_its_first_meaning() -> None:
    assert sorted(named("Duolin 2 puffs")) == ["ipratropium", "levosalbutamol"]


@pytest.mark.parametrize("text", ["MTX", "dex"])
def test_a_short_form_that_nothing_settles_is_asked_about(text: str) -> None:
    assert [(entry.text, entry.reason) for entry in check(text).unrecognised] == [(text, "ambiguous")]


@pytest.mark.parametrize(
    "text",
    [
        "HCT 25 mg\nHydrocortisone 1% cream",
        "Hydrocortisone 1% cream\nHCT 25 mg",
        "HCT\nhydrocortisone",
        "HCT, hydrocortisone",
    ],
)
def test_another_entry_does_not_settle_what_a_short_form_means(text: str) -> None:
    assert [(entry.text, entry.reason) for entry in check(text).unrecognised] == [("HCT", "ambiguous")]


@pytest.mark.parametrize("text", ["HCT (hydrocortisone)", "HCT = hydrocortisone", "HCT/hydrocortisone 10 mg"])
def test_a_name_in_full_right_after_a_short_form_explains_it(text: str) -> None:
    assert set(named(text)) == {"hydrocortisone"}


@pytest.mark.parametrize(
    "text",
    [
        "Furosemide 40 mg od\nVelotaxa\nRamipril 5 mg od",
        "Drug\tDose\nFurosemide\t40 mg\nVelotaxa\t20 mg",
        "She was well and takes her Velotaxa 20 mg twice daily.",
        "He was seen last week and was started on Velotaxa for his chest.",
        "Allergies: Velotaxa - rash",
    ],
)
def test_an_unknown_name_with_evidence_is_asked_about(text: str) -> None:
    assert [entry.text for entry in check(text).unrecognised] == ["Velotaxa"]


def test_what_is_like_an_ordinary_word_and_has_a_strength_is_asked_about() -> None:
    review = check("Ramipril 5 mg od\nCarmea 250 mcg\nappointmnt in 3 weeks")  # "camera", "appointment"
    assert [entry.text for entry in review.unrecognised] == ["Carmea"]


@pytest.mark.parametrize("code", ["XZ2BQ", "TK07y"])
def test_a_code_in_a_cell_is_not_asked_about(code: str) -> None:
    review = check(f"Date\tEntry\tCode\n01 Feb 2026\tFurosemide 40 mg daily\t{code}\n02 Feb 2026\tAspirin 75 mg\t")
    assert [entry.text for entry in review.unrecognised] == []


@pytest.mark.parametrize("word", ["gastroplication", "arthroscopy", "hepatomegaly"])
def test_a_remark_that_ends_like_a_finding_or_an_act_is_not_asked_about_in_a_list(word: str) -> None:
    review = check(f"Furosemide 40 mg od - after zz{word}\nRamipril 5 mg od")
    assert [entry.text for entry in review.unrecognised] == []


def test_a_kind_of_medicine_in_a_remark_on_another_is_not_asked_about() -> None:
    assert check("Methotrexate: omit while on antibiotics").unrecognised == ()


def test_an_unknown_word_without_evidence_is_counted_with_its_place() -> None:
    text = "We walked to the old Trelmorvan and it was closed by the time that we arrived."
    review = check(text)
    assert review.unrecognised == ()
    assert [(word.text, word.start, word.end) for word in review.unfamiliar] == [("Trelmorvan", 21, 31)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Furosemide 40 mg od\nRamipril 5 mg od", "list"),
        ("Drug | Dose\nFurosemide | 40 mg\nRamipril | 5 mg", "table"),
        ("Dear colleague,\nThank you for seeing this man who has been well.\nYours sincerely", "letter"),
        ("She was seen today and she feels that her legs are heavy.", "note"),
        ("Remember poor old Captain Trelawney?", "note"),
        ("One tablet twice a day", "directions"),
    ],
)
def test_a_review_says_what_kind_of_text_was_assumed(text: str, kind: str) -> None:
    assert check(text).text_kind == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She was prescribed diuretics by her doctor and felt well at home.", ["diuretics"]),
        ("Medicines: diuretics, other things\n\nShe came in on Monday and felt well at home.", ["diuretics"]),
        ("She spoke of diuretics with her doctor and felt well at home.", []),
    ],
)
def test_a_kind_of_medicine_in_a_letter_is_one_that_somebody_takes(text: str, found: list[str]) -> None:
    assert [mention.text for mention in check(text).mentions] == found


@pytest.mark.parametrize(
    "text",
    [
        "You may use zzyzzctl to change the settings of this file from another window.",
        "An example of the use of zzyzzopen () is shown in the page on the other calls.",
        "If nothing is given, Zzyzzcast takes the name of the branch to which it was switched.",
        "The environment variable ZZYZZFILE can also be used to name the folder that it writes.",
        "Since one uses zzyzzshare with malloq for a new space of names, the rest goes on.",
        "It must not be used with the option before and works on TCP and Zzyzzsock alone.",
        "Except as said here, the name of Silicon Widgets, Inc. shall not be used by anyone else.",
    ],
)
def test_technical_prose_names_no_medicine_and_is_not_asked_about(text: str) -> None:
    review = check(text)
    assert [mention.text for mention in review.mentions] == []
    assert [entry.text for entry in review.unrecognised] == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("You may use Velotaxa to calm the rash on both sides of the face and neck.", ["Velotaxa"]),
        ("My neighbour switched to Velotaxa in the spring and told the pharmacist about it.", ["Velotaxa"]),
        ("The one that I use is Velotaxa 20 mg and it came in the post.", ["Velotaxa"]),
        ("Use Velotaxa as before.", ["Velotaxa"]),
    ],
)
def test_an_unknown_name_is_asked_about_where_a_sentence_speaks_of_care(text: str, asked: list[str]) -> None:
    assert [entry.text for entry in check(text).unrecognised] == asked


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("she takes amlodipne and feels well", ["amlodipine"]),
        ("started on sertralin for anxiety", ["sertraline"]),
        ("Continues on bisoprolo with no side effects reported at all", ["bisoprolol"]),
        ("He was put on furosemid after the heart attack last autumn", ["furosemide"]),
        ("Mum stopped her simvastatn because of the aches", ["simvastatin"]),
        ("On metformn since 2015 without trouble and wants to stay on it", ["metformin"]),
        ("Has been using salbutamoll more often since the weather turned", ["salbutamol"]),
        ("GP added lisinoprl last month and the cough began soon after", ["lisinopril"]),
        ("Remains on warfrin after the second clot two years ago", ["warfarin"]),
        ("Taking omeprazol for reflux, which has settled", ["omeprazole"]),
        ("Swapped to candesartn when the cough would not go", ["candesartan"]),
        ("We agreed to try mirtazapin for sleep and appetite", ["mirtazapine"]),
        ("Amitriptylin at bedtime helps the tingling", ["amitriptyline"]),
        ("Still on levothyroxin since the operation on the neck", ["levothyroxine"]),
        ("Trial of gabapentn for the burning feet", ["gabapentin"]),
        ("She was commenced on apixabn following the scan", ["apixaban"]),
        ("Reports cramps since atorvastatn was doubled", ["atorvastatin"]),
        ("Stays on methotrexat and folic acid as before", ["methotrexate", "folic acid"]),
        ("Was given prednisolon for a flare last week", ["prednisolone"]),
        ("He has tolerated ramiprl for years", ["ramipril"]),
        ("Allergic to penicilin as a child", ["penicillin"]),
        ("Denies taking ibuprofn over the counter", ["ibuprofen"]),
        ("Restarted citalopra after the funeral", ["citalopram"]),
        ("Takes codein when the back is bad", ["codeine"]),
        ("The rheumatologist suggested hydroxychloroquin and he agreed", ["hydroxychloroquine"]),
        ("Uses lactulos most days and it works", ["lactulose"]),
        ("No longer needs tramadl since the hip was done", ["tramadol"]),
        ("He finds indapamid makes him pass water a lot", ["indapamide"]),
        ("Added spironolacton because potassium was low", ["spironolactone"]),
        ("Continue allopurinl and review", ["allopurinol"]),
        ("Switched from fluoxetin to venlafaxin in spring with good effect", ["fluoxetine", "venlafaxine"]),
        ("They started her on donepezl at the memory clinic", ["donepezil"]),
        ("She forgets her alendronat most weeks", ["alendronic acid"]),
        ("He came home on clopidogrl and aspirin", ["clopidogrel", "aspirin"]),
        ("Takes paracetaml only when it rains and the knee aches", ["paracetamol"]),
        ("Carries on with quetiapin under the mental health team", ["quetiapine"]),
        ("Uses beclometason twice and rinses afterwards", ["beclometasone"]),
        ("We gave trimethoprm for the burning", ["trimethoprim"]),
        ("On lamotrigin for fits, none since March", ["lamotrigine"]),
        ("Wants to come off duloxetin but is worried", ["duloxetine"]),
        ("Now on ticagrelr for a year after the stent", ["ticagrelor"]),
        ("Using fluticason for hay fever every spring", ["fluticasone"]),
        ("Pharmacy ran out of carbimazol so two weeks missed", ["carbimazole"]),
        ("Came in asking for more diazepm", ["diazepam"]),
        ("Says propranoll stops the shaking before talks", ["propranolol"]),
        ("Back on lithim after the last episode", ["lithium"]),
        ("Has restarted finasterid and the flow is better", ["finasteride"]),
        ("Was loaded with digoxn for fast AF", ["digoxin"]),
        ("Husband gives her the memantin each morning", ["memantine"]),
        ("Prefers loratadin to the other one", ["loratadine"]),
        ("She increased pregabaln herself to help the pain", ["pregabalin"]),
        ("After the stroke he was given dipyridamol and it gave headaches", ["dipyridamole"]),
        ("On quinin for night cramps from the old GP", ["quinine"]),
        ("Keeps ondansetrn in the drawer for travel", ["ondansetron"]),
        ("Tamoxifn goes on for another three years", ["tamoxifen"]),
        ("He refuses rosuvastatn and wants diet alone", ["rosuvastatin"]),
        ("Got doxycyclin for the chest and is half through", ["doxycycline"]),
        ("Currently taking azathioprin for the bowel", ["azathioprine"]),
        ("Been on tolterodin which dries the mouth", ["tolterodine"]),
    ],
)
def test_a_misspelt_medicine_in_a_sentence_without_a_dose_is_found(text: str, ingredients: list[str]) -> None:
    assert named(text) == ingredients
