"""Every operation of the interface. Made by scripts/client.py from the description of the interface: do not edit."""

from collections.abc import Iterator
from typing import Literal

from throughcare_client import models as m
from throughcare_client.calling import Calls, Got


class Client(Calls):
    """The interface, as the owner of one key."""

    def list_people(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        sort: str = "name",
        setting: m.WhereaboutsKind | None = None,
        site: str = "",
        release_weeks: int | None = None,
        needs: str = "",
        pillar: m.Pillar | None = None,
        whose: str = "",
        no_contact_days: int | None = None,
    ) -> Got[m.PageOutPersonLine]:
        """The people the reader works with"""
        return self._call(
            "GET",
            "/api/v1/people",
            query={
                "cursor": cursor,
                "size": size,
                "sort": sort,
                "setting": setting,
                "site": site,
                "release_weeks": release_weeks,
                "needs": needs,
                "pillar": pillar,
                "whose": whose,
                "no_contact_days": no_contact_days,
            },
        )

    def iter_people(
        self,
        *,
        size: int = 50,
        sort: str = "name",
        setting: m.WhereaboutsKind | None = None,
        site: str = "",
        release_weeks: int | None = None,
        needs: str = "",
        pillar: m.Pillar | None = None,
        whose: str = "",
        no_contact_days: int | None = None,
    ) -> Iterator[m.PersonLine]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_people(
                cursor=cursor,
                size=size,
                sort=sort,
                setting=setting,
                site=site,
                release_weeks=release_weeks,
                needs=needs,
                pillar=pillar,
                whose=whose,
                no_contact_days=no_contact_days,
            )
        )

    def add_person(self, body: m.NewPersonBody, *, key: str | None = None) -> Got[m.Received]:
        """Ask for somebody's record: a records officer decides

        Every request waits for a records officer, whether or not somebody like them has a record: neither the answer nor what is there afterwards tells. Once an officer has let it in, the person is on the office's list. 20 a day. What a records officer's own key asks for is made within minutes when nobody like them is there.
        """
        return self._call("POST", "/api/v1/people", body=body, key=key, names_itself=True)

    def find_people(self, body: m.SearchBody) -> Got[m.FoundOut]:
        """Find somebody; the words stay out of addresses and logs

        It takes no Idempotency-Key: a search is a read, and what was looked for is kept nowhere.
        """
        return self._call("POST", "/api/v1/people/search", body=body)

    def one_person(self, person_id: str) -> Got[m.PersonOut]:
        """One person"""
        return self._call("GET", "/api/v1/people/{}", (person_id,))

    def change_details(self, person_id: str, body: m.DetailsBody, *, seen: str) -> Got[m.PersonOut]:
        """Change who somebody is (If-Match)"""
        return self._call("PUT", "/api/v1/people/{}", (person_id,), body=body, seen=seen)

    def change_whereabouts(self, person_id: str, body: m.WhereBody, *, seen: str) -> Got[m.PersonOut]:
        """Change where somebody is (If-Match)"""
        return self._call("PUT", "/api/v1/people/{}/whereabouts", (person_id,), body=body, seen=seen)

    def list_needs(self, person_id: str) -> Got[list[m.NeedOut]]:
        """What one person needs, open needs first"""
        return self._call("GET", "/api/v1/people/{}/needs", (person_id,))

    def add_need(self, person_id: str, body: m.NeedBody, *, key: str | None = None) -> Got[m.NeedOut]:
        """Record a need"""
        return self._call("POST", "/api/v1/people/{}/needs", (person_id,), body=body, key=key, names_itself=True)

    def list_notes(
        self,
        person_id: str,
        *,
        cursor: str = "",
        size: int = 50,
        kind: m.NoteKind | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Got[m.PageOutNoteOut]:
        """Somebody's case notes, newest first"""
        return self._call(
            "GET",
            "/api/v1/people/{}/notes",
            (person_id,),
            query={"cursor": cursor, "size": size, "kind": kind, "since": since, "until": until},
        )

    def iter_notes(
        self, person_id: str, *, size: int = 50, kind: m.NoteKind | None = None, since: str | None = None, until: str | None = None
    ) -> Iterator[m.NoteOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_notes(person_id, cursor=cursor, size=size, kind=kind, since=since, until=until))

    def add_note(self, person_id: str, body: m.NoteBody, *, key: str | None = None) -> Got[m.NoteOut]:
        """Write a case note"""
        return self._call("POST", "/api/v1/people/{}/notes", (person_id,), body=body, key=key, names_itself=True)

    def list_contacts(self, person_id: str) -> Got[list[m.ContactOut]]:
        """Somebody's whānau and other contacts"""
        return self._call("GET", "/api/v1/people/{}/contacts", (person_id,))

    def add_contact(self, person_id: str, body: m.ContactBody, *, key: str | None = None) -> Got[m.ContactOut]:
        """Add a contact"""
        return self._call("POST", "/api/v1/people/{}/contacts", (person_id,), body=body, key=key, names_itself=True)

    def one_need(self, need_id: str) -> Got[m.NeedOut]:
        """One need"""
        return self._call("GET", "/api/v1/needs/{}", (need_id,))

    def change_need(self, need_id: str, body: m.NeedBody, *, seen: str) -> Got[m.NeedOut]:
        """Change a need (If-Match)"""
        return self._call("PUT", "/api/v1/needs/{}", (need_id,), body=body, seen=seen)

    def move_need(
        self, need_id: str, verb: Literal["start", "meet", "decline", "reopen"], *, seen: str, key: str | None = None
    ) -> Got[m.NeedOut]:
        """start, meet, decline or reopen (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/needs/{}/{}",
            (
                need_id,
                verb,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def caseload_workers(self, team_id: str) -> Got[list[m.WorkerOut]]:
        """Who has a caseload in an office"""
        return self._call("GET", "/api/v1/caseload/workers/{}", (team_id,))

    def workers_of_person(self, person_id: str) -> Got[list[m.AssignmentOut]]:
        """Who works with somebody, main worker first"""
        return self._call("GET", "/api/v1/caseload/people/{}", (person_id,))

    def assign_people(self, body: m.AssignBody, *, key: str | None = None) -> Got[list[m.DoneOut]]:
        """Put people on a worker's caseload"""
        return self._call("POST", "/api/v1/caseload/assign", body=body, key=key, names_itself=True)

    def cover_people(self, body: m.CoverBody, *, key: str | None = None) -> Got[list[m.DoneOut]]:
        """Cover for people's worker, from a day until a day"""
        return self._call("POST", "/api/v1/caseload/cover", body=body, key=key, names_itself=True)

    def transfer_people(self, body: m.TransferBody, *, key: str | None = None) -> Got[list[m.DoneOut]]:
        """Hand people over to another office"""
        return self._call("POST", "/api/v1/caseload/transfer", body=body, key=key, names_itself=True)

    def end_people(self, body: m.EndBody, *, key: str | None = None) -> Got[list[m.DoneOut]]:
        """The office stops working with people after a day"""
        return self._call("POST", "/api/v1/caseload/end", body=body, key=key, names_itself=True)

    def list_handovers(self) -> Got[list[m.HandoverOut]]:
        """Handovers that wait for the reader, the oldest first"""
        return self._call("GET", "/api/v1/caseload/handovers")

    def one_handover(self, handover_id: str) -> Got[m.HandoverOut]:
        """One handover"""
        return self._call("GET", "/api/v1/caseload/handovers/{}", (handover_id,))

    def move_handover(
        self, handover_id: str, verb: Literal["acknowledge", "take_back"], *, seen: str, key: str | None = None
    ) -> Got[m.HandoverOut]:
        """acknowledge or take_back (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/caseload/handovers/{}/{}",
            (
                handover_id,
                verb,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def one_note(self, note_id: str) -> Got[m.NoteWhole]:
        """One note, with every writing of it"""
        return self._call("GET", "/api/v1/notes/{}", (note_id,))

    def correct_note(self, note_id: str, body: m.CorrectionBody, *, seen: str, key: str | None = None) -> Got[m.NoteOut]:
        """Correct a note (If-Match); the first stays"""
        return self._call("POST", "/api/v1/notes/{}/corrections", (note_id,), body=body, seen=seen, key=key, names_itself=True)

    def send_file(self, body: m.FileIn, *, key: str | None = None) -> Got[m.ReadOut]:
        """Send a file of people; nothing is imported yet"""
        return self._call("POST", "/api/v1/people-imports", body=body, key=key, names_itself=True)

    def list_files(self) -> Got[list[m.FileOut]]:
        """One's own files that are not in yet, newest first"""
        return self._call("GET", "/api/v1/people-imports/files")

    def one_file(self, file_id: str) -> Got[m.FileOut]:
        """How far a file is"""
        return self._call("GET", "/api/v1/people-imports/files/{}", (file_id,))

    def drop_one_file(self, file_id: str, *, seen: str) -> Got[None]:
        """Delete a file that is not in (If-Match)"""
        return self._call("DELETE", "/api/v1/people-imports/files/{}", (file_id,), seen=seen)

    def reading_of_file(self, file_id: str) -> Got[m.ReadOut]:
        """How a file is read"""
        return self._call("GET", "/api/v1/people-imports/files/{}/reading", (file_id,))

    def read_otherwise(self, file_id: str, body: m.ChoicesIn, *, seen: str) -> Got[m.ReadOut]:
        """Have it read another way (If-Match)"""
        return self._call("PUT", "/api/v1/people-imports/files/{}/reading", (file_id,), body=body, seen=seen)

    def check_file(self, file_id: str) -> Got[m.WouldOut]:
        """What importing it would do; changes nothing"""
        return self._call("GET", "/api/v1/people-imports/files/{}/check", (file_id,))

    def start_file(self, file_id: str, *, seen: str, key: str | None = None) -> Got[m.FileOut]:
        """Import it, in the background (If-Match)"""
        return self._call("POST", "/api/v1/people-imports/files/{}/start", (file_id,), seen=seen, key=key, names_itself=True)

    def keep_mapping(self, file_id: str, body: m.MappingIn, *, key: str | None = None) -> Got[m.MappingOut]:
        """Keep how it is read under a name"""
        return self._call("POST", "/api/v1/people-imports/files/{}/mapping", (file_id,), body=body, key=key, names_itself=True)

    def list_runs(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutRunLine]:
        """Imports, newest first"""
        return self._call("GET", "/api/v1/people-imports/runs", query={"cursor": cursor, "size": size})

    def iter_runs(self, *, size: int = 50) -> Iterator[m.RunLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_runs(cursor=cursor, size=size))

    def one_run(self, run_id: str) -> Got[m.RunOut]:
        """What became of every row of a file"""
        return self._call("GET", "/api/v1/people-imports/runs/{}", (run_id,))

    def list_mappings(self) -> Got[list[m.MappingOut]]:
        """Saved mappings, by name"""
        return self._call("GET", "/api/v1/people-imports/mappings")

    def one_mapping(self, mapping_id: str) -> Got[m.MappingOut]:
        """One saved mapping"""
        return self._call("GET", "/api/v1/people-imports/mappings/{}", (mapping_id,))

    def rename_one_mapping(self, mapping_id: str, body: m.MappingIn, *, seen: str) -> Got[m.MappingOut]:
        """Rename a mapping (If-Match)"""
        return self._call("PUT", "/api/v1/people-imports/mappings/{}", (mapping_id,), body=body, seen=seen)

    def remove_mapping(self, mapping_id: str, *, seen: str) -> Got[None]:
        """Delete a mapping (If-Match)"""
        return self._call("DELETE", "/api/v1/people-imports/mappings/{}", (mapping_id,), seen=seen)

    def one_contact(self, contact_id: str) -> Got[m.ContactOut]:
        """One contact"""
        return self._call("GET", "/api/v1/contacts/{}", (contact_id,))

    def change_contact(self, contact_id: str, body: m.ContactBody, *, seen: str) -> Got[m.ContactOut]:
        """Change a contact (If-Match)"""
        return self._call("PUT", "/api/v1/contacts/{}", (contact_id,), body=body, seen=seen)

    def end_contact(self, contact_id: str, body: m.EndContactBody, *, seen: str, key: str | None = None) -> Got[m.ContactOut]:
        """End a contact (If-Match)"""
        return self._call("POST", "/api/v1/contacts/{}/end", (contact_id,), body=body, seen=seen, key=key, names_itself=True)

    def hidden_address(self, contact_id: str) -> Got[m.AddressOut]:
        """A hidden address"""
        return self._call("GET", "/api/v1/contacts/{}/address", (contact_id,))

    def list_duplicates(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutPairLine]:
        """Records that may be one person's, the likeliest first"""
        return self._call("GET", "/api/v1/duplicates", query={"cursor": cursor, "size": size})

    def iter_duplicates(self, *, size: int = 50) -> Iterator[m.PairLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_duplicates(cursor=cursor, size=size))

    def one_duplicate(self, pair_id: str) -> Got[m.PairOut]:
        """Two records side by side, and why they may be one person's"""
        return self._call("GET", "/api/v1/duplicates/{}", (pair_id,))

    def decide_duplicate(self, pair_id: str, body: m.PairBody, *, key: str | None = None) -> Got[m.PairOut]:
        """Say that they are two people, or ask another officer to put them together"""
        return self._call("POST", "/api/v1/duplicates/{}/decide", (pair_id,), body=body, key=key, names_itself=True)

    def list_held(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutHeldLine]:
        """New people to decide about, the oldest first"""
        return self._call("GET", "/api/v1/held", query={"cursor": cursor, "size": size})

    def iter_held(self, *, size: int = 50) -> Iterator[m.HeldLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_held(cursor=cursor, size=size))

    def one_held(self, held_id: str) -> Got[m.HeldOut]:
        """One new person beside those they may be"""
        return self._call("GET", "/api/v1/held/{}", (held_id,))

    def decide_held(
        self, held_id: str, verb: Literal["same", "different", "ask", "drop"], body: m.HeldBody, *, seen: str, key: str | None = None
    ) -> Got[m.HeldOut]:
        """Say who it is (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/held/{}/{}",
            (
                held_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_merges(self, *, cursor: str = "", size: int = 50, which: Literal["waiting", "decided"] = "waiting") -> Got[m.PageOutMergeOut]:
        """Records to be put together or taken apart, or decided about; newest first"""
        return self._call("GET", "/api/v1/merges", query={"cursor": cursor, "size": size, "which": which})

    def iter_merges(self, *, size: int = 50, which: Literal["waiting", "decided"] = "waiting") -> Iterator[m.MergeOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_merges(cursor=cursor, size=size, which=which))

    def ask_for_merge(self, body: m.MergeBody, *, key: str | None = None) -> Got[m.MergeWhole]:
        """Ask for two records to be put together"""
        return self._call("POST", "/api/v1/merges", body=body, key=key, names_itself=True)

    def one_merge(self, merge_id: str) -> Got[m.MergeWhole]:
        """Two records, put together or to be"""
        return self._call("GET", "/api/v1/merges/{}", (merge_id,))

    def join_account(self, merge_id: str, *, seen: str, key: str | None = None) -> Got[m.MergeWhole]:
        """Join the person's own log-in to the record that stays (If-Match)"""
        return self._call("POST", "/api/v1/merges/{}/account", (merge_id,), seen=seen, key=key, names_itself=True)

    def open_to_office(self, merge_id: str, team_id: str, *, seen: str, key: str | None = None) -> Got[m.MergeWhole]:
        """Let an office that saw only one of the two see the record (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/merges/{}/offices/{}",
            (
                merge_id,
                team_id,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def step_merge(
        self,
        merge_id: str,
        verb: Literal["confirm", "refuse", "withdraw", "ask_apart", "confirm_apart", "keep"],
        body: m.StepBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.MergeWhole]:
        """Decide, or ask that they are taken apart"""
        return self._call(
            "POST",
            "/api/v1/merges/{}/{}",
            (
                merge_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_limits(self, *, cursor: str = "", size: int = 50, over: bool = False) -> Got[m.PageOutLimitOut]:
        """Limits of access in force, or over; newest first"""
        return self._call("GET", "/api/v1/limits", query={"cursor": cursor, "size": size, "over": over})

    def iter_limits(self, *, size: int = 50, over: bool = False) -> Iterator[m.LimitOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_limits(cursor=cursor, size=size, over=over))

    def set_limit(self, body: m.LimitBody, *, key: str | None = None) -> Got[m.LimitOut]:
        """Limit who sees a record, at once"""
        return self._call("POST", "/api/v1/limits", body=body, key=key, names_itself=True)

    def one_limit(self, limit_id: str) -> Got[m.LimitOut]:
        """One limit of access"""
        return self._call("GET", "/api/v1/limits/{}", (limit_id,))

    def move_limit(
        self, limit_id: str, verb: Literal["ask", "lift", "keep"], body: m.WhyBody, *, seen: str, key: str | None = None
    ) -> Got[m.LimitOut]:
        """ask, lift or keep (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/limits/{}/{}",
            (
                limit_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_conflicts(self, *, cursor: str = "", size: int = 50, decided: bool = False) -> Got[m.PageOutConflictOut]:
        """Conflicts that wait, or are decided; newest first"""
        return self._call("GET", "/api/v1/conflicts", query={"cursor": cursor, "size": size, "decided": decided})

    def iter_conflicts(self, *, size: int = 50, decided: bool = False) -> Iterator[m.ConflictOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_conflicts(cursor=cursor, size=size, decided=decided))

    def undecided_conflicts(self) -> Got[m.UndecidedOut]:
        """How many no privacy officer can decide, for administrators"""
        return self._call("GET", "/api/v1/conflicts/undecided")

    def one_conflict(self, conflict_id: str) -> Got[m.ConflictOut]:
        """One conflict"""
        return self._call("GET", "/api/v1/conflicts/{}", (conflict_id,))

    def decide_conflict(self, conflict_id: str, body: m.DecisionBody, *, seen: str, key: str | None = None) -> Got[m.ConflictOut]:
        """Decide a conflict, once (If-Match: more may have been found)"""
        return self._call("POST", "/api/v1/conflicts/{}/decide", (conflict_id,), body=body, seen=seen, key=key, names_itself=True)

    def say_disagreement(self, body: m.DisagreeBody, *, key: str | None = None) -> Got[m.DisagreementOut]:
        """Say that you don't agree with your record or a need"""
        return self._call("POST", "/api/v1/disagreements", body=body, key=key, names_itself=True)

    def one_disagreement(self, disagreement_id: str) -> Got[m.DisagreementOut]:
        """One disagreement, and its answer"""
        return self._call("GET", "/api/v1/disagreements/{}", (disagreement_id,))

    def answer_disagreement(self, disagreement_id: str, body: m.AnswerBody, *, key: str | None = None) -> Got[m.DisagreementOut]:
        """Answer a disagreement, once"""
        return self._call("POST", "/api/v1/disagreements/{}/answer", (disagreement_id,), body=body, key=key, names_itself=True)

    def list_who_looked(self, *, cursor: str = "") -> Got[m.OwnLogOut]:
        """Who looked at your own record"""
        return self._call("GET", "/api/v1/people/own/who-looked", query={"cursor": cursor})

    def iter_who_looked(self) -> Iterator[m.LookedOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_who_looked(cursor=cursor))

    def list_timeline(
        self,
        person_id: str,
        *,
        before: str = "",
        kind: Literal["notes", "needs", "referrals", "caseload", "record", "disagreements"] | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Got[m.TimelineOut]:
        """What happened, newest first"""
        return self._call(
            "GET", "/api/v1/people/{}/timeline", (person_id,), query={"before": before, "kind": kind, "since": since, "until": until}
        )

    def list_openings(self, *, cursor: str = "", size: int = 50, reviewed: bool = False) -> Got[m.PageOutOpeningOut]:
        """Records opened in an emergency, newest first"""
        return self._call("GET", "/api/v1/emergencies", query={"cursor": cursor, "size": size, "reviewed": reviewed})

    def iter_openings(self, *, size: int = 50, reviewed: bool = False) -> Iterator[m.OpeningOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_openings(cursor=cursor, size=size, reviewed=reviewed))

    def one_opening(self, opening_id: str) -> Got[m.OpeningOut]:
        """One record opened in an emergency"""
        return self._call("GET", "/api/v1/emergencies/{}", (opening_id,))

    def review_opening(self, opening_id: str, body: m.ReviewBody, *, key: str | None = None) -> Got[m.OpeningOut]:
        """Say whether it was right, once"""
        return self._call("POST", "/api/v1/emergencies/{}/review", (opening_id,), body=body, key=key, names_itself=True)

    def list_looks(
        self, *, cursor: str = "", size: int = 50, which: Literal["open", "waiting", "reviewed"] = "open"
    ) -> Got[m.PageOutLookOut]:
        """Looks at records that must be explained, newest first"""
        return self._call("GET", "/api/v1/looks", query={"cursor": cursor, "size": size, "which": which})

    def iter_looks(self, *, size: int = 50, which: Literal["open", "waiting", "reviewed"] = "open") -> Iterator[m.LookOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_looks(cursor=cursor, size=size, which=which))

    def one_look(self, look_id: str) -> Got[m.LookOut]:
        """One look at a record, with every reason"""
        return self._call("GET", "/api/v1/looks/{}", (look_id,))

    def review_one_look(self, look_id: str, body: m.LookBody, *, key: str | None = None) -> Got[m.LookOut]:
        """Say whether there was a reason to look, once"""
        return self._call("POST", "/api/v1/looks/{}/review", (look_id,), body=body, key=key, names_itself=True)

    def list_stops(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutStopOut]:
        """Who was stopped from opening more records, newest first"""
        return self._call("GET", "/api/v1/reading-stops", query={"cursor": cursor, "size": size})

    def iter_stops(self, *, size: int = 50) -> Iterator[m.StopOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_stops(cursor=cursor, size=size))

    def one_stop(self, stop_id: str) -> Got[m.StopOut]:
        """One stop, and who let them open more"""
        return self._call("GET", "/api/v1/reading-stops/{}", (stop_id,))

    def lift_stop(self, stop_id: str, body: m.LiftBody, *, seen: str, key: str | None = None) -> Got[m.StopOut]:
        """Let them open as many records again today (If-Match)"""
        return self._call("POST", "/api/v1/reading-stops/{}/lift", (stop_id,), body=body, seen=seen, key=key, names_itself=True)

    def list_referrals(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        state: m.ReferralState | None = None,
        whose: Literal["", "mine", "office"] = "",
        late: bool = False,
        soon: bool = False,
        answered: bool = False,
        closed: bool = False,
        asked: bool = False,
        left: bool = False,
    ) -> Got[m.PageOutReferralOut]:
        """Referrals the reader may see, newest first"""
        return self._call(
            "GET",
            "/api/v1/referrals",
            query={
                "cursor": cursor,
                "size": size,
                "state": state,
                "whose": whose,
                "late": late,
                "soon": soon,
                "answered": answered,
                "closed": closed,
                "asked": asked,
                "left": left,
            },
        )

    def iter_referrals(
        self,
        *,
        size: int = 50,
        state: m.ReferralState | None = None,
        whose: Literal["", "mine", "office"] = "",
        late: bool = False,
        soon: bool = False,
        answered: bool = False,
        closed: bool = False,
        asked: bool = False,
        left: bool = False,
    ) -> Iterator[m.ReferralOut]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_referrals(
                cursor=cursor,
                size=size,
                state=state,
                whose=whose,
                late=late,
                soon=soon,
                answered=answered,
                closed=closed,
                asked=asked,
                left=left,
            )
        )

    def new_referral(self, body: m.NewBody, *, key: str | None = None) -> Got[m.ReferralOut]:
        """Begin a draft; asked twice, the draft that is there"""
        return self._call("POST", "/api/v1/referrals", body=body, key=key, names_itself=True)

    def services_for_need(
        self, need_id: str, *, show: Literal["open", "fits", "unknown", "all"] = "fits", number: int = 1, size: int = 20
    ) -> Got[list[m.OfferOut]]:
        """Services for a need, best first"""
        return self._call("GET", "/api/v1/referrals/needs/{}/services", (need_id,), query={"show": show, "number": number, "size": size})

    def one_referral(self, referral_id: str) -> Got[m.DetailOut]:
        """One referral"""
        return self._call("GET", "/api/v1/referrals/{}", (referral_id,))

    def one_telling(self, referral_id: str) -> Got[m.TellingOut]:
        """What a draft would tell, line by line"""
        return self._call("GET", "/api/v1/referrals/{}/telling", (referral_id,))

    def put_lines(self, referral_id: str, body: m.LinesBody, *, seen: str) -> Got[m.ReferralOut]:
        """Which lines to tell (If-Match)"""
        return self._call("PUT", "/api/v1/referrals/{}/telling", (referral_id,), body=body, seen=seen)

    def put_urgency(self, referral_id: str, body: m.UrgencyBody, *, seen: str) -> Got[m.ReferralOut]:
        """How soon (If-Match)"""
        return self._call("PUT", "/api/v1/referrals/{}/urgency", (referral_id,), body=body, seen=seen)

    def put_reason(self, referral_id: str, body: m.ReasonBody, *, seen: str) -> Got[m.ReferralOut]:
        """Why (If-Match)"""
        return self._call("PUT", "/api/v1/referrals/{}/reason", (referral_id,), body=body, seen=seen)

    def put_agreement(self, referral_id: str, body: m.AgreementBody, *, seen: str) -> Got[m.ReferralOut]:
        """The ground for telling (If-Match)"""
        return self._call("PUT", "/api/v1/referrals/{}/agreement", (referral_id,), body=body, seen=seen)

    def send_referral(self, referral_id: str, body: m.SendBody, *, seen: str, key: str | None = None) -> Got[m.ReferralOut]:
        """Send it, and tell exactly what was shown (If-Match)"""
        return self._call("POST", "/api/v1/referrals/{}/send", (referral_id,), body=body, seen=seen, key=key, names_itself=True)

    def take_referral(self, referral_id: str, *, seen: str, key: str | None = None) -> Got[m.ReferralOut]:
        """Take it on (If-Match)"""
        return self._call("POST", "/api/v1/referrals/{}/take", (referral_id,), seen=seen, key=key, names_itself=True)

    def ask_question(self, referral_id: str, body: m.WordsBody, *, key: str | None = None) -> Got[dict[str, str]]:
        """Ask before answering"""
        return self._call("POST", "/api/v1/referrals/{}/questions", (referral_id,), body=body, key=key, names_itself=True)

    def reply_to_question(self, referral_id: str, question_id: str, body: m.WordsBody, *, key: str | None = None) -> Got[dict[str, str]]:
        """Reply to a question"""
        return self._call(
            "POST",
            "/api/v1/referrals/{}/questions/{}/reply",
            (
                referral_id,
                question_id,
            ),
            body=body,
            key=key,
            names_itself=True,
        )

    def disagree_with_referral(self, referral_id: str, body: m.WordsBody, *, key: str | None = None) -> Got[m.DisagreementOut]:
        """Say that you don't agree with a referral of yours"""
        return self._call("POST", "/api/v1/referrals/{}/disagreements", (referral_id,), body=body, key=key, names_itself=True)

    def move_referral(
        self,
        referral_id: str,
        verb: Literal["acknowledge", "accept", "decline", "waitlist", "withdraw"],
        body: m.MoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.ReferralOut]:
        """acknowledge, accept, waitlist, decline or withdraw (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/referrals/{}/{}",
            (
                referral_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_services(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        words: str = "",
        pillar: m.Pillar | None = None,
        region: str = "",
        setting: m.Setting | None = None,
        age: int | None = None,
        status: m.ServiceStatus | None = None,
        organization_id: str | None = None,
        takes_people_now: bool = False,
    ) -> Got[m.PageOutServiceLine]:
        """Services by name

        Services by name, one page at a time.
        """
        return self._call(
            "GET",
            "/api/v1/services",
            query={
                "cursor": cursor,
                "size": size,
                "words": words,
                "pillar": pillar,
                "region": region,
                "setting": setting,
                "age": age,
                "status": status,
                "organization_id": organization_id,
                "takes_people_now": takes_people_now,
            },
        )

    def iter_services(
        self,
        *,
        size: int = 50,
        words: str = "",
        pillar: m.Pillar | None = None,
        region: str = "",
        setting: m.Setting | None = None,
        age: int | None = None,
        status: m.ServiceStatus | None = None,
        organization_id: str | None = None,
        takes_people_now: bool = False,
    ) -> Iterator[m.ServiceLine]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_services(
                cursor=cursor,
                size=size,
                words=words,
                pillar=pillar,
                region=region,
                setting=setting,
                age=age,
                status=status,
                organization_id=organization_id,
                takes_people_now=takes_people_now,
            )
        )

    def one_service(self, service_id: str) -> Got[m.ServiceOut]:
        """One service

        One service.
        """
        return self._call("GET", "/api/v1/services/{}", (service_id,))

    def mark_confidential(self, service_id: str, body: m.ConfidentialBody, *, seen: str) -> Got[m.ServiceOut]:
        """Hide a service and its places, or open it again (If-Match)

        Only its own staff and the directory's editors see a confidential service and its places (If-Match).
        """
        return self._call("PUT", "/api/v1/services/{}/confidential", (service_id,), body=body, seen=seen)

    def set_status(self, service_id: str, body: m.StatusBody, *, seen: str) -> Got[m.ServiceOut]:
        """Say whether a service runs, has stopped or is gone (If-Match)

        Close a service, for now or for good, or open it again; who has an open referral there is told (If-Match).
        """
        return self._call("PUT", "/api/v1/services/{}/status", (service_id,), body=body, seen=seen)

    def one_level(self, service_id: str) -> Got[m.LevelOut]:
        """Which accreditation a service asks for"""
        return self._call("GET", "/api/v1/services/{}/level", (service_id,))

    def put_level(self, service_id: str, body: m.LevelBody, *, seen: str) -> Got[m.LevelOut]:
        """Say which accreditation a service asks for (If-Match)"""
        return self._call("PUT", "/api/v1/services/{}/level", (service_id,), body=body, seen=seen)

    def one_capacity(self, service_id: str) -> Got[m.PlacesOut]:
        """Places free at a service"""
        return self._call("GET", "/api/v1/services/{}/capacity", (service_id,))

    def put_capacity(self, service_id: str, body: m.PlacesBody, *, seen: str) -> Got[m.PlacesOut]:
        """Say how many places are free (If-Match)"""
        return self._call("PUT", "/api/v1/services/{}/capacity", (service_id,), body=body, seen=seen)

    def confirm_capacity(self, service_id: str, *, seen: str, key: str | None = None) -> Got[m.PlacesOut]:
        """The places are still right (If-Match)"""
        return self._call("POST", "/api/v1/services/{}/capacity/confirm", (service_id,), seen=seen, key=key, names_itself=True)

    def put_pillar(
        self,
        service_id: str,
        pillar: Literal["ACCOMMODATION", "EDUCATION_TRAINING", "EMPLOYMENT", "SKILLS_FOR_LIFE", "HEALTH_WELLBEING", "FAMILY_COMMUNITY"],
        body: m.WordBody,
    ) -> Got[m.ServiceOut]:
        """Put a service to a pillar, or take it away"""
        return self._call(
            "PUT",
            "/api/v1/services/{}/pillars/{}",
            (
                service_id,
                pillar,
            ),
            body=body,
        )

    def send_directory(self, body: m.DirectoryBody, *, key: str | None = None) -> Got[m.DirectorySent]:
        """Send a directory of services; nothing is changed yet"""
        return self._call("POST", "/api/v1/service-imports", body=body, key=key, names_itself=True)

    def one_directory(self, upload_id: str) -> Got[m.DirectorySent]:
        """What a directory that was sent would do; changes nothing"""
        return self._call("GET", "/api/v1/service-imports/{}", (upload_id,))

    def bring_in_directory(self, upload_id: str, *, key: str | None = None) -> Got[m.DirectoryRun]:
        """Bring in a directory that was sent, in one switch"""
        return self._call("POST", "/api/v1/service-imports/{}/start", (upload_id,), key=key, names_itself=True)

    def one_directory_run(self, run_id: str) -> Got[m.DirectoryRun]:
        """What an import of services did"""
        return self._call("GET", "/api/v1/service-imports/runs/{}", (run_id,))

    def list_refused_rows(self, run_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutRefusedRow]:
        """The rows an import of services refused"""
        return self._call("GET", "/api/v1/service-imports/runs/{}/rejects", (run_id,), query={"cursor": cursor, "size": size})

    def iter_refused_rows(self, run_id: str, *, size: int = 50) -> Iterator[m.RefusedRow]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_refused_rows(run_id, cursor=cursor, size=size))

    def list_organizations(self, *, cursor: str = "", size: int = 50, words: str = "") -> Got[m.PageOutOrganizationOut]:
        """Organisations by name

        Organisations by name, one page at a time.
        """
        return self._call("GET", "/api/v1/organizations", query={"cursor": cursor, "size": size, "words": words})

    def iter_organizations(self, *, size: int = 50, words: str = "") -> Iterator[m.OrganizationOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_organizations(cursor=cursor, size=size, words=words))

    def one_organization(self, organization_id: str) -> Got[m.OrganizationOut]:
        """One organisation

        One organisation.
        """
        return self._call("GET", "/api/v1/organizations/{}", (organization_id,))

    def list_partners(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        words: str = "",
        kind: m.OrganizationKind | None = None,
        role: m.PartnerRole | None = None,
        region: str = "",
        owner: str = "",
        accreditation: Literal["soon", "over", "none"] | None = None,
        contact: str | None = None,
        state: m.PartnerState | None = None,
    ) -> Got[m.PageOutPartnerLine]:
        """Partners by name

        Partners by name, one page at a time.
        """
        return self._call(
            "GET",
            "/api/v1/partners",
            query={
                "cursor": cursor,
                "size": size,
                "words": words,
                "kind": kind,
                "role": role,
                "region": region,
                "owner": owner,
                "accreditation": accreditation,
                "contact": contact,
                "state": state,
            },
        )

    def iter_partners(
        self,
        *,
        size: int = 50,
        words: str = "",
        kind: m.OrganizationKind | None = None,
        role: m.PartnerRole | None = None,
        region: str = "",
        owner: str = "",
        accreditation: Literal["soon", "over", "none"] | None = None,
        contact: str | None = None,
        state: m.PartnerState | None = None,
    ) -> Iterator[m.PartnerLine]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_partners(
                cursor=cursor,
                size=size,
                words=words,
                kind=kind,
                role=role,
                region=region,
                owner=owner,
                accreditation=accreditation,
                contact=contact,
                state=state,
            )
        )

    def add_partner(self, body: m.PartnerBody, *, key: str | None = None) -> Got[m.PartnerOut]:
        """Put an organisation on the register

        Whoever owns the key looks after it, when they keep the register.
        """
        return self._call("POST", "/api/v1/partners", body=body, key=key, names_itself=True)

    def one_partner(self, partner_id: str) -> Got[m.PartnerOut]:
        """One partner

        For whoever may look at partners, and for its own people.
        """
        return self._call("GET", "/api/v1/partners/{}", (partner_id,))

    def move_partner(
        self,
        partner_id: str,
        verb: Literal["pause", "resume", "end", "return"],
        body: m.PartnerMoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.PartnerOut]:
        """Pause, resume, end a partnership, or have it return (If-Match)

        With the reason, and the day it holds from (If-Match).
        """
        return self._call(
            "POST",
            "/api/v1/partners/{}/stand/{}",
            (
                partner_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def add_accreditation(self, partner_id: str, body: m.AccreditationBody, *, key: str | None = None) -> Got[m.AccreditationOut]:
        """Add an accreditation"""
        return self._call("POST", "/api/v1/partners/{}/accreditations", (partner_id,), body=body, key=key, names_itself=True)

    def one_accreditation(self, partner_id: str, accreditation_id: str) -> Got[m.AccreditationOut]:
        """One accreditation"""
        return self._call(
            "GET",
            "/api/v1/partners/{}/accreditations/{}",
            (
                partner_id,
                accreditation_id,
            ),
        )

    def change_accreditation(
        self, partner_id: str, accreditation_id: str, body: m.AccreditationBody, *, seen: str
    ) -> Got[m.AccreditationOut]:
        """Change an accreditation (If-Match)"""
        return self._call(
            "PUT",
            "/api/v1/partners/{}/accreditations/{}",
            (
                partner_id,
                accreditation_id,
            ),
            body=body,
            seen=seen,
        )

    def end_accreditation(
        self, partner_id: str, accreditation_id: str, body: m.EndAccreditationBody, *, seen: str, key: str | None = None
    ) -> Got[m.AccreditationOut]:
        """Take an accreditation off the register (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/partners/{}/accreditations/{}/end",
            (
                partner_id,
                accreditation_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def add_partner_contact(self, partner_id: str, body: m.PartnerContactBody, *, key: str | None = None) -> Got[m.PartnerContactOut]:
        """Add a contact at a partner"""
        return self._call("POST", "/api/v1/partners/{}/contacts", (partner_id,), body=body, key=key, names_itself=True)

    def one_partner_contact(self, partner_id: str, partner_contact_id: str) -> Got[m.PartnerContactOut]:
        """One contact at a partner"""
        return self._call(
            "GET",
            "/api/v1/partners/{}/contacts/{}",
            (
                partner_id,
                partner_contact_id,
            ),
        )

    def change_partner_contact(
        self, partner_id: str, partner_contact_id: str, body: m.PartnerContactBody, *, seen: str
    ) -> Got[m.PartnerContactOut]:
        """Change a contact at a partner (If-Match)"""
        return self._call(
            "PUT",
            "/api/v1/partners/{}/contacts/{}",
            (
                partner_id,
                partner_contact_id,
            ),
            body=body,
            seen=seen,
        )

    def end_partner_contact(
        self, partner_id: str, partner_contact_id: str, *, seen: str, key: str | None = None
    ) -> Got[m.PartnerContactOut]:
        """End a contact at a partner (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/partners/{}/contacts/{}/end",
            (
                partner_id,
                partner_contact_id,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_campaigns(
        self, *, cursor: str = "", size: int = 50, state: m.CampaignState | None = None, words: str = "", partner_id: str | None = None
    ) -> Got[m.PageOutCampaignOut]:
        """Campaigns and submissions of partners

        Whoever has waited longest first. A partner's own people read theirs.
        """
        return self._call(
            "GET",
            "/api/v1/partners/campaigns",
            query={"cursor": cursor, "size": size, "state": state, "words": words, "partner_id": partner_id},
        )

    def iter_campaigns(
        self, *, size: int = 50, state: m.CampaignState | None = None, words: str = "", partner_id: str | None = None
    ) -> Iterator[m.CampaignOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_campaigns(cursor=cursor, size=size, state=state, words=words, partner_id=partner_id))

    def add_campaign(self, partner_id: str, body: m.CampaignBody, *, key: str | None = None) -> Got[m.CampaignOut]:
        """Add a campaign or submission of a partner

        By whoever keeps the register, or by its own people.
        """
        return self._call("POST", "/api/v1/partners/{}/campaigns", (partner_id,), body=body, key=key, names_itself=True)

    def one_campaign(self, campaign_id: str) -> Got[m.CampaignOut]:
        """One campaign or submission"""
        return self._call("GET", "/api/v1/partners/campaigns/{}", (campaign_id,))

    def change_campaign(self, campaign_id: str, body: m.CampaignBody, *, seen: str) -> Got[m.CampaignOut]:
        """Correct a campaign or submission (If-Match)"""
        return self._call("PUT", "/api/v1/partners/campaigns/{}", (campaign_id,), body=body, seen=seen)

    def move_campaign(
        self, campaign_id: str, verb: Literal["answer", "reopen"], body: m.CampaignMoveBody, *, seen: str, key: str | None = None
    ) -> Got[m.CampaignOut]:
        """Answer a campaign or submission, or open it again (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/partners/campaigns/{}/{}",
            (
                campaign_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def change_partner_details(self, partner_id: str, body: m.PartnerDetailsBody, *, seen: str) -> Got[m.PartnerOut]:
        """Change a partner's details (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/details", (partner_id,), body=body, seen=seen)

    def change_partner_roles(self, partner_id: str, body: m.PartnerRolesBody, *, seen: str) -> Got[m.PartnerOut]:
        """Change a partner's roles and expertise (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/roles", (partner_id,), body=body, seen=seen)

    def change_partner_reach(self, partner_id: str, body: m.PartnerReachBody, *, seen: str) -> Got[m.PartnerOut]:
        """Change where a partner works (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/reach", (partner_id,), body=body, seen=seen)

    def change_partner_numbers(self, partner_id: str, body: m.PartnerNumbersBody, *, seen: str) -> Got[m.PartnerOut]:
        """Change a partner's numbers (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/numbers", (partner_id,), body=body, seen=seen)

    def change_partner_safeguarding(self, partner_id: str, body: m.PartnerSafeguardingBody, *, seen: str) -> Got[m.PartnerOut]:
        """Say how safe a partner keeps people (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/safeguarding", (partner_id,), body=body, seen=seen)

    def change_partner_owner(self, partner_id: str, body: m.PartnerOwnerBody, *, seen: str) -> Got[m.PartnerOut]:
        """Say who looks after a partner (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/owner", (partner_id,), body=body, seen=seen)

    def change_partner_in_touch(self, partner_id: str, body: m.PartnerInTouchBody, *, seen: str) -> Got[m.PartnerOut]:
        """Say when we are reminded of a partner (If-Match)"""
        return self._call("PUT", "/api/v1/partners/{}/in-touch", (partner_id,), body=body, seen=seen)

    def change_own_partner(self, partner_id: str, body: m.PartnerOwnBody, *, seen: str) -> Got[m.PartnerOut]:
        """Change what your organisation says of itself (If-Match)

        By its own people; it holds at once.
        """
        return self._call("PUT", "/api/v1/partners/{}/own", (partner_id,), body=body, seen=seen)

    def ask_partner_change(self, partner_id: str, body: m.AskedChangeBody, *, key: str | None = None) -> Got[m.ChangeOut]:
        """Ask for a change of your organisation's entry

        By its own people, a part at a time; the department confirms it.
        """
        return self._call("POST", "/api/v1/partners/{}/changes", (partner_id,), body=body, key=key, names_itself=True)

    def list_partner_changes(
        self, *, cursor: str = "", size: int = 50, state: m.ChangeState | None = None, mine: bool = False, partner_id: str | None = None
    ) -> Got[m.PageOutChangeLine]:
        """Changes partners ask for

        Whoever has waited longest first. A partner's own people read theirs.
        """
        return self._call(
            "GET",
            "/api/v1/partners/changes",
            query={"cursor": cursor, "size": size, "state": state, "mine": mine, "partner_id": partner_id},
        )

    def iter_partner_changes(
        self, *, size: int = 50, state: m.ChangeState | None = None, mine: bool = False, partner_id: str | None = None
    ) -> Iterator[m.ChangeLine]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_partner_changes(cursor=cursor, size=size, state=state, mine=mine, partner_id=partner_id)
        )

    def one_partner_change(self, partner_change_id: str) -> Got[m.ChangeOut]:
        """One change a partner asks for"""
        return self._call("GET", "/api/v1/partners/changes/{}", (partner_change_id,))

    def move_partner_change(
        self,
        partner_change_id: str,
        verb: Literal["confirm", "refuse", "withdraw"],
        body: m.ChangeAnswerBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.ChangeOut]:
        """Confirm, refuse or withdraw a change (If-Match)

        Who asked withdraws; who keeps the register confirms or refuses.
        """
        return self._call(
            "POST",
            "/api/v1/partners/changes/{}/{}",
            (
                partner_change_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_partner_duplicates(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutPartnerPairLine]:
        """Records that may be one organisation, the likeliest first"""
        return self._call("GET", "/api/v1/partners/duplicates", query={"cursor": cursor, "size": size})

    def iter_partner_duplicates(self, *, size: int = 50) -> Iterator[m.PartnerPairLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_partner_duplicates(cursor=cursor, size=size))

    def one_partner_duplicate(self, partner_pair_id: str) -> Got[m.PartnerPairOut]:
        """Two records, and why they may be one organisation"""
        return self._call("GET", "/api/v1/partners/duplicates/{}", (partner_pair_id,))

    def keep_two_partners(self, partner_pair_id: str, body: m.KeepTwoBody, *, seen: str, key: str | None = None) -> Got[m.PartnerPairOut]:
        """Say that they are two (If-Match)

        They are proposed again only when something about them changes.
        """
        return self._call(
            "POST", "/api/v1/partners/duplicates/{}/keep_two", (partner_pair_id,), body=body, seen=seen, key=key, names_itself=True
        )

    def list_interactions(
        self,
        partner_id: str,
        *,
        cursor: str = "",
        size: int = 50,
        words: str = "",
        kind: m.InteractionKind | None = None,
        topic: m.Topic | None = None,
        since: str | None = None,
        until: str | None = None,
        stands: Literal["shared", "ours", "withdrawn"] | None = None,
    ) -> Got[m.PageOutInteractionOut]:
        """When we were in touch with a partner, the latest first

        All for staff who may look at partners; what is shared with them for its own people.
        """
        return self._call(
            "GET",
            "/api/v1/partners/{}/interactions",
            (partner_id,),
            query={
                "cursor": cursor,
                "size": size,
                "words": words,
                "kind": kind,
                "topic": topic,
                "since": since,
                "until": until,
                "stands": stands,
            },
        )

    def iter_interactions(
        self,
        partner_id: str,
        *,
        size: int = 50,
        words: str = "",
        kind: m.InteractionKind | None = None,
        topic: m.Topic | None = None,
        since: str | None = None,
        until: str | None = None,
        stands: Literal["shared", "ours", "withdrawn"] | None = None,
    ) -> Iterator[m.InteractionOut]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_interactions(
                partner_id, cursor=cursor, size=size, words=words, kind=kind, topic=topic, since=since, until=until, stands=stands
            )
        )

    def log_interaction(self, partner_id: str, body: m.InteractionBody, *, key: str | None = None) -> Got[m.InteractionOut]:
        """Write down that we were in touch"""
        return self._call("POST", "/api/v1/partners/{}/interactions", (partner_id,), body=body, key=key, names_itself=True)

    def one_interaction(self, partner_id: str, interaction_id: str) -> Got[m.InteractionOut]:
        """One time we were in touch"""
        return self._call(
            "GET",
            "/api/v1/partners/{}/interactions/{}",
            (
                partner_id,
                interaction_id,
            ),
        )

    def correct_interaction(self, partner_id: str, interaction_id: str, body: m.InteractionBody, *, seen: str) -> Got[m.InteractionOut]:
        """Correct what was written (If-Match)"""
        return self._call(
            "PUT",
            "/api/v1/partners/{}/interactions/{}",
            (
                partner_id,
                interaction_id,
            ),
            body=body,
            seen=seen,
        )

    def withdraw_interaction(
        self, partner_id: str, interaction_id: str, body: m.WithdrawInteractionBody, *, seen: str, key: str | None = None
    ) -> Got[m.InteractionOut]:
        """Withdraw what was written (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/partners/{}/interactions/{}/withdraw",
            (
                partner_id,
                interaction_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_partner_merges(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutPartnerMergeLine]:
        """Records that were put together, the latest first"""
        return self._call("GET", "/api/v1/partners/merges", query={"cursor": cursor, "size": size})

    def iter_partner_merges(self, *, size: int = 50) -> Iterator[m.PartnerMergeLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_partner_merges(cursor=cursor, size=size))

    def one_partner_merge(self, partner_merge_id: str) -> Got[m.PartnerMergeOut]:
        """Two records that were put together"""
        return self._call("GET", "/api/v1/partners/merges/{}", (partner_merge_id,))

    def partners_beside(self, partner_id: str, loser_id: str) -> Got[m.PartnersBesideOut]:
        """What two records say differently

        Before they are put together: what somebody has to choose, and what a rule settles.
        """
        return self._call(
            "GET",
            "/api/v1/partners/{}/merge/{}",
            (
                partner_id,
                loser_id,
            ),
        )

    def put_two_partners_together(
        self, partner_id: str, loser_id: str, body: m.PartnerMergeBody, *, seen: str, key: str | None = None
    ) -> Got[m.PartnerMergeOut]:
        """Put two records together (If-Match)

        `loser_id` goes into the partner, which stays; If-Match is the partner's version.
        """
        return self._call(
            "POST",
            "/api/v1/partners/{}/merge/{}",
            (
                partner_id,
                loser_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def part_two_partners(self, partner_merge_id: str, body: m.PartBody, *, seen: str, key: str | None = None) -> Got[m.PartnerMergeOut]:
        """Take two records apart again (If-Match)

        Each is as it was; what was added since stays with the record that stayed.
        """
        return self._call("POST", "/api/v1/partners/merges/{}/part", (partner_merge_id,), body=body, seen=seen, key=key, names_itself=True)

    def let_in_team(self, partner_merge_id: str, team_id: str, *, seen: str, key: str | None = None) -> Got[m.PartnerMergeOut]:
        """Let a team in that was left out (If-Match)

        Asks for service.edit too: the team sees confidential services.
        """
        return self._call(
            "POST",
            "/api/v1/partners/merges/{}/teams/{}",
            (
                partner_merge_id,
                team_id,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_tikanga(self, partner_id: str) -> Got[m.TikangaListOut]:
        """A partner's tikanga notes

        The read is in the audit.
        """
        return self._call("GET", "/api/v1/partners/{}/tikanga", (partner_id,))

    def add_tikanga(self, partner_id: str, body: m.TikangaBody, *, key: str | None = None) -> Got[m.TikangaOut]:
        """Add a tikanga note

        By the partner's own people, or for them.
        """
        return self._call("POST", "/api/v1/partners/{}/tikanga", (partner_id,), body=body, key=key, names_itself=True)

    def one_tikanga(self, tikanga_note_id: str) -> Got[m.TikangaOut]:
        """One tikanga note"""
        return self._call("GET", "/api/v1/partners/tikanga/{}", (tikanga_note_id,))

    def change_tikanga(self, tikanga_note_id: str, body: m.TikangaBody, *, seen: str) -> Got[m.TikangaOut]:
        """Change a tikanga note (If-Match)

        What it said before is not kept.
        """
        return self._call("PUT", "/api/v1/partners/tikanga/{}", (tikanga_note_id,), body=body, seen=seen)

    def withdraw_tikanga(self, tikanga_note_id: str, *, seen: str, key: str | None = None) -> Got[m.TikangaOut]:
        """Withdraw a tikanga note (If-Match)

        Its words are gone.
        """
        return self._call("POST", "/api/v1/partners/tikanga/{}/withdraw", (tikanga_note_id,), seen=seen, key=key, names_itself=True)

    def list_mana_whenua(self) -> Got[m.SitesWhenuaOut]:
        """Every site, and who holds mana whenua there"""
        return self._call("GET", "/api/v1/partners/mana-whenua")

    def say_mana_whenua(self, body: m.WhenuaBody, *, key: str | None = None) -> Got[m.WhenuaOut]:
        """Say who holds mana whenua where a site stands"""
        return self._call("POST", "/api/v1/partners/mana-whenua", body=body, key=key, names_itself=True)

    def one_mana_whenua(self, whenua_id: str) -> Got[m.WhenuaOut]:
        """One iwi or hapū of one site"""
        return self._call("GET", "/api/v1/partners/mana-whenua/{}", (whenua_id,))

    def end_mana_whenua(self, whenua_id: str, body: m.EndWhenuaBody, *, seen: str, key: str | None = None) -> Got[m.WhenuaOut]:
        """They stand there on the register no longer (If-Match)"""
        return self._call("POST", "/api/v1/partners/mana-whenua/{}/end", (whenua_id,), body=body, seen=seen, key=key, names_itself=True)

    def list_raters(self, wave_id: str) -> Got[list[m.RaterOut]]:
        """Who is asked"""
        return self._call("GET", "/api/v1/assessments/{}/raters", (wave_id,))

    def add_rater(self, wave_id: str, body: m.RaterBody, *, key: str | None = None) -> Got[m.RaterOut]:
        """Ask somebody

        A link is mailed to them when the assessment is open.
        """
        return self._call("POST", "/api/v1/assessments/{}/raters", (wave_id,), body=body, key=key, names_itself=True)

    def move_rater(self, wave_id: str, rater_id: str, verb: Literal["resend", "withdraw"], *, key: str | None = None) -> Got[m.RaterOut]:
        """Send a new link, or take somebody back

        If they have answered, nothing changes, and nobody is told so.
        """
        return self._call(
            "POST",
            "/api/v1/assessments/{}/raters/{}/{}",
            (
                wave_id,
                rater_id,
                verb,
            ),
            key=key,
            names_itself=True,
        )

    def add_agreed(self, wave_id: str, body: m.AgreedBody, *, key: str | None = None) -> Got[m.AgreedOut]:
        """Write down what was agreed"""
        return self._call("POST", "/api/v1/assessments/{}/agreed", (wave_id,), body=body, key=key, names_itself=True)

    def one_agreed(self, wave_id: str, agreed_id: str) -> Got[m.AgreedOut]:
        """One agreed action"""
        return self._call(
            "GET",
            "/api/v1/assessments/{}/agreed/{}",
            (
                wave_id,
                agreed_id,
            ),
        )

    def move_agreed(
        self, wave_id: str, agreed_id: str, verb: Literal["finish", "drop", "reopen"], *, seen: str, key: str | None = None
    ) -> Got[m.AgreedOut]:
        """An agreed action is done, dropped, or open again (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/assessments/{}/agreed/{}/{}",
            (
                wave_id,
                agreed_id,
                verb,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_assessments(
        self, *, cursor: str = "", size: int = 50, partner_id: str | None = None, state: m.WaveState | None = None
    ) -> Got[m.PageOutWaveLine]:
        """Assessments, the newest first

        Of every partnership; its own people are given theirs.
        """
        return self._call("GET", "/api/v1/assessments", query={"cursor": cursor, "size": size, "partner_id": partner_id, "state": state})

    def iter_assessments(self, *, size: int = 50, partner_id: str | None = None, state: m.WaveState | None = None) -> Iterator[m.WaveLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_assessments(cursor=cursor, size=size, partner_id=partner_id, state=state))

    def add_assessment(self, body: m.WaveBody, *, key: str | None = None) -> Got[m.WaveOut]:
        """Prepare an assessment"""
        return self._call("POST", "/api/v1/assessments", body=body, key=key, names_itself=True)

    def all_assessments_together(self) -> Got[list[m.LaggingOut]]:
        """All partnerships together

        What lags most first; no partner is named.
        """
        return self._call("GET", "/api/v1/assessments/across")

    def assessment_hypothesis(self) -> Got[list[m.HypothesisOut]]:
        """Does better partnership go with better referrals?

        As either side sees partnerships; no partner is named. Nothing in partnership mode, where no referral is kept.
        """
        return self._call("GET", "/api/v1/assessments/hypothesis")

    def one_assessment(self, wave_id: str) -> Got[m.WaveOut]:
        """One assessment, with its result once it is published"""
        return self._call("GET", "/api/v1/assessments/{}", (wave_id,))

    def change_assessment(self, wave_id: str, body: m.WaveFields, *, seen: str) -> Got[m.WaveOut]:
        """Change an assessment (If-Match)"""
        return self._call("PUT", "/api/v1/assessments/{}", (wave_id,), body=body, seen=seen)

    def assessment_report(self, wave_id: str) -> Got[bytes]:
        """The result of an assessment, as a report to print (PDF)

        For both sides, once it is published. The audit keeps that it was taken.
        """
        return self._call("GET", "/api/v1/assessments/{}/report", (wave_id,))

    def remind_raters(self, wave_id: str, *, key: str | None = None) -> Got[m.WaveOut]:
        """Remind whoever has not answered

        Nobody is told who that is.
        """
        return self._call("POST", "/api/v1/assessments/{}/remind", (wave_id,), key=key, names_itself=True)

    def move_assessment(
        self, wave_id: str, verb: Literal["open", "close", "give_up"], *, seen: str, key: str | None = None
    ) -> Got[m.WaveOut]:
        """Open, close or give up an assessment (If-Match)

        The result of one that is closed is there a moment later.
        """
        return self._call(
            "POST",
            "/api/v1/assessments/{}/stand/{}",
            (
                wave_id,
                verb,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_stock_takes(self, *, cursor: str = "", size: int = 50, state: m.StockTakeState | None = None) -> Got[m.PageOutStockTakeLine]:
        """Stock-takes, the newest first

        Each with how far it is.
        """
        return self._call("GET", "/api/v1/stocktakes", query={"cursor": cursor, "size": size, "state": state})

    def iter_stock_takes(self, *, size: int = 50, state: m.StockTakeState | None = None) -> Iterator[m.StockTakeLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_stock_takes(cursor=cursor, size=size, state=state))

    def add_stock_take(self, body: m.StockTakeBody, *, key: str | None = None) -> Got[m.StockTakeOut]:
        """Prepare a stock-take

        Each site in its scope is asked of the office that is likely its own.
        """
        return self._call("POST", "/api/v1/stocktakes", body=body, key=key, names_itself=True)

    def one_stock_take(self, stock_take_id: str) -> Got[m.StockTakeOut]:
        """One stock-take, with how far each site is"""
        return self._call("GET", "/api/v1/stocktakes/{}", (stock_take_id,))

    def change_stock_take(self, stock_take_id: str, body: m.StockTakeBody, *, seen: str) -> Got[m.StockTakeOut]:
        """Change a stock-take (If-Match)"""
        return self._call("PUT", "/api/v1/stocktakes/{}", (stock_take_id,), body=body, seen=seen)

    def ask_teams(self, stock_take_id: str, body: m.TeamsBody, *, seen: str) -> Got[m.StockTakeOut]:
        """Say who answers for which site (If-Match)"""
        return self._call("PUT", "/api/v1/stocktakes/{}/teams", (stock_take_id,), body=body, seen=seen)

    def remind_sites(self, stock_take_id: str, *, key: str | None = None) -> Got[m.StockTakeOut]:
        """Remind teams that have not handed in

        Nobody is reminded twice a day.
        """
        return self._call("POST", "/api/v1/stocktakes/{}/remind", (stock_take_id,), key=key, names_itself=True)

    def move_stock_take(
        self,
        stock_take_id: str,
        verb: Literal["open", "close", "reopen", "give_up"],
        body: m.StockTakeReasonBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.StockTakeOut]:
        """Open, close, open again or give up a stock-take (If-Match)

        A reason is needed to open one again.
        """
        return self._call(
            "POST",
            "/api/v1/stocktakes/{}/stand/{}",
            (
                stock_take_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_barriers(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        state: m.BarrierState | None = None,
        kind: m.BarrierKind | None = None,
        stock_take_id: str | None = None,
        partner_id: str | None = None,
    ) -> Got[m.PageOutBarrierOut]:
        """What stands in the way, the last said first

        Of every site and stock-take.
        """
        return self._call(
            "GET",
            "/api/v1/stocktakes/barriers",
            query={"cursor": cursor, "size": size, "state": state, "kind": kind, "stock_take_id": stock_take_id, "partner_id": partner_id},
        )

    def iter_barriers(
        self,
        *,
        size: int = 50,
        state: m.BarrierState | None = None,
        kind: m.BarrierKind | None = None,
        stock_take_id: str | None = None,
        partner_id: str | None = None,
    ) -> Iterator[m.BarrierOut]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_barriers(
                cursor=cursor, size=size, state=state, kind=kind, stock_take_id=stock_take_id, partner_id=partner_id
            )
        )

    def one_barrier(self, barrier_id: str) -> Got[m.BarrierOut]:
        """One barrier"""
        return self._call("GET", "/api/v1/stocktakes/barriers/{}", (barrier_id,))

    def change_barrier(self, barrier_id: str, body: m.BarrierBody, *, seen: str) -> Got[m.BarrierOut]:
        """Say a barrier better (If-Match)

        By the site's team while its return waits, and by whoever keeps the register.
        """
        return self._call("PUT", "/api/v1/stocktakes/barriers/{}", (barrier_id,), body=body, seen=seen)

    def add_barrier(self, line_id: str, body: m.BarrierBody, *, key: str | None = None) -> Got[m.BarrierOut]:
        """Say what stands in the way with one partner

        By the site's team, while its return waits.
        """
        return self._call("POST", "/api/v1/stocktakes/lines/{}/barriers", (line_id,), body=body, key=key, names_itself=True)

    def move_barrier(
        self, barrier_id: str, verb: Literal["remove", "accept", "return"], body: m.BarrierReason, *, seen: str, key: str | None = None
    ) -> Got[m.BarrierOut]:
        """Remove, accept or open again a barrier (If-Match)

        Each with a reason.
        """
        return self._call(
            "POST",
            "/api/v1/stocktakes/barriers/{}/stand/{}",
            (
                barrier_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def one_return(self, return_id: str) -> Got[m.SiteReturnOut]:
        """One site's return, with a line for each partner"""
        return self._call("GET", "/api/v1/stocktakes/returns/{}", (return_id,))

    def move_return(
        self, return_id: str, verb: Literal["hand_in", "hand_back"], body: m.StockTakeReasonBody, *, seen: str, key: str | None = None
    ) -> Got[m.SiteReturnOut]:
        """Hand a return in, or back (If-Match)

        In by its team, or for it; back by whoever keeps the register, with a reason.
        """
        return self._call(
            "POST",
            "/api/v1/stocktakes/returns/{}/stand/{}",
            (
                return_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def confirm_lines(self, return_id: str, body: m.ConfirmBody, *, key: str | None = None) -> Got[m.SiteReturnOut]:
        """Say of partners that they are still active

        Of those without an answer yet.
        """
        return self._call("POST", "/api/v1/stocktakes/returns/{}/confirm", (return_id,), body=body, key=key, names_itself=True)

    def add_found(self, return_id: str, body: m.FoundBody, *, key: str | None = None) -> Got[m.StockLineOut]:
        """Write down a partner the register did not have"""
        return self._call("POST", "/api/v1/stocktakes/returns/{}/found", (return_id,), body=body, key=key, names_itself=True)

    def one_line(self, line_id: str) -> Got[m.StockLineOut]:
        """What a site says of one partner"""
        return self._call("GET", "/api/v1/stocktakes/lines/{}", (line_id,))

    def answer_line(self, line_id: str, body: m.StockLineBody, *, seen: str) -> Got[m.StockLineOut]:
        """Say how it is with one partner (If-Match)"""
        return self._call("PUT", "/api/v1/stocktakes/lines/{}", (line_id,), body=body, seen=seen)

    def settle_found(self, line_id: str, body: m.SettleBody, *, seen: str, key: str | None = None) -> Got[m.StockLineOut]:
        """Say what became of a partner that was found (If-Match)"""
        return self._call("POST", "/api/v1/stocktakes/lines/{}/settle", (line_id,), body=body, seen=seen, key=key, names_itself=True)

    def stock_take_result(self, stock_take_id: str) -> Got[m.StockResultOut]:
        """What a stock-take found, all sites together"""
        return self._call("GET", "/api/v1/stocktakes/{}/result", (stock_take_id,))

    def list_stock_take_lines(self, stock_take_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutStockLineOut]:
        """What sites said, line by line

        Every line of every return, handed in or not.
        """
        return self._call("GET", "/api/v1/stocktakes/{}/lines", (stock_take_id,), query={"cursor": cursor, "size": size})

    def iter_stock_take_lines(self, stock_take_id: str, *, size: int = 50) -> Iterator[m.StockLineOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_stock_take_lines(stock_take_id, cursor=cursor, size=size))

    def stock_take_report(self, stock_take_id: str) -> Got[bytes]:
        """What a stock-take found, as a report to print (PDF)

        Tagged for whoever reads with their ears (PDF/UA-1). The audit keeps that it was taken.
        """
        return self._call("GET", "/api/v1/stocktakes/{}/report", (stock_take_id,))

    def find_gaps(self, *, region: str = "", pillar: m.Pillar | None = None, split: m.Split | None = None) -> Got[m.GapsOut]:
        """What is missing, by region and pillar

        What is missing first.
        """
        return self._call("GET", "/api/v1/gaps", query={"region": region, "pillar": pillar, "split": split})

    def load_figures(self, body: m.FiguresBody) -> Got[m.FiguresOut]:
        """Load planning figures

        Rows that can't be taken are told, the others are taken.
        """
        return self._call("PUT", "/api/v1/gaps/figures", body=body)

    def network_measures(
        self,
        *,
        region: str = "",
        kind: m.OrganizationKind | None = None,
        ties: list[m.TieKind] | None = None,
        year: int | None = None,
        without_us: bool = False,
        flow: m.Flow | None = None,
        trust: int | None = None,
    ) -> Got[m.NetworkMeasures]:
        """What is said of the network as a whole

        Of what the key's holder may read.
        """
        return self._call(
            "GET",
            "/api/v1/network/measures",
            query={"region": region, "kind": kind, "ties": ties, "year": year, "without_us": without_us, "flow": flow, "trust": trust},
        )

    def list_network_organizations(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        region: str = "",
        kind: m.OrganizationKind | None = None,
        ties: list[m.TieKind] | None = None,
        year: int | None = None,
        without_us: bool = False,
        flow: m.Flow | None = None,
        trust: int | None = None,
    ) -> Got[m.PageOutNetworkOrganization]:
        """Organisations of the network, by name

        A page may have fewer than `size`: whose partnership has ended, and is tied with nobody, is left out.
        """
        return self._call(
            "GET",
            "/api/v1/network/organizations",
            query={
                "cursor": cursor,
                "size": size,
                "region": region,
                "kind": kind,
                "ties": ties,
                "year": year,
                "without_us": without_us,
                "flow": flow,
                "trust": trust,
            },
        )

    def iter_network_organizations(
        self,
        *,
        size: int = 50,
        region: str = "",
        kind: m.OrganizationKind | None = None,
        ties: list[m.TieKind] | None = None,
        year: int | None = None,
        without_us: bool = False,
        flow: m.Flow | None = None,
        trust: int | None = None,
    ) -> Iterator[m.NetworkOrganization]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_network_organizations(
                cursor=cursor, size=size, region=region, kind=kind, ties=ties, year=year, without_us=without_us, flow=flow, trust=trust
            )
        )

    def list_network_ties(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        region: str = "",
        kind: m.OrganizationKind | None = None,
        ties: list[m.TieKind] | None = None,
        year: int | None = None,
        without_us: bool = False,
        flow: m.Flow | None = None,
        trust: int | None = None,
    ) -> Got[m.PageOutNetworkTie]:
        """Ties of the network, by the name of one end

        Each once; the department is always the other end.
        """
        return self._call(
            "GET",
            "/api/v1/network/ties",
            query={
                "cursor": cursor,
                "size": size,
                "region": region,
                "kind": kind,
                "ties": ties,
                "year": year,
                "without_us": without_us,
                "flow": flow,
                "trust": trust,
            },
        )

    def iter_network_ties(
        self,
        *,
        size: int = 50,
        region: str = "",
        kind: m.OrganizationKind | None = None,
        ties: list[m.TieKind] | None = None,
        year: int | None = None,
        without_us: bool = False,
        flow: m.Flow | None = None,
        trust: int | None = None,
    ) -> Iterator[m.NetworkTie]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_network_ties(
                cursor=cursor, size=size, region=region, kind=kind, ties=ties, year=year, without_us=without_us, flow=flow, trust=trust
            )
        )

    def list_ties_of_partner(self, partner_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutNetworkTie]:
        """What ties one partner today, by name of the other end

        For those who may look at partners; its own people are given its own.
        """
        return self._call("GET", "/api/v1/network/organizations/{}/ties", (partner_id,), query={"cursor": cursor, "size": size})

    def iter_ties_of_partner(self, partner_id: str, *, size: int = 50) -> Iterator[m.NetworkTie]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_ties_of_partner(partner_id, cursor=cursor, size=size))

    def list_network_surveys(self, *, cursor: str = "", size: int = 50, state: m.SurveyState | None = None) -> Got[m.PageOutSurveyLine]:
        """Surveys of the network, the newest first

        Each with how many replied.
        """
        return self._call("GET", "/api/v1/network/surveys", query={"cursor": cursor, "size": size, "state": state})

    def iter_network_surveys(self, *, size: int = 50, state: m.SurveyState | None = None) -> Iterator[m.SurveyLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_network_surveys(cursor=cursor, size=size, state=state))

    def add_network_survey(self, body: m.SurveyBody, *, key: str | None = None) -> Got[m.SurveyOut]:
        """Prepare a survey of the network

        Active partners of its scope are asked, each at its lead contact's address.
        """
        return self._call("POST", "/api/v1/network/surveys", body=body, key=key, names_itself=True)

    def one_network_survey(self, survey_id: str) -> Got[m.SurveyOut]:
        """One survey, with whom it asks and who replied"""
        return self._call("GET", "/api/v1/network/surveys/{}", (survey_id,))

    def change_network_survey(self, survey_id: str, body: m.SurveyBody, *, seen: str) -> Got[m.SurveyOut]:
        """Change a survey of the network (If-Match)"""
        return self._call("PUT", "/api/v1/network/surveys/{}", (survey_id,), body=body, seen=seen)

    def move_network_survey(
        self, survey_id: str, verb: Literal["open", "close", "publish", "give_up"], *, seen: str, key: str | None = None
    ) -> Got[m.SurveyOut]:
        """Open, close, publish or give up a survey (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/network/surveys/{}/stand/{}",
            (
                survey_id,
                verb,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def ask_in_network_survey(self, survey_id: str, body: m.SurveyedBody, *, key: str | None = None) -> Got[m.SurveyOut]:
        """Ask a partner, or put its address right"""
        return self._call("POST", "/api/v1/network/surveys/{}/organizations", (survey_id,), body=body, key=key, names_itself=True)

    def move_in_network_survey(self, surveyed_id: str, verb: Literal["resend", "withdraw"], *, key: str | None = None) -> Got[m.SurveyOut]:
        """Send a new link, or ask no more"""
        return self._call(
            "POST",
            "/api/v1/network/surveys/organizations/{}/{}",
            (
                surveyed_id,
                verb,
            ),
            key=key,
            names_itself=True,
        )

    def remind_network_survey(self, survey_id: str, *, key: str | None = None) -> Got[m.SurveyOut]:
        """Remind organisations that have not replied"""
        return self._call("POST", "/api/v1/network/surveys/{}/remind", (survey_id,), key=key, names_itself=True)

    def network_survey_result(self, survey_id: str) -> Got[m.SurveyResultOut]:
        """What a published survey says"""
        return self._call("GET", "/api/v1/network/surveys/{}/result", (survey_id,))

    def list_said_ties(self, survey_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutSaidTieOut]:
        """Who says what of whom, in a published survey

        By the names of both ends.
        """
        return self._call("GET", "/api/v1/network/surveys/{}/ties", (survey_id,), query={"cursor": cursor, "size": size})

    def iter_said_ties(self, survey_id: str, *, size: int = 50) -> Iterator[m.SaidTieOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_said_ties(survey_id, cursor=cursor, size=size))

    def send_partner_list(self, body: m.PartnerFileIn, *, key: str | None = None) -> Got[m.PartnerReadOut]:
        """Send a list of partners; nothing is imported yet"""
        return self._call("POST", "/api/v1/partner-imports", body=body, key=key, names_itself=True)

    def list_partner_files(self) -> Got[list[m.PartnerFileOut]]:
        """One's own lists that are not in yet, newest first"""
        return self._call("GET", "/api/v1/partner-imports/files")

    def one_partner_file(self, file_id: str) -> Got[m.PartnerFileOut]:
        """How far a list is"""
        return self._call("GET", "/api/v1/partner-imports/files/{}", (file_id,))

    def drop_partner_file(self, file_id: str, *, seen: str) -> Got[None]:
        """Delete a list that is not in (If-Match)"""
        return self._call("DELETE", "/api/v1/partner-imports/files/{}", (file_id,), seen=seen)

    def partner_file_reading(self, file_id: str) -> Got[m.PartnerReadOut]:
        """How a list is read"""
        return self._call("GET", "/api/v1/partner-imports/files/{}/reading", (file_id,))

    def read_partner_file_otherwise(self, file_id: str, body: m.PartnerChoicesIn, *, seen: str) -> Got[m.PartnerReadOut]:
        """Have it read another way (If-Match)"""
        return self._call("PUT", "/api/v1/partner-imports/files/{}/reading", (file_id,), body=body, seen=seen)

    def check_partner_file(self, file_id: str) -> Got[m.PartnerWouldOut]:
        """What importing it would do; changes nothing"""
        return self._call("GET", "/api/v1/partner-imports/files/{}/check", (file_id,))

    def start_partner_file(self, file_id: str, *, seen: str, key: str | None = None) -> Got[m.PartnerFileOut]:
        """Import it, in the background (If-Match)"""
        return self._call("POST", "/api/v1/partner-imports/files/{}/start", (file_id,), seen=seen, key=key, names_itself=True)

    def keep_partner_mapping(self, file_id: str, body: m.PartnerMappingIn, *, key: str | None = None) -> Got[m.PartnerMappingOut]:
        """Keep how it is read under a name"""
        return self._call("POST", "/api/v1/partner-imports/files/{}/mapping", (file_id,), body=body, key=key, names_itself=True)

    def list_partner_runs(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutPartnerRunLine]:
        """Imports of partners, newest first"""
        return self._call("GET", "/api/v1/partner-imports/runs", query={"cursor": cursor, "size": size})

    def iter_partner_runs(self, *, size: int = 50) -> Iterator[m.PartnerRunLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_partner_runs(cursor=cursor, size=size))

    def one_partner_run(self, run_id: str) -> Got[m.PartnerRunOut]:
        """What became of every row of a list"""
        return self._call("GET", "/api/v1/partner-imports/runs/{}", (run_id,))

    def list_partner_mappings(self) -> Got[list[m.PartnerMappingOut]]:
        """Saved mappings of lists of partners, by name"""
        return self._call("GET", "/api/v1/partner-imports/mappings")

    def one_partner_mapping(self, mapping_id: str) -> Got[m.PartnerMappingOut]:
        """One saved mapping"""
        return self._call("GET", "/api/v1/partner-imports/mappings/{}", (mapping_id,))

    def rename_partner_mapping(self, mapping_id: str, body: m.PartnerMappingIn, *, seen: str) -> Got[m.PartnerMappingOut]:
        """Rename a mapping (If-Match)"""
        return self._call("PUT", "/api/v1/partner-imports/mappings/{}", (mapping_id,), body=body, seen=seen)

    def remove_partner_mapping(self, mapping_id: str, *, seen: str) -> Got[None]:
        """Delete a mapping (If-Match)"""
        return self._call("DELETE", "/api/v1/partner-imports/mappings/{}", (mapping_id,), seen=seen)

    def list_agreements(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        words: str = "",
        kind: m.AgreementKind | None = None,
        state: m.AgreementState | None = None,
        when: m.When | None = None,
        region: str = "",
        owner: str = "",
        organization: str = "",
    ) -> Got[m.PageOutAgreementLine]:
        """Agreements by number and title

        All of them, or those of the organisations the key's owner works for; one page at a time.
        """
        return self._call(
            "GET",
            "/api/v1/agreements",
            query={
                "cursor": cursor,
                "size": size,
                "words": words,
                "kind": kind,
                "state": state,
                "when": when,
                "region": region,
                "owner": owner,
                "organization": organization,
            },
        )

    def iter_agreements(
        self,
        *,
        size: int = 50,
        words: str = "",
        kind: m.AgreementKind | None = None,
        state: m.AgreementState | None = None,
        when: m.When | None = None,
        region: str = "",
        owner: str = "",
        organization: str = "",
    ) -> Iterator[m.AgreementLine]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_agreements(
                cursor=cursor,
                size=size,
                words=words,
                kind=kind,
                state=state,
                when=when,
                region=region,
                owner=owner,
                organization=organization,
            )
        )

    def add_agreement(self, body: m.NewAgreementBody, *, key: str | None = None) -> Got[m.AgreementOut]:
        """Write an agreement

        A draft. Whoever owns the key looks after it, when they write agreements.
        """
        return self._call("POST", "/api/v1/agreements", body=body, key=key, names_itself=True)

    def one_agreement(self, agreement_id: str) -> Got[m.AgreementOut]:
        """One agreement

        For whoever may look at agreements, and for the staff of its parties: each reads its own value alone.
        """
        return self._call("GET", "/api/v1/agreements/{}", (agreement_id,))

    def change_agreement_details(self, agreement_id: str, body: m.AgreementDetailsBody, *, seen: str) -> Got[m.AgreementOut]:
        """Change an agreement's details (If-Match)"""
        return self._call("PUT", "/api/v1/agreements/{}/details", (agreement_id,), body=body, seen=seen)

    def change_agreement_term(self, agreement_id: str, body: m.AgreementTermBody, *, seen: str) -> Got[m.AgreementOut]:
        """Change an agreement's term (If-Match)"""
        return self._call("PUT", "/api/v1/agreements/{}/term", (agreement_id,), body=body, seen=seen)

    def change_agreement_coverage(self, agreement_id: str, body: m.AgreementCoverageBody, *, seen: str) -> Got[m.AgreementOut]:
        """Change what an agreement covers (If-Match)"""
        return self._call("PUT", "/api/v1/agreements/{}/coverage", (agreement_id,), body=body, seen=seen)

    def change_agreement_keeping(self, agreement_id: str, body: m.AgreementKeepingBody, *, seen: str) -> Got[m.AgreementOut]:
        """Change an agreement's owner and review (If-Match)"""
        return self._call("PUT", "/api/v1/agreements/{}/keeping", (agreement_id,), body=body, seen=seen)

    def add_agreement_party(
        self, agreement_id: str, body: m.NewAgreementPartyBody, *, seen: str, key: str | None = None
    ) -> Got[m.AgreementOut]:
        """Add a party (If-Match)"""
        return self._call("POST", "/api/v1/agreements/{}/parties", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def change_agreement_party(
        self, agreement_id: str, agreement_party_id: str, body: m.AgreementPartyBody, *, seen: str
    ) -> Got[m.AgreementOut]:
        """Change what a party is, does and gets (If-Match)"""
        return self._call(
            "PUT",
            "/api/v1/agreements/{}/parties/{}",
            (
                agreement_id,
                agreement_party_id,
            ),
            body=body,
            seen=seen,
        )

    def remove_agreement_party(
        self, agreement_id: str, agreement_party_id: str, *, seen: str, key: str | None = None
    ) -> Got[m.AgreementOut]:
        """Take a party off (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/parties/{}/remove",
            (
                agreement_id,
                agreement_party_id,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def sign_agreement_party(
        self, agreement_id: str, agreement_party_id: str, body: m.SignatureBody, *, seen: str, key: str | None = None
    ) -> Got[m.AgreementOut]:
        """Write down that a party signed (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/parties/{}/sign",
            (
                agreement_id,
                agreement_party_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def move_agreement(
        self,
        agreement_id: str,
        verb: Literal["offer", "sign", "suspend", "resume", "terminate"],
        body: m.AgreementMoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.AgreementOut]:
        """Offer, sign, suspend, resume or terminate it (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/stand/{}",
            (
                agreement_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def renew_agreement(self, agreement_id: str, body: m.RenewBody, *, seen: str, key: str | None = None) -> Got[m.AgreementOut]:
        """Use a renewal that stands in it (If-Match)"""
        return self._call("POST", "/api/v1/agreements/{}/renew", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def ask_agreement_approval(
        self, agreement_id: str, body: m.AskApprovalBody, *, seen: str, key: str | None = None
    ) -> Got[m.AgreementOut]:
        """Ask for a second person's word on its value (If-Match)"""
        return self._call("POST", "/api/v1/agreements/{}/approval/ask", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def decide_agreement_approval(
        self, agreement_id: str, body: m.DecideApprovalBody, *, seen: str, key: str | None = None
    ) -> Got[m.AgreementOut]:
        """Approve its value, or not (If-Match)

        For somebody else than who asked, wrote the agreement or looks after it.
        """
        return self._call("POST", "/api/v1/agreements/{}/approval", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def list_amendments(self, agreement_id: str) -> Got[m.AmendmentsOut]:
        """Amendments of an agreement, the newest first

        For whoever reads the agreement; its parties' staff from the day each was offered.
        """
        return self._call("GET", "/api/v1/agreements/{}/amendments", (agreement_id,))

    def add_amendment(self, agreement_id: str, body: m.AmendmentBody, *, key: str | None = None) -> Got[m.AmendmentOut]:
        """Write an amendment

        A draft with the next number. One is open at a time.
        """
        return self._call("POST", "/api/v1/agreements/{}/amendments", (agreement_id,), body=body, key=key, names_itself=True)

    def one_amendment(self, agreement_id: str, amendment_id: str) -> Got[m.AmendmentOut]:
        """One amendment

        For whoever reads the agreement; its parties' staff from the day it was offered.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/amendments/{}",
            (
                agreement_id,
                amendment_id,
            ),
        )

    def change_amendment(self, agreement_id: str, amendment_id: str, body: m.AmendmentBody, *, seen: str) -> Got[m.AmendmentOut]:
        """Say an amendment otherwise, until it is in effect (If-Match)

        Signatures given before fall.
        """
        return self._call(
            "PUT",
            "/api/v1/agreements/{}/amendments/{}",
            (
                agreement_id,
                amendment_id,
            ),
            body=body,
            seen=seen,
        )

    def sign_amendment(
        self, agreement_id: str, amendment_id: str, body: m.AmendmentSignatureBody, *, seen: str, key: str | None = None
    ) -> Got[m.AmendmentOut]:
        """Write down that a party signed an amendment (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/amendments/{}/sign",
            (
                agreement_id,
                amendment_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def move_amendment(
        self,
        agreement_id: str,
        amendment_id: str,
        verb: Literal["offer", "effect", "withdraw"],
        body: m.AmendmentMoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.AmendmentOut]:
        """Offer an amendment, put it into effect, withdraw it (If-Match)

        In effect, it changes the agreement: its last day, its values, the services it covers, and its version.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/amendments/{}/stand/{}",
            (
                agreement_id,
                amendment_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def add_light_agreement(self, body: m.NewLightBody, *, key: str | None = None) -> Got[m.AgreementOut]:
        """Write a small grant or MOU on one page

        A draft. Refused with the numbers when it is too large for one page.
        """
        return self._call("POST", "/api/v1/agreements/light", body=body, key=key, names_itself=True)

    def one_light_agreement(self, agreement_id: str) -> Got[m.LightOut]:
        """The light path of an agreement: its terms, and how its links stand

        For whoever may read the agreement; links for those who may look at all.
        """
        return self._call("GET", "/api/v1/agreements/{}/light", (agreement_id,))

    def change_light_agreement(self, agreement_id: str, body: m.LightBody, *, seen: str) -> Got[m.LightOut]:
        """Change a small grant or MOU (If-Match)

        Signatures given before fall, and a link to sign that was sent is void.
        """
        return self._call("PUT", "/api/v1/agreements/{}/light", (agreement_id,), body=body, seen=seen)

    def turn_light_agreement(self, agreement_id: str, body: m.FullBody, *, seen: str, key: str | None = None) -> Got[m.AgreementOut]:
        """Turn a small grant or MOU into a full agreement (If-Match)

        Unsigned, signatures fall and links are over; signed, what was signed stays, and amendments change it.
        """
        return self._call("POST", "/api/v1/agreements/{}/light/full", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def send_light_link(self, agreement_id: str, body: m.SendLinkBody, *, seen: str, key: str | None = None) -> Got[m.LightOut]:
        """Mail a signed link (If-Match)

        To whoever signs for the party. A link to sign that was sent before is void; links to the three questions are good until they are answered.
        """
        return self._call("POST", "/api/v1/agreements/{}/light/links", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def revoke_light_link(self, agreement_id: str, link_id: str, *, seen: str, key: str | None = None) -> Got[m.LightOut]:
        """Revoke a signed link (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/light/links/{}/revoke",
            (
                agreement_id,
                link_id,
            ),
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_obligations(self, agreement_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutObligationOut]:
        """What each side of an agreement does, by the day it is due

        For staff who may look at agreements, and for the party each is with.
        """
        return self._call("GET", "/api/v1/agreements/{}/obligations", (agreement_id,), query={"cursor": cursor, "size": size})

    def iter_obligations(self, agreement_id: str, *, size: int = 50) -> Iterator[m.ObligationOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_obligations(agreement_id, cursor=cursor, size=size))

    def add_obligation(self, agreement_id: str, body: m.ObligationBody, *, key: str | None = None) -> Got[m.ObligationOut]:
        """Add an obligation

        Its words stay: one that is wrong is waived, and written anew.
        """
        return self._call("POST", "/api/v1/agreements/{}/obligations", (agreement_id,), body=body, key=key, names_itself=True)

    def one_obligation(self, agreement_id: str, obligation_id: str) -> Got[m.ObligationOut]:
        """One obligation

        For whoever reads the agreement.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/obligations/{}",
            (
                agreement_id,
                obligation_id,
            ),
        )

    def say_obligation(
        self, agreement_id: str, obligation_id: str, body: m.SayBody, *, seen: str, key: str | None = None
    ) -> Got[m.ObligationOut]:
        """Say what was done about it (If-Match)

        For whoever does it: the staff of the party, or whoever writes agreements for the department's own.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/obligations/{}/say",
            (
                agreement_id,
                obligation_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def dispute_obligation(
        self, agreement_id: str, obligation_id: str, body: m.DisputeBody, *, seen: str, key: str | None = None
    ) -> Got[m.ObligationOut]:
        """Say how the party sees it differently (If-Match)

        For the staff of the party it is with: of the department's at any time, of their own once it was judged.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/obligations/{}/dispute",
            (
                agreement_id,
                obligation_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def move_obligation(
        self,
        agreement_id: str,
        obligation_id: str,
        verb: Literal["meet", "partly", "miss", "waive", "reopen"],
        body: m.JudgeBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.ObligationOut]:
        """Say whether it was met, or waive it (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/obligations/{}/stand/{}",
            (
                agreement_id,
                obligation_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def check_past_grants(self, body: m.PastGrantsBody) -> Got[m.PastGrantsChecked]:
        """What a 360Giving file would do

        Makes nothing: it says of each row what would become of it. For whoever writes agreements and keeps the register.

        It takes no Idempotency-Key: it says what would be, and changes nothing.
        """
        return self._call("POST", "/api/v1/agreements/past-grants/check", body=body)

    def bring_past_grants(self, body: m.PastGrantsBody, *, key: str | None = None) -> Got[m.PastGrantsRun]:
        """Bring in a 360Giving file

        All of it, or nothing. A grant that is there already is unchanged, or says what the file says now.
        """
        return self._call("POST", "/api/v1/agreements/past-grants", body=body, key=key, names_itself=True)

    def past_grants_run(self, run_id: str) -> Got[m.PastGrantsRun]:
        """A 360Giving file that is in

        What became of its rows.
        """
        return self._call("GET", "/api/v1/agreements/past-grants/runs/{}", (run_id,))

    def list_published(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutPublishedLine]:
        """Agreements that are published

        One page at a time, the first written first.
        """
        return self._call("GET", "/api/v1/agreements/published", query={"cursor": cursor, "size": size})

    def iter_published(self, *, size: int = 50) -> Iterator[m.PublishedLine]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_published(cursor=cursor, size=size))

    def list_published_releases(self, *, offset: int = 0, size: int = 50) -> Got[m.ReleasePackage]:
        """OCDS release package

        Each change of each agreement, as Open Contracting Data Standard 1.1 says it; `links` lead to the pages beside it.
        """
        return self._call("GET", "/api/v1/agreements/published/releases", query={"offset": offset, "size": size})

    def list_published_records(self, *, offset: int = 0, size: int = 50) -> Got[m.RecordPackage]:
        """OCDS record package

        Each agreement as it is now, with its changes, as Open Contracting Data Standard 1.1 says it; `links` lead to the pages beside it.
        """
        return self._call("GET", "/api/v1/agreements/published/records", query={"offset": offset, "size": size})

    def published_grants(self) -> Got[m.GrantPackage]:
        """360Giving package

        Each grant that is published and has a value, as the 360Giving Data Standard 1.4 says it: in one package, for the standard knows no pages.
        """
        return self._call("GET", "/api/v1/agreements/published/grants")

    def publish_agreement(self, agreement_id: str, *, seen: str, key: str | None = None) -> Got[m.AgreementOut]:
        """Say that it may be published (If-Match)

        A signed contract, grant or outcome agreement. It and each later change are in every package from then on.
        """
        return self._call("POST", "/api/v1/agreements/{}/publish", (agreement_id,), seen=seen, key=key, names_itself=True)

    def unpublish_agreement(self, agreement_id: str, body: m.UnpublishBody, *, seen: str, key: str | None = None) -> Got[m.AgreementOut]:
        """Take it out of what is published (If-Match)

        It is in no package from then on; what was taken out before stays where it is.
        """
        return self._call("POST", "/api/v1/agreements/{}/unpublish", (agreement_id,), body=body, seen=seen, key=key, names_itself=True)

    def list_agreement_risks(self, agreement_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutAgreementRiskOut]:
        """What may go wrong by an agreement, the highest first

        For staff who may look at agreements, and for its parties' staff those shared with them. What is open comes first.
        """
        return self._call("GET", "/api/v1/agreements/{}/risks", (agreement_id,), query={"cursor": cursor, "size": size})

    def iter_agreement_risks(self, agreement_id: str, *, size: int = 50) -> Iterator[m.AgreementRiskOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_agreement_risks(agreement_id, cursor=cursor, size=size))

    def add_agreement_risk(self, agreement_id: str, body: m.AgreementRiskBody, *, key: str | None = None) -> Got[m.AgreementRiskOut]:
        """Write down a risk of an agreement"""
        return self._call("POST", "/api/v1/agreements/{}/risks", (agreement_id,), body=body, key=key, names_itself=True)

    def one_agreement_risk(self, agreement_id: str, risk_id: str) -> Got[m.AgreementRiskOut]:
        """One risk of an agreement

        For staff who may look at agreements, and for the parties it is shared with.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/risks/{}",
            (
                agreement_id,
                risk_id,
            ),
        )

    def change_agreement_risk(self, agreement_id: str, risk_id: str, body: m.AgreementRiskBody, *, seen: str) -> Got[m.AgreementRiskOut]:
        """Look at a risk again: how it is now (If-Match)"""
        return self._call(
            "PUT",
            "/api/v1/agreements/{}/risks/{}",
            (
                agreement_id,
                risk_id,
            ),
            body=body,
            seen=seen,
        )

    def move_agreement_risk(
        self,
        agreement_id: str,
        risk_id: str,
        verb: Literal["close", "reopen"],
        body: m.AgreementRiskMoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.AgreementRiskOut]:
        """Close a risk, or open it again (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/risks/{}/stand/{}",
            (
                agreement_id,
                risk_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_agreement_meetings(self, agreement_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutAgreementMeetingOut]:
        """Meetings about an agreement, the latest first

        For staff who may look at agreements, and for the parties each was with.
        """
        return self._call("GET", "/api/v1/agreements/{}/meetings", (agreement_id,), query={"cursor": cursor, "size": size})

    def iter_agreement_meetings(self, agreement_id: str, *, size: int = 50) -> Iterator[m.AgreementMeetingOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_agreement_meetings(agreement_id, cursor=cursor, size=size))

    def add_agreement_meeting(
        self, agreement_id: str, body: m.AgreementMeetingBody, *, key: str | None = None
    ) -> Got[m.AgreementMeetingOut]:
        """Write down a meeting about an agreement

        Something to do from it is a task about the agreement.
        """
        return self._call("POST", "/api/v1/agreements/{}/meetings", (agreement_id,), body=body, key=key, names_itself=True)

    def one_agreement_meeting(self, agreement_id: str, meeting_id: str) -> Got[m.AgreementMeetingOut]:
        """One meeting about an agreement

        For staff who may look at agreements, and for the parties it was with.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/meetings/{}",
            (
                agreement_id,
                meeting_id,
            ),
        )

    def change_agreement_meeting(
        self, agreement_id: str, meeting_id: str, body: m.AgreementMeetingBody, *, seen: str
    ) -> Got[m.AgreementMeetingOut]:
        """Change what is written of a meeting (If-Match)"""
        return self._call(
            "PUT",
            "/api/v1/agreements/{}/meetings/{}",
            (
                agreement_id,
                meeting_id,
            ),
            body=body,
            seen=seen,
        )

    def list_measures(self, agreement_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutMeasureOut]:
        """What is measured of an agreement

        For staff who may look at agreements, and for the party each is of.
        """
        return self._call("GET", "/api/v1/agreements/{}/measures", (agreement_id,), query={"cursor": cursor, "size": size})

    def iter_measures(self, agreement_id: str, *, size: int = 50) -> Iterator[m.MeasureOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_measures(agreement_id, cursor=cursor, size=size))

    def add_measure(self, agreement_id: str, body: m.NewMeasureBody, *, key: str | None = None) -> Got[m.MeasureOut]:
        """Add a measure

        From the first report on it stays as it is.
        """
        return self._call("POST", "/api/v1/agreements/{}/measures", (agreement_id,), body=body, key=key, names_itself=True)

    def one_measure(self, agreement_id: str, measure_id: str) -> Got[m.MeasureOut]:
        """One measure

        For whoever reads the agreement as that party, and for staff who may look at agreements.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/measures/{}",
            (
                agreement_id,
                measure_id,
            ),
        )

    def change_measure(self, agreement_id: str, measure_id: str, body: m.MeasureBody, *, seen: str) -> Got[m.MeasureOut]:
        """Change what a measure says (If-Match)

        Until something is reported of it.
        """
        return self._call(
            "PUT",
            "/api/v1/agreements/{}/measures/{}",
            (
                agreement_id,
                measure_id,
            ),
            body=body,
            seen=seen,
        )

    def close_measure(
        self, agreement_id: str, measure_id: str, body: m.CloseMeasureBody, *, seen: str, key: str | None = None
    ) -> Got[m.MeasureOut]:
        """Measure it no more (If-Match)

        What was reported stays.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/measures/{}/close",
            (
                agreement_id,
                measure_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def periods_of_measure(self, agreement_id: str, measure_id: str) -> Got[m.PeriodsOut]:
        """Periods of a measure, with what was reported of each

        Worked out from the agreement's days.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/measures/{}/periods",
            (
                agreement_id,
                measure_id,
            ),
        )

    def list_contributions(self, agreement_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutContributionOut]:
        """What each side of an agreement puts in, the newest first

        For staff who may look at agreements, and for the party each is with.
        """
        return self._call("GET", "/api/v1/agreements/{}/contributions", (agreement_id,), query={"cursor": cursor, "size": size})

    def iter_contributions(self, agreement_id: str, *, size: int = 50) -> Iterator[m.ContributionOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_contributions(agreement_id, cursor=cursor, size=size))

    def add_contribution(self, agreement_id: str, body: m.ContributionBody, *, key: str | None = None) -> Got[m.ContributionOut]:
        """Write down what a side puts in

        For either side, under its own name; the other side answers. Its words stay: one that is wrong is withdrawn, and written anew.
        """
        return self._call("POST", "/api/v1/agreements/{}/contributions", (agreement_id,), body=body, key=key, names_itself=True)

    def sums_of_contributions(self, agreement_id: str) -> Got[list[m.PutInOut]]:
        """The sums of what each side of an agreement puts in

        Without what is withdrawn, as far as the reader sees the rows.
        """
        return self._call("GET", "/api/v1/agreements/{}/contributions/sums", (agreement_id,))

    def one_contribution(self, agreement_id: str, contribution_id: str) -> Got[m.ContributionOut]:
        """One thing a side puts in

        For the party it is with, and for staff who may look at agreements.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/contributions/{}",
            (
                agreement_id,
                contribution_id,
            ),
        )

    def move_contribution(
        self,
        agreement_id: str,
        contribution_id: str,
        verb: Literal["confirm", "dispute", "withdraw"],
        body: m.ContributionMoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.ContributionOut]:
        """Confirm, dispute or withdraw what a side puts in (If-Match)

        The other side confirms or disputes it; whoever's side wrote it down withdraws it.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/contributions/{}/stand/{}",
            (
                agreement_id,
                contribution_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def one_light_report(self, agreement_id: str) -> Got[m.LightReportOut]:
        """How a small grant or MOU went

        For whoever reads the agreement; not found until somebody told. It is given once, so its version is always 1.
        """
        return self._call("GET", "/api/v1/agreements/{}/light/report", (agreement_id,))

    def send_light_report(self, agreement_id: str, body: m.LightReportBody, *, key: str | None = None) -> Got[m.LightReportOut]:
        """Answer the three questions

        By the group's own people, or by whoever writes agreements, as they were told. Once.
        """
        return self._call("POST", "/api/v1/agreements/{}/light/report", (agreement_id,), body=body, key=key, names_itself=True)

    def list_payments(self, agreement_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutPaymentOut]:
        """What is paid by an agreement, by the day it is due

        For staff who may look at agreements, and for the party each is for.
        """
        return self._call("GET", "/api/v1/agreements/{}/payments", (agreement_id,), query={"cursor": cursor, "size": size})

    def iter_payments(self, agreement_id: str, *, size: int = 50) -> Iterator[m.PaymentOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_payments(agreement_id, cursor=cursor, size=size))

    def add_payment(self, agreement_id: str, body: m.PaymentBody, *, key: str | None = None) -> Got[m.PaymentOut]:
        """Plan a payment

        Its words stay: one that is wrong is said to be not payable, and written anew.
        """
        return self._call("POST", "/api/v1/agreements/{}/payments", (agreement_id,), body=body, key=key, names_itself=True)

    def one_payment(self, agreement_id: str, payment_id: str) -> Got[m.PaymentOut]:
        """One payment

        For whoever reads the agreement as that party, and for staff who may look at agreements.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/payments/{}",
            (
                agreement_id,
                payment_id,
            ),
        )

    def give_payment_evidence(
        self, agreement_id: str, payment_id: str, body: m.PaymentEvidenceBody, *, seen: str, key: str | None = None
    ) -> Got[m.PaymentOut]:
        """Say what was done for a payment (If-Match)

        For either side.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/payments/{}/evidence",
            (
                agreement_id,
                payment_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def agree_payment(
        self, agreement_id: str, payment_id: str, body: m.PaymentAgreeBody, *, seen: str, key: str | None = None
    ) -> Got[m.PaymentOut]:
        """Agree to a large amount, as a second person (If-Match)

        For somebody else than who planned the payment or gave the evidence.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/payments/{}/agree",
            (
                agreement_id,
                payment_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def move_payment(
        self,
        agreement_id: str,
        payment_id: str,
        verb: Literal["release", "refuse"],
        body: m.PaymentMoveBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.PaymentOut]:
        """Release a payment, or say why it is not payable (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/payments/{}/stand/{}",
            (
                agreement_id,
                payment_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def payment_paid(self, agreement_id: str, payment_id: str, body: m.PaidBody, *, seen: str, key: str | None = None) -> Got[m.PaymentOut]:
        """Write down that it was paid (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/agreements/{}/payments/{}/paid",
            (
                agreement_id,
                payment_id,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def send_report(self, agreement_id: str, measure_id: str, body: m.NewReportBody, *, key: str | None = None) -> Got[m.ReportOut]:
        """Send in the report of a period

        For the party's own staff, and for whoever writes agreements, as the party told them. Once the period is over, and once.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/measures/{}/reports",
            (
                agreement_id,
                measure_id,
            ),
            body=body,
            key=key,
            names_itself=True,
        )

    def one_report(self, agreement_id: str, measure_id: str, report_id: str) -> Got[m.ReportOut]:
        """One report

        For whoever reads the measure.
        """
        return self._call(
            "GET",
            "/api/v1/agreements/{}/measures/{}/reports/{}",
            (
                agreement_id,
                measure_id,
                report_id,
            ),
        )

    def correct_report(self, agreement_id: str, measure_id: str, report_id: str, body: m.ReportBody, *, seen: str) -> Got[m.ReportOut]:
        """Correct a report, and send it in again (If-Match)

        Until it is accepted.
        """
        return self._call(
            "PUT",
            "/api/v1/agreements/{}/measures/{}/reports/{}",
            (
                agreement_id,
                measure_id,
                report_id,
            ),
            body=body,
            seen=seen,
        )

    def move_report(
        self,
        agreement_id: str,
        measure_id: str,
        report_id: str,
        verb: Literal["accept", "return"],
        body: m.JudgeReportBody,
        *,
        seen: str,
        key: str | None = None,
    ) -> Got[m.ReportOut]:
        """Accept a report, or send it back (If-Match)

        Nobody accepts their own.
        """
        return self._call(
            "POST",
            "/api/v1/agreements/{}/measures/{}/reports/{}/stand/{}",
            (
                agreement_id,
                measure_id,
                report_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_reports(
        self, *, cursor: str = "", size: int = 50, state: m.ReportState | None = None, owner: Literal["", "mine"] = ""
    ) -> Got[m.PageOutReportOut]:
        """Reports that were sent in, the oldest first

        For staff who may look at agreements; a party's own staff are told theirs.
        """
        return self._call("GET", "/api/v1/reports", query={"cursor": cursor, "size": size, "state": state, "owner": owner})

    def iter_reports(self, *, size: int = 50, state: m.ReportState | None = None, owner: Literal["", "mine"] = "") -> Iterator[m.ReportOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_reports(cursor=cursor, size=size, state=state, owner=owner))

    def list_reports_due(self, *, cursor: str = "", size: int = 50, owner: Literal["", "mine"] = "") -> Got[m.PageOutReportDueOut]:
        """Reports that are to be sent in, what has been due longest first

        Worked out from the days: of periods that are over, and not reported, or sent back.
        """
        return self._call("GET", "/api/v1/reports/due", query={"cursor": cursor, "size": size, "owner": owner})

    def iter_reports_due(self, *, size: int = 50, owner: Literal["", "mine"] = "") -> Iterator[m.ReportDueOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_reports_due(cursor=cursor, size=size, owner=owner))

    def list_all_payments(
        self, *, cursor: str = "", size: int = 50, show: m.PaymentShow | None = None, owner: Literal["", "mine"] = ""
    ) -> Got[m.PageOutPaymentOut]:
        """Payments over all agreements, by the day each is due

        For staff who may look at agreements; a party's own staff are told theirs. What is paid or refused the newest first.
        """
        return self._call("GET", "/api/v1/payments", query={"cursor": cursor, "size": size, "show": show, "owner": owner})

    def iter_all_payments(
        self, *, size: int = 50, show: m.PaymentShow | None = None, owner: Literal["", "mine"] = ""
    ) -> Iterator[m.PaymentOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_all_payments(cursor=cursor, size=size, show=show, owner=owner))

    def list_all_contributions(
        self, *, cursor: str = "", size: int = 50, show: m.ContributionShow | None = None, owner: Literal["", "mine"] = ""
    ) -> Got[m.PageOutContributionOut]:
        """What each side puts in, over all agreements

        For staff who may look at agreements; a party's own staff are told theirs. What waits the longest first, the others the newest first.
        """
        return self._call("GET", "/api/v1/contributions", query={"cursor": cursor, "size": size, "show": show, "owner": owner})

    def iter_all_contributions(
        self, *, size: int = 50, show: m.ContributionShow | None = None, owner: Literal["", "mine"] = ""
    ) -> Iterator[m.ContributionOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_all_contributions(cursor=cursor, size=size, show=show, owner=owner))

    def list_reciprocity(self, *, cursor: str = "", size: int = 50, half: str = "") -> Got[m.PageOutReciprocityOut]:
        """How the department does by each partner, by name

        For whoever looks at agreements. Each figure with how many, and its interval.
        """
        return self._call("GET", "/api/v1/performance/partners", query={"cursor": cursor, "size": size, "half": half})

    def iter_reciprocity(self, *, size: int = 50, half: str = "") -> Iterator[m.ReciprocityOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_reciprocity(cursor=cursor, size=size, half=half))

    def reciprocity_of_partner(self, partner_id: str, *, half: str = "") -> Got[list[m.FigureOut]]:
        """How the department does by one partner

        For staff who may look at agreements, and for the partner's own.
        """
        return self._call("GET", "/api/v1/performance/partners/{}/reciprocity", (partner_id,), query={"half": half})

    def list_contributions_of_partner(self, partner_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutContributionOut]:
        """What the department and a partner put in, across its agreements, the newest first

        For staff who may look at agreements, and for the partner's own.
        """
        return self._call("GET", "/api/v1/performance/partners/{}/contributions", (partner_id,), query={"cursor": cursor, "size": size})

    def iter_contributions_of_partner(self, partner_id: str, *, size: int = 50) -> Iterator[m.ContributionOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_contributions_of_partner(partner_id, cursor=cursor, size=size))

    def sums_of_partner(self, partner_id: str) -> Got[list[m.PutInOut]]:
        """The sums of what the department and a partner put in

        Without what is withdrawn, across all its agreements.
        """
        return self._call("GET", "/api/v1/performance/partners/{}/contributions/sums", (partner_id,))

    def list_funder_reports(self, partner_id: str, *, cursor: str = "", size: int = 50) -> Got[m.PageOutFunderReportOut]:
        """A partner's reports for funders, the newest period first

        For the partner's own, and for staff who may look at agreements.
        """
        return self._call("GET", "/api/v1/performance/partners/{}/funder-reports", (partner_id,), query={"cursor": cursor, "size": size})

    def iter_funder_reports(self, partner_id: str, *, size: int = 50) -> Iterator[m.FunderReportOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_funder_reports(partner_id, cursor=cursor, size=size))

    def make_funder_report(self, partner_id: str, body: m.FunderReportBody, *, key: str | None = None) -> Got[m.FunderReportOut]:
        """Make a report for funders

        For the partner's own staff, and for whoever writes agreements. It stays as it was made.
        """
        return self._call("POST", "/api/v1/performance/partners/{}/funder-reports", (partner_id,), body=body, key=key, names_itself=True)

    def one_funder_report(self, partner_id: str, funder_report_id: str) -> Got[m.FunderContentOut]:
        """One report for funders, with what stands on it

        As its reader may read it now. No person is in it, and no other partner.
        """
        return self._call(
            "GET",
            "/api/v1/performance/partners/{}/funder-reports/{}",
            (
                partner_id,
                funder_report_id,
            ),
        )

    def list_notices(self, *, cursor: str = "", size: int = 50, unread: bool = False, kind: str = "") -> Got[m.PageOutNoticeOut]:
        """Your notices, newest first"""
        return self._call("GET", "/api/v1/notices", query={"cursor": cursor, "size": size, "unread": unread, "kind": kind})

    def iter_notices(self, *, size: int = 50, unread: bool = False, kind: str = "") -> Iterator[m.NoticeOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_notices(cursor=cursor, size=size, unread=unread, kind=kind))

    def get_settings(self) -> Got[m.SettingsOut]:
        """How you are told, kind by kind"""
        return self._call("GET", "/api/v1/notices/settings")

    def put_settings(self, body: m.SettingsBody, *, seen: str) -> Got[m.SettingsOut]:
        """Choose how you are told (If-Match)"""
        return self._call("PUT", "/api/v1/notices/settings", body=body, seen=seen)

    def read_all(self, *, key: str | None = None) -> Got[None]:
        """Mark all your notices as opened"""
        return self._call("POST", "/api/v1/notices/read", key=key, names_itself=True)

    def read_one(self, notice_id: str, *, key: str | None = None) -> Got[m.NoticeOut]:
        """Mark one notice as opened"""
        return self._call("POST", "/api/v1/notices/{}/read", (notice_id,), key=key, names_itself=True)

    def list_tasks(
        self,
        *,
        cursor: str = "",
        size: int = 50,
        whose: Literal["mine", "me", "team", "given", "all"] = "mine",
        state: m.TaskState | None = None,
        due: Literal["overdue", "today", "soon", "later", "none"] | None = None,
        words: str = "",
        about: str = "",
    ) -> Got[m.PageOutTaskOut]:
        """Tasks, by the day they are due

        Those without a day last.
        """
        return self._call(
            "GET",
            "/api/v1/tasks",
            query={"cursor": cursor, "size": size, "whose": whose, "state": state, "due": due, "words": words, "about": about},
        )

    def iter_tasks(
        self,
        *,
        size: int = 50,
        whose: Literal["mine", "me", "team", "given", "all"] = "mine",
        state: m.TaskState | None = None,
        due: Literal["overdue", "today", "soon", "later", "none"] | None = None,
        words: str = "",
        about: str = "",
    ) -> Iterator[m.TaskOut]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_tasks(cursor=cursor, size=size, whose=whose, state=state, due=due, words=words, about=about)
        )

    def add_task(self, body: m.TaskBody, *, key: str | None = None) -> Got[m.TaskOut]:
        """Add a task

        Whoever is given it is told.
        """
        return self._call("POST", "/api/v1/tasks", body=body, key=key, names_itself=True)

    def one_task(self, task_id: str) -> Got[m.TaskOut]:
        """One task"""
        return self._call("GET", "/api/v1/tasks/{}", (task_id,))

    def change_task(self, task_id: str, body: m.ChangeTaskBody, *, seen: str) -> Got[m.TaskOut]:
        """Change a task, or give it to somebody else (If-Match)"""
        return self._call("PUT", "/api/v1/tasks/{}", (task_id,), body=body, seen=seen)

    def move_task(
        self, task_id: str, verb: Literal["finish", "cancel", "reopen"], body: m.TaskMoveBody, *, seen: str, key: str | None = None
    ) -> Got[m.TaskOut]:
        """Finish a task, put it aside, or open it again (If-Match)"""
        return self._call(
            "POST",
            "/api/v1/tasks/{}/{}",
            (
                task_id,
                verb,
            ),
            body=body,
            seen=seen,
            key=key,
            names_itself=True,
        )

    def list_documents(
        self, kind: str, about_id: str, *, cursor: str = "", size: int = 50, sort: m.DocumentSort | None = None, withdrawn: bool = False
    ) -> Got[m.PageOutDocumentOut]:
        """Documents about a thing, the latest first"""
        return self._call(
            "GET",
            "/api/v1/documents/about/{}/{}",
            (
                kind,
                about_id,
            ),
            query={"cursor": cursor, "size": size, "sort": sort, "withdrawn": withdrawn},
        )

    def iter_documents(
        self, kind: str, about_id: str, *, size: int = 50, sort: m.DocumentSort | None = None, withdrawn: bool = False
    ) -> Iterator[m.DocumentOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_documents(kind, about_id, cursor=cursor, size=size, sort=sort, withdrawn=withdrawn))

    def add_document(self, body: m.DocumentBody, *, key: str | None = None) -> Got[m.DocumentOut]:
        """Add a document

        Pictures are drawn anew, without what the file said beside their points.
        """
        return self._call("POST", "/api/v1/documents", body=body, key=key, names_itself=True)

    def one_document(self, document_id: str) -> Got[m.DocumentOut]:
        """One document"""
        return self._call("GET", "/api/v1/documents/{}", (document_id,))

    def change_document(self, document_id: str, body: m.ChangeDocumentBody, *, seen: str) -> Got[m.DocumentOut]:
        """Change what is said of a document (If-Match)"""
        return self._call("PUT", "/api/v1/documents/{}", (document_id,), body=body, seen=seen)

    def document_file(self, document_id: str) -> Got[m.DocumentFileOut]:
        """The file of a document; that it was opened is written down"""
        return self._call("GET", "/api/v1/documents/{}/file", (document_id,))

    def withdraw_document(self, document_id: str, body: m.WithdrawDocumentBody, *, seen: str, key: str | None = None) -> Got[m.DocumentOut]:
        """Withdraw a document: its file is gone (If-Match)"""
        return self._call("POST", "/api/v1/documents/{}/withdraw", (document_id,), body=body, seen=seen, key=key, names_itself=True)

    def list_failed(self, *, before: int | None = None) -> Got[m.JobsOut]:
        """Work that failed for good, newest first"""
        return self._call("GET", "/api/v1/jobs/failed", query={"before": before})

    def retry_failed(self, body: m.JobsBody) -> Got[list[m.JobResultOut]]:
        """Try failed work again; a result for each

        It takes no Idempotency-Key: what was tried again or dropped is not among those that failed any more, and a repeat says so.
        """
        return self._call("POST", "/api/v1/jobs/failed/retry", body=body)

    def drop_failed(self, body: m.JobsBody) -> Got[list[m.JobResultOut]]:
        """Let failed work go; a result for each

        It takes no Idempotency-Key: what was tried again or dropped is not among those that failed any more, and a repeat says so.
        """
        return self._call("POST", "/api/v1/jobs/failed/drop", body=body)

    def list_views(self) -> Got[m.ViewsOut]:
        """Your saved views"""
        return self._call("GET", "/api/v1/views")

    def add_view(self, body: m.ViewBody, *, key: str | None = None) -> Got[m.ViewOut]:
        """Save a view of a list"""
        return self._call("POST", "/api/v1/views", body=body, key=key, names_itself=True)

    def one_view(self, view_id: str) -> Got[m.ViewOut]:
        """One saved view"""
        return self._call("GET", "/api/v1/views/{}", (view_id,))

    def change_view(self, view_id: str, body: m.ViewChange, *, seen: str) -> Got[m.ViewOut]:
        """Rename a view, or make its list open so (If-Match)"""
        return self._call("PUT", "/api/v1/views/{}", (view_id,), body=body, seen=seen)

    def delete_view(self, view_id: str, *, seen: str, key: str | None = None) -> Got[None]:
        """Delete a view (If-Match)"""
        return self._call("POST", "/api/v1/views/{}/delete", (view_id,), seen=seen, key=key, names_itself=True)

    def list_teams(self) -> Got[list[m.TeamOut]]:
        """Teams whose staff you keep"""
        return self._call("GET", "/api/v1/teams")

    def list_staff(self, team_id: str) -> Got[list[m.StaffOut]]:
        """Who works in a team, and when each last logged in"""
        return self._call("GET", "/api/v1/teams/{}/staff", (team_id,))

    def list_invitations(self, team_id: str) -> Got[list[m.InvitationOut]]:
        """Invitations that wait for an answer"""
        return self._call("GET", "/api/v1/teams/{}/invitations", (team_id,))

    def make_invitation(self, team_id: str, body: m.InviteBody, *, key: str | None = None) -> Got[m.InvitationOut]:
        """Invite somebody to a team"""
        return self._call("POST", "/api/v1/teams/{}/invitations", (team_id,), body=body, key=key, names_itself=True)

    def resend_invitation(self, invitation_id: str, *, key: str | None = None) -> Got[m.InvitationOut]:
        """Mail an invitation's link anew"""
        return self._call("POST", "/api/v1/teams/invitations/{}/resend", (invitation_id,), key=key, names_itself=True)

    def withdraw_invitation(self, invitation_id: str, *, key: str | None = None) -> Got[m.InvitationOut]:
        """End an invitation"""
        return self._call("POST", "/api/v1/teams/invitations/{}/withdraw", (invitation_id,), key=key, names_itself=True)

    def close_account(self, user_id: str, body: m.CloseBody, *, key: str | None = None) -> Got[m.StaffOut]:
        """Close an account: all it had open ends at once"""
        return self._call("POST", "/api/v1/teams/staff/{}/close", (user_id,), body=body, key=key, names_itself=True)

    def open_account(self, user_id: str, *, key: str | None = None) -> Got[m.StaffOut]:
        """Open an account again, and mail a link to set a password"""
        return self._call("POST", "/api/v1/teams/staff/{}/open", (user_id,), key=key, names_itself=True)

    def end_membership(self, team_id: str, user_id: str, body: m.LeaveBody, *, key: str | None = None) -> Got[m.EndedOut]:
        """End somebody's work in a team, now or after a day"""
        return self._call(
            "POST",
            "/api/v1/teams/{}/staff/{}/end",
            (
                team_id,
                user_id,
            ),
            body=body,
            key=key,
            names_itself=True,
        )

    def list_lines(
        self,
        *,
        person_id: str | None = None,
        actor_id: str | None = None,
        verb: str = "",
        since: str | None = None,
        until: str | None = None,
        cursor: str = "",
    ) -> Got[m.PageOutLineOut]:
        """Who looked at and changed what, newest first"""
        return self._call(
            "GET",
            "/api/v1/audit",
            query={"person_id": person_id, "actor_id": actor_id, "verb": verb, "since": since, "until": until, "cursor": cursor},
        )

    def iter_lines(
        self,
        *,
        person_id: str | None = None,
        actor_id: str | None = None,
        verb: str = "",
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[m.LineOut]:
        """Every row, page after page."""
        return self._pages(
            lambda cursor: self.list_lines(cursor=cursor, person_id=person_id, actor_id=actor_id, verb=verb, since=since, until=until)
        )

    def list_kinds(self) -> Got[list[m.KindOut]]:
        """What is kept for a while, and what was asked to be disposed of"""
        return self._call("GET", "/api/v1/audit/retention")

    def ask_disposal(self, kind: str, *, key: str | None = None) -> Got[m.DisposalOut]:
        """Ask that what is due of one kind be disposed of"""
        return self._call("POST", "/api/v1/audit/retention/{}/ask", (kind,), key=key, names_itself=True)

    def answer_disposal(self, disposal_id: str, verb: Literal["approve", "refuse"], *, key: str | None = None) -> Got[m.DisposalOut]:
        """approve what somebody else asked for, or refuse it"""
        return self._call(
            "POST",
            "/api/v1/audit/disposals/{}/{}",
            (
                disposal_id,
                verb,
            ),
            key=key,
            names_itself=True,
        )

    def list_erasures(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutErasureOut]:
        """Records asked to be erased, newest first"""
        return self._call("GET", "/api/v1/records/erasures", query={"cursor": cursor, "size": size})

    def iter_erasures(self, *, size: int = 50) -> Iterator[m.ErasureOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_erasures(cursor=cursor, size=size))

    def ask_erasure(self, body: m.ErasureBody, *, key: str | None = None) -> Got[m.ErasureOut]:
        """Ask that one person's record be erased; another approves"""
        return self._call("POST", "/api/v1/records/erasures", body=body, key=key, names_itself=True)

    def one_erasure(self, erasure_id: str) -> Got[m.ErasureOut]:
        """One record asked to be erased"""
        return self._call("GET", "/api/v1/records/erasures/{}", (erasure_id,))

    def answer_erasure(self, erasure_id: str, verb: Literal["approve", "refuse"], *, key: str | None = None) -> Got[m.ErasureOut]:
        """approve what somebody else asked for, or refuse it"""
        return self._call(
            "POST",
            "/api/v1/records/erasures/{}/{}",
            (
                erasure_id,
                verb,
            ),
            key=key,
            names_itself=True,
        )

    def list_holds(self, *, cursor: str = "", size: int = 50) -> Got[m.PageOutHoldOut]:
        """Records a court holds or held, newest first"""
        return self._call("GET", "/api/v1/records/holds", query={"cursor": cursor, "size": size})

    def iter_holds(self, *, size: int = 50) -> Iterator[m.HoldOut]:
        """Every row, page after page."""
        return self._pages(lambda cursor: self.list_holds(cursor=cursor, size=size))

    def place_hold(self, body: m.HoldBody, *, key: str | None = None) -> Got[m.HoldOut]:
        """Keep a record that a court, a tribunal or an inquiry needs"""
        return self._call("POST", "/api/v1/records/holds", body=body, key=key, names_itself=True)

    def one_hold(self, hold_id: str) -> Got[m.HoldOut]:
        """One hold of a court"""
        return self._call("GET", "/api/v1/records/holds/{}", (hold_id,))

    def lift_hold(self, hold_id: str, *, key: str | None = None) -> Got[m.HoldOut]:
        """Lift a court's hold: it needs the record no longer"""
        return self._call("POST", "/api/v1/records/holds/{}/lift", (hold_id,), key=key, names_itself=True)
