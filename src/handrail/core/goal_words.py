"""The words of goals: what can be seen, what cannot be pictured, and what is help rather than a goal."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Final

OBSERVABLE: Final = (
    "say", "name", "state", "tell", "ask", "answer", "read", "write", "spell", "copy", "draw", "circle",
    "underline", "point", "match", "sort", "select", "choose", "count", "add", "subtract", "multiply", "divide",
    "solve", "measure", "order", "label", "list", "define", "describe", "explain", "retell", "summarise", "compare",
    "sign", "greet", "request", "refuse", "take", "share", "raise", "look", "turn", "sit", "stand", "walk", "climb",
    "throw", "catch", "cut", "trace", "button", "zip", "dress", "wash", "brush", "eat", "drink", "pour", "open",
    "close", "pack", "put", "start", "finish", "complete", "hand", "follow", "stay", "wait", "use", "join", "leave",
    "arrive", "sound", "blend", "segment", "type", "record", "show", "identify", "pick", "press", "pass", "give",
    "bring", "carry", "set", "clap", "hop", "run", "jump", "swim", "speak", "sing", "play", "build", "fold",
    "stack", "thread", "lace", "tie", "swallow", "chew", "initiate", "respond", "reply", "comment", "sequence",
    "predict",
)  # fmt: skip
"""Verbs that two people would see or hear alike. "Use" and "look" still need to say of what."""

VAGUE: Final = (
    "improve", "increase", "develop", "understand", "know", "learn", "appreciate", "enjoy", "explore", "engage",
    "participate", "cope", "behave", "try", "continue", "begin", "experience", "access", "progress", "achieve",
    "benefit", "gain", "strengthen", "enhance", "acquire", "master", "recognise", "realise", "be", "work", "become",
    "feel", "think", "respect", "value",
)  # fmt: skip
"""Verbs that two people would picture differently, unless a measured thing follows."""

VAGUE_PHRASES: Final = re.compile(
    r"\b(?:be aware of|be exposed to|have access to|work on|begin to|be able to understand|try to)\b",
    re.IGNORECASE,
)
VAGUE_AMOUNTS: Final = re.compile(
    r"\b(?:better|more|less|appropriate(?:ly)?|regularly|often|sometimes|usually|some|most(?:ly)?|many|as required|"
    r"as needed|where possible|when possible|age[- ]appropriate|satisfactor(?:y|ily)|consistently|independently|"
    r"grade[- ]level|good|well|effectively|adequate(?:ly)?|to the best of)\b",
    re.IGNORECASE,
)
PLACEHOLDERS: Final = re.compile(
    r"\[[^\]]*\]|\{[^}]*\}|_{3,}|\.{4,}|\bX{2,}\b|\bSTUDENT\b|\bPUPIL NAME\b|<[^>]+>|"
    r"\binsert\b(?=\s+(?:name|date|number|target|here|level|skill))|\bLevel X\b|\bTB[CDA]\b",
)
PROVISION: Final = re.compile(
    r"\b(?:will (?:receive|attend|be (?:supported|given|offered|provided|taught|seen))|led by|one[- ]to[- ]one support|"
    r"1:1 support|teaching assistant|TA|hours? of|therapy|therapist|counselling|social skills group|small group work|"
    r"lego therapy|precision teaching|toe by toe|nurture group)\b"
)
NEGATIVE: Final = re.compile(
    r"\b(?:will not|won[’']t|does not|do not|will stop|stop|refrain from|reduce|no longer|avoid|decrease|"
    r"without \w+ing)\b",
    re.IGNORECASE,
)
INSTEAD: Final = re.compile(
    r"\b(?:instead|rather than|by \w+ing|and (?:will )?(?:ask|use|tell|show|go|take)\b)", re.IGNORECASE
)
CONDITION: Final = re.compile(
    r"\b(?:given|when|while|during|after|before|with|using|from a|in (?:the|a|an|small|whole|"
    r"class|lessons?)|on (?:the|a)|"
    r"at (?:break|lunch|home|school))\b",
    re.IGNORECASE,
)
METHOD: Final = re.compile(
    r"\b(?:as )?(?:measured|shown|evidenced|recorded|observed|counted) (?:by|in|with)\b|"
    r"\busing a (?:checklist|rubric|probe|running record|frequency count|data sheet|log|tally)\b",
    re.IGNORECASE,
)
NUMBER_WORDS: Final = "one|two|three|four|five|six|seven|eight|nine|ten"
K_OF_N: Final = re.compile(
    rf"\b(?:\d+|{NUMBER_WORDS})\s?(?:/|out of|of|in)\s?(?:the last |the |a row of )?"
    rf"(?:\d+|{NUMBER_WORDS})\b",
    re.IGNORECASE,
)
PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)", re.IGNORECASE)
OF_THE_TIME: Final = re.compile(r"(?:%|per ?cent)\s+of (?:the )?time\b", re.IGNORECASE)
QUANTITY: Final = re.compile(
    r"\b\d+(?:\.\d+)?\s+(?:words?|correct|minutes?|seconds?|times|prompts?|items?|steps?|errors?|occasions?|"
    r"opportunities|sounds|letters|sentences|questions|sessions|days)\b|\b(?:at least|"
    r"no more than|fewer than|up to)\s+\d",
    re.IGNORECASE,
)
MEASURED_NEARBY: Final = re.compile(rf"\d|\b(?:{NUMBER_WORDS})\b", re.IGNORECASE)
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
DAY: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?\b", re.IGNORECASE
)
ISO_DAY: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
COMPLIANCE: Final = re.compile(
    r"\b(?:eye contact|quiet hands|sit still|whole[- ]body listening|good (?:sitting|listening)|comply|compliance|"
    r"obey|appropriate behaviour|act (?:his|her|their) age|look like (?:his|her|their) peers|stop stimming|"
    r"normal(?:ly)?|indistinguishable)\b",
    re.IGNORECASE,
)
ACRONYM: Final = re.compile(r"\b(?:[A-Z]{2,6}s?|[A-Z]&[A-Z])\b")
LEVEL_OF_SCHOOL: Final = re.compile(r"\b(?:P|Y|S|K)\d{1,2}\b")
PRONOUNS: Final = {
    "he": frozenset({"he", "him", "his", "himself"}),
    "she": frozenset({"she", "her", "hers", "herself"}),
    "they": frozenset({"they", "them", "their", "theirs", "themselves", "themself"}),
}
# Written of anybody, or of other people, in any goal.
NEUTRAL: Final = PRONOUNS["they"]


FEWEST_WORDS: Final = 6


@cache
def forms(verbs: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these verbs as a word, as it stands, with s, ed or ing."""
    found = []
    for verb in verbs:
        if verb == "be":
            found.append(r"be")
            continue
        stem = re.escape(verb)
        found.append(rf"{stem}(?:s|es|ed|d|ing)?")
        if verb.endswith("e"):
            found.append(rf"{re.escape(verb[:-1])}ing")
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            found.append(rf"{re.escape(verb[:-1])}ie[sd]")
        elif len(verb) <= 5 and verb[-1] in "bgmnpt" and verb[-2] in "aeiou":
            found.append(rf"{stem}{verb[-1]}(?:ed|ing)")
    return re.compile(rf"\b(?:{'|'.join(found)})\b", re.IGNORECASE)


def syllables(word: str) -> int:
    """About how many, by groups of vowels; a silent e at the end is none."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))
    return max(1, len(groups))


def reading_age(text: str) -> float:
    """About the age at which a text is read: the grade of Kincaid and others (1975), and five years."""
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    if not words:
        return 0.0
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(5.0, grade + 5)


def masked(text: str, names: frozenset[str] = frozenset()) -> str:
    """A text without what is a pupil's own: names, numbers and days."""
    text = DAY.sub(" # ", ISO_DAY.sub(" # ", text))
    if names:
        text = re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", "@", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:he|she|they|his|her|their|him|them)\b", "@", text, flags=re.IGNORECASE)
    return " ".join(re.findall(r"[a-z’']+|#|@", re.sub(r"\d+(?:\.\d+)?", "#", text.lower())))


def shape(text: str, names: frozenset[str] = frozenset()) -> str:
    """A short hash of the masked text: the same for goals that differ in names, numbers and days only.

    Blank below six words: a short goal is often the same by chance.
    """
    plain = masked(text, names)
    return hashlib.sha256(plain.encode()).hexdigest()[:32] if len(plain.split()) >= FEWEST_WORDS else ""


def alike(one: str, other: str, *, length: int = 3) -> float:
    """How much of two texts is the same: shared runs of three words over all of them (Jaccard; Broder 1997)."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[place : place + length]) for place in range(max(1, len(words) - length + 1))}

    first, second = runs(one), runs(other)
    return len(first & second) / len(first | second)
