"""Does every migration leave a running site alone? The version before must work on the new tables, and no lock may last.

New migrations only: the first of each app makes its tables. What a linter can't see is in EXCUSED, with its reason.
"""

import os
import sys
from pathlib import Path

import django
from django_migration_linter import MigrationLinter

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted(path.parent.name for path in (ROOT / "src" / "throughcare").glob("*/migrations"))
# (app, migration): why it is safe although the linter says no.
EXCUSED: dict[tuple[str, str], str] = {
    ("services", "0002_confidential_services"): "a directory read in by the version before waits for its restart; the index is of a "
    "table of thousands of rows, and made in well under a second",
    ("audit", "0004_records_erased_and_held"): "disposals are a few rows a year, so no lock on them lasts; the table of holds is new and "
    "empty; the columns that are new to disposals may be null",
    ("people", "0007_duplicates_and_merges"): "the tables that get indexes are made in the same migration, and empty",
    ("partners", "0003_register"): "the tables that get indexes are made in the same migration, and empty",
    ("partners", "0007_changes_asked_for"): "as 0003: its one table is new and empty",
    ("partners", "0010_interactions"): "the tables that get indexes are made in the same migration, and empty",
    (
        "partners",
        "0013_joint_events",
    ): "the index is of events with several partners alone, of which there is none yet; the new columns may be null, or have a "
    "constant for their default",
    (
        "agreements",
        "0003_amendments",
    ): "the tables that get indexes are made in the same migration, and empty; what is new to approvals may be null",
    ("performance", "0002_payments"): "the table that gets an index is made in the same migration, and empty",
    ("performance", "0004_contributions"): "as 0002: its one table is new and empty",
    ("performance", "0005_funder_reports"): "as 0002: its one table is new and empty",
    ("agreements", "0004_publications"): "the tables that get indexes are made in the same migration, and empty",
    (
        "agreements",
        "0005_past_grants",
    ): "the tables that get indexes are made in the same migration, and empty; the new column has a constant for its default",
    ("agreements", "0006_light_path"): "the tables that get indexes are made in the same migration, and empty",
    (
        "agreements",
        "0007_addresses_and_links_beside_each_other",
    ): "the index is of links that wait to be signed by: some hundreds of rows, well under a second; the new column has a constant for its default",
    ("performance", "0003_three_questions"): "as above",
    ("agreements", "0009_services_amended"): "as 0008: its one table is new and empty",
    ("agreements", "0008_risks_and_meetings"): "the tables that get indexes are made in the same migration, and empty",
    ("relationships", "0002_stock_takes"): "the tables that get indexes are made in the same migration, and empty",
    (
        "relationships",
        "0007_gaps_of_sides_and_own_raters",
    ): "one table is made here, and empty; of those who are asked there are some thousands of rows, checked in well under a second",
    (
        "relationships",
        "0009_named_by_both",
    ): "the index that is made anew is of those who are asked: some thousands of rows, well under a second; it is wider than the one before",
    ("relationships", "0005_gaps"): "the tables that get indexes are made in the same migration, and empty",
    ("relationships", "0006_network_surveys"): "the tables that get indexes are made in the same migration, and empty",
    ("relationships", "0004_lines_of_two_records"): "the index that is made anew is of what sites say of partners: some thousands of rows, "
    "well under a second, and site teams that write meanwhile wait for it",
    (
        "agreements",
        "0010_light_turned_full",
    ): "small agreements are few, so the index and the check are made in well under a second; the new columns "
    "may be null, or have a default",
}


def main() -> int:
    """Print what is wrong; 0 when nothing is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    django.setup()
    linter = MigrationLinter(
        str(ROOT),
        ignore_initial_migrations=True,
        only_applied_migrations=False,
        include_apps=OURS,
        ignore_name=[name for _, name in EXCUSED],
        all_warnings_as_errors=True,
        no_cache=True,
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
