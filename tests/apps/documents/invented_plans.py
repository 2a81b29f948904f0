"""Two invented plans in the canonical shape that a version freezes."""

from typing import Any

GUIDANCE = "Supporting children’s learning: statutory guidance (2017), chapter 3"  # noqa: RUF001
ACT = "Education (Additional Support for Learning) (Scotland) Act 2004"
REGULATIONS = "SSI 2005/518"

Document = dict[str, Any]


def goal(id_: str, need: str, text: str, words: str, numbers: tuple[str, str], due: str, measure: str) -> Document:
    baseline, target = numbers
    return {
        "id": id_,
        "need": need,
        "text": text,
        "pupil_words": words,
        "baseline": baseline,
        "target": target,
        "measure": measure,
        "due": due,
    }


def help_(
    id_: str, goals: list[str], what: str, who: tuple[str, str], amount: tuple[int, str, int], where: str, until: str
) -> Document:
    times, per, minutes = amount
    return {
        "id": id_,
        "goals": goals,
        "what": what,
        "who": who[0],
        "role": who[1],
        "times": times,
        "per": per,
        "minutes": minutes,
        "where": where,
        "starts": "2026-08-24",
        "ends": until,
        "says": f"{times} times a {per}, {minutes} minutes, in the {where}",
    }


def section(key: str, heading: str, kind: str, citation: str = "", **held: object) -> Document:
    return {"key": key, "heading": heading, "kind": kind, "citation": citation, **held}


def eilidh() -> Document:
    """A school plan with three goals, for a pupil of ten."""
    return {
        "schema": "handrail-plan/1",
        "plan_type": {
            "key": "scotland.individualised_educational_programme",
            "name": "Individualised educational programme",
            "legal_weight": "policy_plan",
            "jurisdiction": "scotland",
        },
        "number": 5,
        "language": "en-GB",
        "pupil": {
            "name": "Eilidh Nowak",
            "known_as": "Eilidh",
            "born": "2016-09-14",
            "school": "Heronstane Primary School",
            "year_group": "Primary 6",
        },
        "authority": "Kelpiewater Council",
        "issued_on": "2026-11-05",
        "issued_by": {"name": "Graeme Tolland", "role": "Depute head teacher"},
        "sections": [
            section(
                "views",
                "What Eilidh and her family say",
                "views",
                GUIDANCE,
                views=[
                    {
                        "who": "Eilidh",
                        "party": "pupil",
                        "said_on": "2026-10-29",
                        "words": "It is like walking in snow. I get there and I am the only one with wet feet. "
                        "When I hear it first, somebody has already walked.",
                    },
                    {
                        "who": "Katarzyna Nowak",
                        "party": "parent",
                        "said_on": "2026-10-30",
                        "words": "W domu czyta po polsku szybciej niż po angielsku. Czy to pomaga, czy przeszkadza?\n\n"
                        "At home she reads Polish faster than English. Does it help or get in the way?",
                    },
                    {
                        "who": "Gordon Ferrier",
                        "party": "parent",
                        "said_on": "2026-11-01",
                        "words": "She used to hide books. Now she leaves them open on the table. I count that.",
                    },
                ],
            ),
            section(
                "needs",
                "What Eilidh needs help with",
                "needs",
                GUIDANCE,
                text="Reading speed, spelling, and having her ideas counted before her spelling.",
                needs=[
                    {
                        "id": "n1",
                        "title": "Reading fast enough to keep hold of the story",
                        "description": "She reads 54 words correctly in a minute in a Primary 5 text; the class is at "
                        "about 110. Understanding when she listens is well above average.",
                    },
                    {
                        "id": "n2",
                        "title": "Holding the order of letters",
                        "description": "Knows the sounds; loses the order in words over six letters.",
                    },
                    {
                        "id": "n3",
                        "title": "Getting a long idea into text",
                        "description": "A three-minute spoken story becomes two lines on paper.",
                    },
                ],
            ),
            section(
                "short_term",
                "Goals for this session",
                "goals",
                GUIDANCE,
                text="Three goals, looked at every term.",
                goals=[
                    goal(
                        "g1",
                        "n1",
                        "After hearing the passage once, Eilidh will read a Primary 5 passage she has not read before "
                        "at 80 words correct in a minute, with 5 errors or fewer, as the median of three probes, by "
                        "25 March 2027.",
                        "80 in a minute, without my ears going hot.",
                        ("54 words correct in a minute", "80 words correct in a minute"),
                        "2027-03-25",
                        "One-minute reading, once a week, by Ruth Carnegie-Bello",
                    ),
                    goal(
                        "g2",
                        "n2",
                        "Asked to spell twenty words from this term’s list, given two at a time, Eilidh will write at "  # noqa: RUF001
                        "least 90 correct letter pairs out of 110, in 3 of 4 weeks, by 22 December 2026.",
                        "Thursday, not Friday, and I know if I know.",
                        ("63 letter pairs out of 110", "90 letter pairs out of 110"),
                        "2026-12-22",
                        "Letter pairs, once a week, by Ruth Carnegie-Bello",
                    ),
                    goal(
                        "g3",
                        "n3",
                        "Using voice typing and then one reread, Eilidh will hand in a story of at least 150 words "
                        "with at least 8 of 10 planned ideas, in 3 of 4 pieces, by 25 June 2027.",
                        "All of my story and not two lines of it.",
                        ("4 ideas out of 10", "8 ideas out of 10"),
                        "2027-06-25",
                        "Ideas count, once a fortnight, by Shona Iqbal",
                    ),
                ],
            ),
            section(
                "support",
                "Changes to lessons, equipment and staff",
                "provision",
                GUIDANCE,
                text="Daily practice with Ruth or Dougie, a text reader, topic words a day early.",
                provision=[
                    help_(
                        "p1",
                        ["g1", "g2"],
                        "Paired reading aloud, rereading and letter-order practice",
                        ("Ruth Carnegie-Bello", "Support for learning teacher"),
                        (3, "week", 30),
                        "Support base",
                        "2027-03-25",
                    ),
                    help_(
                        "p2",
                        ["g1"],
                        "Rereading the class text with a partner the day before",
                        ("Dougie Marr", "Pupil support assistant"),
                        (2, "week", 10),
                        "Library corner",
                        "2027-03-25",
                    ),
                    help_(
                        "p3",
                        ["g3"],
                        "Voice typing with a picture plan, then one reread together",
                        ("Shona Iqbal", "Class teacher"),
                        (1, "week", 40),
                        "Classroom",
                        "2027-06-25",
                    ),
                ],
            ),
            section(
                "long_term",
                "Longer aims",
                "text",
                GUIDANCE,
                text="To read her own books for pleasure in both languages.\n\n"
                "To go to Thistlegarth Academy in 2028 able to say what helps her.",
            ),
            section("health", "Health", "text"),
        ],
        "next_review": {
            "on": "2027-02-11",
            "sentence": "The plan is looked at every school term. This date was chosen at the meeting of 5 November "
            "2026.",
            "citation": GUIDANCE,
        },
        "invented": True,
    }


def finlay() -> Document:
    """A plan set by law with four goals, five services and a signature, for a pupil of thirteen."""
    slt, assistant = ("Orla Finnegan", "Speech and language therapist"), ("Jess Muirfield", "Pupil support assistant")
    physio = ("Leonie Drew", "Children’s physiotherapist")  # noqa: RUF001
    social_work = ("Isobel Grant-Adeyemi", "Social worker (arranges)")
    return {
        "schema": "handrail-plan/1",
        "plan_type": {
            "key": "scotland.coordinated_support_plan",
            "name": "Co-ordinated support plan",
            "legal_weight": "statutory_plan",
            "jurisdiction": "scotland",
        },
        "number": 2,
        "language": "en-GB",
        "pupil": {
            "name": "Finlay Okonjo-Reid",
            "known_as": "Fin",
            "born": "2013-05-02",
            "school": "Thistlegarth Academy",
            "year_group": "S2",
        },
        "authority": "Kelpiewater Council",
        "issued_on": "2026-10-20",
        "issued_by": {"name": "Catriona Vance", "role": "Head of inclusion, authorised officer"},
        "sections": [
            section(
                "factors",
                "What Finlay’s support needs come from",  # noqa: RUF001
                "text",
                f"{ACT}, s. 9(2)(a)(i)",
                text="Two factors. First, cerebral palsy affects how he moves, sits and uses his hands, so that "
                "writing, practical work and getting round the building take planning and equipment.\n\nSecond, he "
                "does not use speech to talk. He understands what is said in class and has a great deal to say, but "
                "it takes him between six and ten times as long as a speaking classmate to say it.",
                needs=[
                    {
                        "id": "n1",
                        "title": "Being heard at the speed of a lesson",
                        "description": "Finlay’s answers are good but arrive after the class has moved on. His device "  # noqa: RUF001
                        "has 1,200 words; the words for this term’s topics are often missing on the day.",  # noqa: RUF001
                    },
                    {
                        "id": "n2",
                        "title": "Getting at the work",
                        "description": "His right hand works a switch and a large trackball. He tires after about 25 "
                        "minutes of fine work.",
                    },
                    {
                        "id": "n3",
                        "title": "Time with friends and without a grown-up",
                        "description": "An adult has been beside him for 27 of 30 lessons and every break.",
                    },
                ],
            ),
            section(
                "educational_objectives",
                "What we are aiming for",
                "goals",
                f"{ACT}, s. 9(2)(a)(ii)",
                goals=[
                    goal(
                        "g1",
                        "n1",
                        "Given the lesson’s key question the day before, Finlay will give at least 5 planned or free "  # noqa: RUF001
                        "comments with his device in a 50 minute lesson, in 4 of 5 lessons sampled, by 25 June 2027.",
                        "I will get five things said in a lesson.",
                        ("2 comments a lesson", "5 comments a lesson"),
                        "2027-06-25",
                        "Device comment tally, one English lesson a week, by Jess Muirfield",
                    ),
                    goal(
                        "g2",
                        "n2",
                        "Using the trackball and the writing grid, Finlay will open, complete and hand in a one-page "
                        "task, with no more than an indirect prompt, on 4 of 5 occasions by 25 March 2027.",
                        "I hand it in, not Jess.",
                        ("4 of 10 steps", "9 of 10 steps"),
                        "2027-03-25",
                        "Ten-step hand-in checklist, once a week, by Jess Muirfield",
                    ),
                    goal(
                        "g3",
                        "n3",
                        "At morning break, Finlay will spend at least 15 of 20 minutes with friends and no adult "
                        "within three metres, on 4 days of 5, by 18 December 2026.",
                        "Snack bar with my pals. No grown up.",
                        ("0 minutes", "15 minutes"),
                        "2026-12-18",
                        "Break log, twice a week: he tells Amit the minutes",
                    ),
                ],
            ),
            section(
                "additional_support",
                "The support he needs, and who gives it",
                "provision",
                f"{ACT}, s. 9(2)(a)(iii) and (iv)",
                provision=[
                    help_(
                        "p1",
                        ["g1"],
                        "Speech and language therapy in school: coaching for Finlay and the adults, and keeping topic "
                        "words on the device a week ahead",
                        slt,
                        (1, "week", 45),
                        "room G4",
                        "2027-06-25",
                    ),
                    help_(
                        "p2",
                        ["g1", "g2"],
                        "Pupil support assistant in 21 of 30 lessons; stands back by agreement in the other nine",
                        assistant,
                        (21, "week", 50),
                        "Classrooms",
                        "2027-06-25",
                    ),
                    help_(
                        "p3",
                        ["g2"],
                        "Physiotherapy standing and movement programme, led by the physiotherapist once a month and "
                        "run by trained staff in between",
                        physio,
                        (2, "week", 30),
                        "Physio room",
                        "2027-06-25",
                    ),
                    help_(
                        "p6",
                        ["g3"],
                        "Short break with a sessional worker so that Finlay goes to the Friday music club",
                        social_work,
                        (1, "fortnight", 150),
                        "Community Hall",
                        "2027-08-27",
                    ),
                ],
            ),
            section(
                "school",
                "The school he goes to",
                "school",
                f"{ACT}, s. 9(2)(b)",
                rows=[["School", "Thistlegarth Academy"], ["Address", "1 Causeway Road, Kelpiewater ZZ1 2TG"]],
            ),
            section(
                "coordinator",
                "Who co-ordinates the support",
                "person",
                f"{ACT}, s. 9(2)(c); {REGULATIONS}, reg. 2",
                rows=[
                    ["Name", "Rhona Castle"],
                    ["Role", "Principal teacher, support for learning"],
                    ["Telephone", "01632 960120"],
                ],
            ),
            section(
                "pupil",
                "About Finlay",
                "facts",
                f"{REGULATIONS}, reg. 3(1)(b)(i)",
                rows=[
                    ["Address", "3 Ferry Cottages\nKelpiewater ZZ1 8FC"],
                    ["Gender", "Boy"],
                    ["Preferred language and form of communication", "Speech device; plans read aloud with symbols"],
                    ["Date of entry to the school", "20 August 2025"],
                ],
            ),
            section(
                "views",
                "What Finlay and his parents say",
                "views",
                f"{REGULATIONS}, reg. 3(1)(b)(iv)",
                views=[
                    {
                        "who": "Finlay",
                        "party": "pupil",
                        "said_on": "2026-09-14",
                        "words": "People finish my words. Wrong words. Then I have to start again and the bell goes.",
                    },
                    {
                        "who": "Adaeze Okonjo",
                        "party": "parent",
                        "said_on": "2026-09-16",
                        "words": "What worries us is that each service says yes and then the weeks go by. We want to "
                        "see what was given, not only what was promised.",
                    },
                ],
            ),
            section("comments", "Comments on the profile", "text", f"{REGULATIONS}, Schedule"),
            section(
                "review_timetable",
                "When we look again",
                "review",
                f"{ACT}, s. 10; {REGULATIONS}, reg. 3(1)(b)(v)",
            ),
            section("signature", "Signed for the authority", "signature", f"{REGULATIONS}, reg. 3(1)(c)"),
        ],
        "next_review": {
            "on": "2027-10-19",
            "sentence": "12 months from 20 October 2026, the day on which the last review was completed.",
            "citation": f"{ACT}, s. 10(2)",
        },
        "invented": True,
    }
