"""What each thing found of a visit is worth, and how it is said: see `throughcare.matching.looks`.

Learned by tests/people/weigh.py on the made departments of seeds 1 to 6: 33,138 visits to people who were not theirs, 1,789 of them
without a reason. Points are ten times the coefficient of a code given the others found with it, as natural logarithms of odds: not what it
would say alone. The steps of names rest on few visits, and their order on none (decision 25). Set by hand, as nothing was there to learn from: `conflict`,
`wrote-emergency`, and NOT_YET (of what is read on duty or in place of others, about three in four are written about within days: odds of
one in four or five).
"""

BASE = -51
# The fewest points from which 54 % of those asked about had no reason to look, on those seeds: half is what is promised.
POINTS_TO_ASK = -33
NOT_YET = 15
# What waits costs nobody time, so more of it is kept.
POINTS_TO_WAIT = POINTS_TO_ASK

EVIDENCE: dict[str, tuple[int, str]] = {
    "no-work": (29, "The person is not on their caseload, and they wrote nothing about them in the week before or since."),
    "no-work-leads": (-12, "They wrote nothing; they lead a team, and read files of others as they do."),
    "no-work-looks-up": (-2, "They wrote nothing; looking people up is most of what they do, as at a front desk."),
    "not-yet": (14, "The person is not on their caseload, and they have written nothing about them yet."),
    "not-yet-leads": (-27, "They have written nothing yet; they lead a team, and read files of others as they do."),
    "not-yet-looks-up": (-17, "They have written nothing yet; looking people up is most of what they do, as at a front desk."),
    "wrote": (17, "They wrote about the person, who is not on their caseload."),
    "wrote-leads": (-19, "They wrote about the person; they lead a team."),
    "wrote-looks-up": (-13, "They wrote about the person, as they do about many who are not theirs."),
    "worker-in": (33, "The person's own worker was at work that day."),
    "worker-away": (14, "The person's own worker was away, but they saw few others of workers who were."),
    "stands-in": (-12, "The person's own worker was away, and they saw others whose worker was."),
    "wrote-worker-in": (25, "They wrote about the person, whose own worker was at work that day."),
    "wrote-worker-away": (3, "The person's own worker was away."),
    "wrote-stands-in": (-10, "The person's own worker was away, and they saw others whose worker was."),
    "duty-1": (-12, "That day they worked with one other who is not theirs."),
    "duty-2": (-25, "That day they worked with two or three others who are not theirs."),
    "duty-4": (-43, "That day they worked with several who are not theirs, as somebody on duty does."),
    "duty-6": (-52, "That day they worked with many who are not theirs, as somebody on duty does."),
    "hours": (42, "It was out of office hours, when they are rarely at work."),
    "on-call": (2, "It was out of office hours, when they often work."),
    "wrote-hours": (28, "They wrote out of office hours, when they are rarely at work."),
    "wrote-on-call": (-17, "It was out of office hours, when they often work, as somebody on call does."),
    "surname-rare": (30, "They have the person's surname, which is rare."),
    "surname-some": (9, "They have the person's surname, which some have."),
    "surname-many": (14, "They have the person's surname, which many have."),
    "whanau-rare": (13, "They have the surname of somebody close to the person, and it is rare."),
    "whanau-some": (19, "They have the surname of somebody close to the person, and some have it."),
    "whanau-many": (6, "They have the surname of somebody close to the person, and many have it."),
    "walk-2": (-5, "Within half an hour they opened two or three more records of people they don't work with."),
    "walk-4": (40, "Within half an hour they opened four or five more records of people they don't work with."),
    "walk-6": (76, "Within half an hour they opened six or more other records of people they don't work with."),
    "crowd-2": (30, "Two or three others who don't work with the person opened this record within three days."),
    "crowd-4": (64, "Four or more others who don't work with the person opened this record within three days."),
    "again-1": (10, "They opened it on another day too, and wrote nothing."),
    "again-2": (47, "They come back: opened on three days or more, and wrote nothing on any."),
    "passing": (-50, "Within minutes they went on to somebody they work with: they may have opened the wrong record."),
    "before": (37, "The person was on their caseload once, and is no longer."),
    "new-here": (-39, "The office began to work with the person within days."),
    "beside": (-32, "Somebody who works with the person had the record open within the hour: they may have worked together."),
    "emergency": (33, "They opened the record in an emergency, and wrote nothing about it."),
    "wrote-emergency": (5, "They opened the record in an emergency, and wrote about it."),
    "conflict": (60, "They seem close to the person's whānau: found within a month of the look, and not cleared since."),
    "wrote-duty-1": (-12, "That day they worked with one other who is not theirs."),
    "wrote-duty-2": (-29, "That day they worked with two or three others who are not theirs."),
    "wrote-duty-4": (-44, "That day they worked with several who are not theirs, as somebody on duty does."),
    "wrote-duty-6": (-54, "That day they worked with many who are not theirs, as somebody on duty does."),
}
