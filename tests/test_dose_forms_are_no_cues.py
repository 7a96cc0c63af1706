"""The words of dose forms say nothing of whether a medicine is taken: "Delayed Release", "single-dose vial"."""

import pytest

import medcheck

# As RxNorm, dm+d and Australian packs name them. Some have words that elsewhere speak of stopping or of one dose.
FORMS = """
Delayed Release Oral Capsule
Delayed Release Oral Tablet
Delayed Release Oral Granules
Delayed Release Disintegrating Oral Tablet
delayed-release capsule
single-dose vial
single dose units
single use pen
unit dose
24 HR Extended Release Oral Tablet
12 HR Extended Release Oral Capsule
Disintegrating Oral Tablet
Powder for Oral Suspension
Extended Release Suspension
Oral Suspension
Injectable Suspension
reconstituted suspension
Prefilled Syringe
Prefilled Applicator
pre-filled disposable devices
disposable pen
7 Day Transdermal System
Medicated Patch
Metered Dose Inhaler
breath actuated inhaler
starter pack
titration pack
refill pack
modified-release tablets
prolonged-release tablets
gastro-resistant capsules
slow release tablet
sustained release tablet
immediate release tablet
divided dose
half tablet
preservative-free eye drops
intra-uterine device
depot injection
lyophilisate
""".strip().splitlines()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "line", ["quinine 20 MG {}", "quinine {} 20 mg once daily", "quinine | 20 mg | {} | daily", "1. quinine ({}) 20 mg"]
)
def test_a_medicine_is_taken_in_whatever_form_it_is_written(line: str, form: str) -> None:
    review = medcheck.check(f"Medicines:\n{line.format(form)}\naspirin 75 mg daily")
    assert [mention.status for mention in review.mentions] == ["current", "current"]
