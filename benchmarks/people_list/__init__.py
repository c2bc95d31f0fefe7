"""The caseload of a site with a million people, beside plain Django that guards nothing."""
