"""What people write in the demo: needs, reasons, questions and answers. All invented; respectful, and about nobody."""

from throughcare.matching.pillars import Pillar

P = Pillar

# Per pillar: what the service is called after the provider's own word, what it does, and who may come.
SERVICES: dict[Pillar, tuple[tuple[str, str], ...]] = {
    P.ACCOMMODATION: (
        (
            "Supported housing",
            "A room of your own for up to six months, with a worker who visits each week and helps you find a lasting home.",
        ),
        ("Tenancy support", "Help to find a flat, understand the tenancy agreement and keep the place through the first year."),
        ("Whare for the first weeks", "A short stay straight after release while a longer place is found. Meals are shared."),
        ("Housing navigator", "One person who knows the landlords and the forms, and comes with you to viewings."),
    ),
    P.EDUCATION_TRAINING: (
        ("Reading, writing and numbers", "Small classes at your own pace. Tutors come into the prison and carry on outside."),
        ("Forklift and safety tickets", "Short courses that end in a licence employers ask for."),
        ("Trade foundations", "Twelve weeks in a workshop: carpentry, painting or welding, with unit standards."),
        ("Te reo and tikanga class", "Weekly classes for beginners and for those coming back to the language."),
    ),
    P.EMPLOYMENT: (
        ("Work brokers", "Matches you with an employer who knows you have served a sentence, and stays in touch for the first year."),
        ("Ready for work", "Four weeks of CV, interviews, work clothes and a trial day."),
        ("Orchard and nursery crew", "Paid seasonal work in a crew, with transport from town."),
        ("Own business start", "A mentor, a plan and help with tax for people who want to work for themselves."),
    ),
    P.SKILLS_FOR_LIFE: (
        ("Money and debts", "A budget that holds, talks with lenders, and help with what is owed to courts and agencies."),
        ("Driver licence help", "From learner to full: theory, lessons and the test fee."),
        ("Phone, forms and online", "Identity documents, a bank account, an e-mail address, and the forms that follow release."),
        ("Cooking and keeping house", "Practical evenings: shopping on a budget, cooking together, looking after a flat."),
    ),
    P.HEALTH_WELLBEING: (
        ("Alcohol and other drugs support", "One-to-one and group sessions, before release and after."),
        ("Counselling", "A counsellor to talk with, in private, for as long as it helps."),
        ("Doctor and dentist sign-up", "Enrolment with a practice, a first check, and help with the cost."),
        ("Rongoā and wellbeing days", "Days of rongoā, mirimiri and kai led by experienced practitioners."),
    ),
    P.FAMILY_COMMUNITY: (
        ("Whānau reconnection", "Prepares visits and hui with whānau, at everybody's own pace."),
        ("Parenting together", "Ten evenings for mothers, fathers and caregivers. Childcare is there."),
        ("Walk-beside mentors", "A trained volunteer who meets you before release and each week after."),
        ("Kaumātua visits", "Kaumātua who visit, listen and open doors at home."),
    ),
}

NEEDS: dict[Pillar, tuple[str, ...]] = {
    P.ACCOMMODATION: (
        "Has no address to go to. Would like to be near the children's school.",
        "Can stay with a cousin for two weeks only; looking for something that lasts.",
        "Lease ends next month. Wants help to talk with the landlord.",
        "Would do well in a quiet, alcohol-free house.",
    ),
    P.EDUCATION_TRAINING: (
        "Wants to finish the literacy course started inside.",
        "Asked about a forklift licence; has the hours already.",
        "Enjoys working with timber and would like a recognised qualification.",
        "Would like to learn te reo alongside the older children.",
    ),
    P.EMPLOYMENT: (
        "Worked eight years in roading and wants to go back to it.",
        "No work history on paper; good report from the prison kitchen.",
        "Looking for day shifts, to be home in the evenings.",
        "Has an offer in principle and needs boots, tools and a way to get there.",
    ),
    P.SKILLS_FOR_LIFE: (
        "Owes several lenders and does not open the letters any more. Wants to start.",
        "Has no photo ID and no bank account.",
        "Restricted licence has lapsed; lives far from a bus.",
        "Has never run a household alone and says so openly.",
    ),
    P.HEALTH_WELLBEING: (
        "Has been well for a year and wants support to stay so after release.",
        "Not enrolled with a doctor since moving.",
        "Sleeps badly and would like somebody to talk to.",
        "Asked for support that includes te ao Māori.",
    ),
    P.FAMILY_COMMUNITY: (
        "Wants to see the children again and to do it well.",
        "Few people outside. Would welcome a mentor.",
        "Grandmother is ready to help and would like to be part of the plan.",
        "Would like to join a team or a choir again.",
    ),
}

REFERRAL_REASONS: dict[Pillar, tuple[str, ...]] = {
    P.ACCOMMODATION: ("Needs a safe place from the day of release.", "Is ready for a place of their own with some support at the start."),
    P.EDUCATION_TRAINING: ("Is keen to learn and has asked for this course.", "Has done the first part inside and wants to go on."),
    P.EMPLOYMENT: (
        "Is ready to work and would do well with a supportive employer.",
        "Has the skills, and needs somebody to open the first door.",
    ),
    P.SKILLS_FOR_LIFE: ("Wants to get on top of everyday matters before they pile up.", "Asked for practical help, one step at a time."),
    P.HEALTH_WELLBEING: ("Wants to keep up the progress made so far.", "Would like support near home, soon after release."),
    P.FAMILY_COMMUNITY: (
        "Wants to rebuild ties at a pace that is right for everybody.",
        "Would benefit from a steady person to walk beside them.",
    ),
}

QUESTIONS = (
    "Can they come on a weekday morning?",
    "Is transport arranged for the first visit?",
    "Would they like a worker of the same gender?",
    "Is there somebody they would like to bring along?",
    "Could we meet them once before the release date?",
    "Do they have a phone we can reach them on?",
)
REPLIES = (
    "Yes, we talked about it and that suits.",
    "Not yet. I will arrange it this week and let you know.",
    "They would prefer the afternoon, if you can.",
    "Yes, and their aunt would like to come too.",
    "A video call can be booked here on Tuesdays and Thursdays.",
    "They have no strong wish either way. Thank you for asking.",
)
ACCEPT_NOTES = (
    "Nau mai. We look forward to meeting you.",
    "We have a place. A worker will be in touch this week.",
    "Happy to help. First meeting is set for next week.",
)
DECLINE_NOTES = (
    "We are sorry: we have no place in the coming weeks.",
    "We can't offer this in your area yet. A provider closer to home may suit better.",
    "What is needed goes beyond what our small team can do well.",
    "Our course is for people who have finished the first level. Please come back after that.",
)
WAITLIST_NOTES = (
    "We are full now and expect a place at about the date given.",
    "The next group starts then. We have put the name down.",
)
OBJECTIONS = (
    "I don't want this one. Can we talk about something closer to home?",
    "I would rather wait until I have settled in.",
)

# What partners say they are for.
PURPOSES = (
    "To walk beside people on their way home, for as long as it takes.",
    "Kia ora ai te whānau: that every whānau we work with stands on its own feet.",
    "A roof, a key and a neighbour for everybody who asks us.",
    "Work that pays, with somebody at your side in the first year.",
    "That nobody leaves prison without one person who knows their name.",
    "To bring those who come home back to their marae, their reo and their people.",
    "Learning for adults whom school let down.",
    "Health care that people can reach, pay for and trust.",
)
PAUSES = (
    "Between managers.",
    "Its funding ended; we talk again in the new year.",
    "It takes no new people while its house is rebuilt.",
)
# What agreements are for, and why some stand still.
PROMISES = (
    ("Homes after release", "Twelve people a year leave prison to a home of their own, with somebody who visits each week for six months."),
    ("A trade and a job", "A place to learn a trade before release, and a job to go to after it."),
    ("From the gate to the marae", "Kaumātua and kaimahi walk with people from the gate to their marae."),
    ("Visits", "Volunteers visit twice a month, and keep in touch after release."),
    ("Health care after release", "People see a nurse and a counsellor within two weeks of coming home."),
    ("Placements", "Each side tells the other what it needs to know for a placement, and no more."),
)
# What employers agree to, and why they do.
WORK_PROMISES = (
    ("Work after release", "Six interviews a year for people about to be released, and a job for those who fit."),
    ("Work trials", "Four-week trials at full pay, with somebody on the crew to ask."),
    ("Trades from the inside", "Our crews teach on site, and take on those who finish."),
    ("Release to Work", "Two places on the crew for people on day release, with transport shared."),
)
EMPLOYER_PURPOSES = (
    "We need people who turn up, and we know that people turn up when somebody turns up for them.",
    "To keep a good crew, from our own valley where we can.",
    "A family firm. Somebody gave our father a start.",
    "To grow, pack and send fruit, with fair work all year.",
)
# Why agreements are amended: the reason, the old words and the new.
AMENDED = (
    ("More people come home to the region.", "Twelve people a year.", "Twenty people a year."),
    ("The house opens a second wing.", "Six beds.", "Ten beds, four of them for women."),
    ("Both sides wish to go on for another year.", "Two years.", "Three years."),
)
# What the two sides of an agreement owe each other: what, how often, and what whoever does it says afterwards.
OWED_BY_PARTNERS = (
    ("Report how many people came, and what became of them.", "QUARTERLY", "Sent by e-mail, with the table."),
    ("Send the audited accounts.", "YEARLY", "They are with your finance team."),
    ("Have every worker checked by the police.", "ONCE", "All six are checked."),
    ("Meet the site's manager.", "MONTHLY", "We met, and the notes went round."),
)
OWED_BY_US = (
    ("Pay the instalment.", "QUARTERLY", "Paid."),
    ("Answer how many people will come next quarter.", "QUARTERLY", "Sent to your manager."),
    ("Give workers access to the site.", "ONCE", "Cards are at the gatehouse."),
)
SHORT = ("Two of the three months are there.", "It came a month late.", "One worker is not checked yet.")
SEEN_OTHERWISE = ("It was sent in time; we have the receipt.", "The money came six weeks after the day.")
# What may go wrong by agreements: what, how likely, how much it would do, what is done about it.
RISKS = (
    ("The service hangs on one person. If they leave, nobody runs the evenings.", 3, 4, "A second worker learns it by the winter."),
    ("The house is sold, and the beds are gone.", 2, 5, "The lease is asked for in writing."),
    ("Fewer people are referred than was thought, and the group can't keep its staff.", 3, 3, "We say each month how many will come."),
    ("Reports come late, so that payments are late too.", 4, 2, "We ring a week before the day."),
)
# Meetings about agreements: who was there, and what was agreed.
MET = (
    ("Kahu for us; the manager and two workers for them.", "Referrals go to one address from now on. We pay within ten days."),
    ("Helen for us; the whole board for them.", "Both sides are glad. The evenings go on until the summer, and then we look again."),
    ("Kahu and the site's manager; the coordinator for them.", "Cards for the gatehouse are made anew. They say by Friday who comes."),
)
# What is measured of agreements: question, name, what it includes and excludes, unit, when the target is met, target, upper target.
MEASURED = (
    ("HOW_MUCH", "People who began", "Everybody who had a first session in the period.", "People who only rang.", "COUNT", "MORE", 12, 0),
    ("HOW_WELL", "People who stayed to the end", "Of those who ended in the period, who had every part.", "People sent back to prison.", "PERCENT", "MORE", 70, 0),
    ("BETTER_OFF", "People in a home of their own", "Of those who ended six months before, who live where they chose.", "", "PERCENT", "MORE", 60, 0),
    ("HOW_WELL", "Days from first talk to first session", "The middle one of all who began.", "Days a person asked to wait.", "DAYS", "LESS", 10, 0),
    ("HOW_MUCH", "People in a group", "On the day there were most.", "", "COUNT", "BETWEEN", 6, 12),
)  # fmt: skip
MISSED = (
    "One landlord withdrew. We look for two more.",
    "Two workers left; both places are filled from next month.",
    "The site was closed for three weeks.",
)
NOT_SHOWN = ("The report of the half year is not there.", "The report counts people of another agreement.")
# What each side puts in: who, kind, what, how much, in which unit, what is counted, what it is worth (nothing: nobody reckoned it), and how reckoned.
PUT_IN = (
    ("DEPARTMENT", "SECONDMENT", "A case manager lent two days a week.", "96", "HOURS", "", "5760", "At our own hourly cost of 60."),
    ("DEPARTMENT", "ROOMS", "The hui room of the site, on Thursdays.", "26", "DAYS", "", "", ""),
    (
        "DEPARTMENT",
        "TRAINING",
        "Safety training for the partner's new staff.",
        "6",
        "OTHER",
        "places",
        "2100",
        "At the price others pay for a place.",
    ),
    ("DEPARTMENT", "FUNDING", "Koha for the opening of the new house.", "1500", "MONEY", "", "", ""),
    ("PARTY", "SECONDMENT", "A kaumātua at pōwhiri and at reviews.", "18", "DAYS", "", "", ""),
    ("PARTY", "ROOMS", "Its whare for whānau hui on Saturdays.", "14", "DAYS", "", "4200", "At what it is let for to others."),
    ("PARTY", "TRAINING", "Tikanga training for our staff.", "24", "HOURS", "", "2880", "At the trainer's own rate of 120."),
    ("PARTY", "IN_KIND", "Kai for the graduation of the programme.", "80", "OTHER", "meals", "", ""),
)
PUT_IN_OTHERWISE = ("We counted fewer days than this.", "It was agreed, and has not been given yet.", "Written down twice.")
FUNDER_WORDS = (
    "We walk beside people from the gate to a home of their own.",
    "This year our own whānau asked for evening hours, and we opened them.",
    "Thank you to those who stood with us.",
)
SENT_BACK = ("The whole is smaller than last time: please look again.", "This counts people twice who came back.")
SUSPENSIONS = (
    "Its house is being rebuilt. We take it up again when it opens.",
    "Both sides agreed to wait for the new accreditation.",
)
CONTACT_WORK = ("Manager", "Kaiwhakahaere", "Service lead", "Coordinator", "Kaimahi", "Chair of the trust")

# What raters let both sides read, and what the two then agree.
PRAISE = (
    "Somebody answers when we ring.",
    "Our kaumātua is asked before things are settled.",
    "The people who come to us are told what to expect.",
    "They come to us, and we to them.",
    "Problems are named early.",
)
WISHES = (
    "Payment comes two months late, every time.",
    "Forms ask the same three times.",
    "We hear of changes when they have happened.",
    "More time to plan together, paid for.",
    "Ask us before a programme is drawn up, not after.",
)
AGREED = (
    "Meet every second month, at each other's place in turn.",
    "Pay within twenty days, and say at once when it will be later.",
    "One report in place of three.",
    "Plan next year's programme together, from the first page.",
    "A second person on each side who knows all of it.",
)
# Tikanga notes: what they are about, and what they say. Invented, and nobody's own tikanga.
TIKANGA = (
    (
        "MEETING",
        "We begin with karakia and mihi, and we eat together before we talk of work. Come in good time, and don't come alone the first time.",
    ),
    ("WHOM", "Speak with our kaiwhakahaere first, before you ring anybody who lives here."),
    ("NOT_WRITTEN", "Don't write down who is whose mokopuna. Ask, and keep it with you."),
)

# What partners ask of the department: what it is, its title, topic, what is asked, and our answer.
CAMPAIGNS = (
    (
        "SUBMISSION",
        "Homes before release",
        "housing",
        "Begin to look for a home six months before somebody leaves, not six weeks.",
        "We begin at six months from May on, in both regions.",
    ),
    (
        "CAMPAIGN",
        "A ring a week",
        "whānau",
        "One call home a week that nobody has to pay for.",
        "Not this year. We tell you what it would cost by June.",
    ),
    (
        "SUBMISSION",
        "Our reo on every form",
        "te reo Māori",
        "Every form a person signs, in te reo Māori too.",
        "The six most used are done. The others follow, with you.",
    ),
    (
        "CAMPAIGN",
        "Work that lasts",
        "work",
        "Pay for support at work for a year, not for thirteen weeks.",
        "We try it with four partners, and show what came of it.",
    ),
)

# What was said when somebody of ours and a partner were in touch: how, and about what.
GATHERINGS = (
    ("HUI", ("RELATIONSHIP", "IDEAS"), "Hui of the region's partners. They want one list of who has places free, and one person to ring."),
    (
        "EVENT",
        ("WORK", "COMMUNITY"),
        "Open day for employers and those who prepare people for work. Each said what they can offer next year.",
    ),
    (
        "MEETING",
        ("SERVICES", "BARRIERS"),
        "Who meets people at the gate, and who on the day after. Nobody does on Saturdays; two will try it.",
    ),
    ("EVENT", ("STAFF", "SAFEGUARDING"), "Training in keeping people safe, open to all partners. Another in half a year."),
)
TALKS = (
    (
        "MEETING",
        ("SERVICES", "REFERRALS"),
        "Went through the referrals of the month. They have two places free from the first of next month.",
    ),
    ("CALL", ("MONEY",), "Asked where the second payment is. We promised an answer by Friday."),
    ("HUI", ("TIKANGA", "RELATIONSHIP"), "Hui at the marae with the kaumātua. They want to be asked earlier when we plan something here."),
    ("VISIT", ("SERVICES", "STAFF"), "Saw the new house: six rooms, a garden, staff at night. The new lead worker begins in a month."),
    ("EVENT", ("COMMUNITY", "WORK"), "Open day with eight employers. Three said they would take somebody on."),
    ("MESSAGE", ("ACCREDITATION",), "They wrote that the new accreditation is on its way."),
    ("CALL", ("BARRIERS",), "Nobody answers their phone at the prison gate. We find out who does."),
    ("MEETING", ("IDEAS", "RESULTS"), "They would like to try evening groups. We look at what the first half year showed."),
    ("CALL", ("REFERRALS",), "Two referrals came without a phone number. We sent them on."),
)

# What a partnership manager has put on their own list.
OWN_TASKS = (
    "Send the notes of the hui to everybody who was there",
    "Book the room for the open day",
    "Ask finance when second payments go out",
    "Write the page on partners for the quarterly report",
)

# What sites say in a stock-take of partners.
OWN_QUESTION = "Do they take part in planning for release?"
FOUND_PARTNERS = (
    "Riverside Bike Library",
    "Saturday Kai Kitchen",
    "Kererū Choir",
    "Tools for Tomorrow",
    "The Wool Room",
    "Night Walk Group",
)
STOCK_PURPOSES = (
    "Housing after release",
    "Work and training",
    "Whānau visits and support",
    "Tikanga and te reo Māori",
    "Alcohol and drug support",
    "Mentoring",
    "Food and clothing",
)
ENHANCE = (
    "A named person on our side who answers.",
    "Earlier word of who is about to be released.",
    "A room inside, one day a week.",
    "Agreement on what may be told, and to whom.",
    "Paid travel for their volunteers.",
)
BARRIERS = (
    ("DISPOSITIONAL", "Staff think volunteers are in the way."),
    ("HOUSING", "No landlord takes their people."),
    ("LEGAL", "A condition keeps people from the street they are in."),
    ("HEALTH", "Nobody says who pays for medicine in the first week."),
    ("DISCRIMINATION", "The bank opens no account for their people."),
    ("CONTRACTING", "The contract asks for reports nobody reads."),
    ("FUNDING", "Money is for one year, and comes late."),
    ("TRUST", "They were promised a room twice."),
    ("DISTANCE", "The bus comes twice a week."),
    ("INFORMATION", "They hear of a release on the day."),
)
# What it is → its title, and what it says.
DOCUMENTS = {
    "CONSTITUTION": ("Trust deed", "We are here so that people who come home stay home."),
    "CERTIFICATE": ("Insurance, this year", "Public liability, two million dollars."),
    "MINUTES": ("Notes of the first hui", "They want to be asked earlier, and to hear what became of it."),
    "AGREEMENT": ("The agreement as it was signed", "Both sides signed. The words are those on its page."),
}
