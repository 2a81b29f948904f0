from __future__ import annotations

from handrail.law.source_lines import line_of, lines_of

TEXT = '''# a comment with a [table] in it
name = "one"
words = """
not = "a key"
[nor.a.table]
""" # and on
list = [
  "a ] b", # ]
  { key = 'c [' },
]
quoted."a key" = "\\"[" # "
literal = 'C:\\'

[table.'inner one']
key = 1

[[row]]
key = 1
[row.part]
key = 2
[[row.part.rows]]
key = 3
[[row]]
key = 4
[row.part]
key = 5
'''


def test_every_key_and_table_has_its_line() -> None:
    lines = lines_of(TEXT)

    assert lines == {
        (): 1,
        ("name",): 2,
        ("words",): 3,
        ("list",): 7,
        ("quoted", "a key"): 11,
        ("literal",): 12,
        ("table", "inner one"): 14,
        ("table", "inner one", "key"): 15,
        ("row",): 17,
        ("row", 0): 17,
        ("row", 0, "key"): 18,
        ("row", 0, "part"): 19,
        ("row", 0, "part", "key"): 20,
        ("row", 0, "part", "rows"): 21,
        ("row", 0, "part", "rows", 0): 21,
        ("row", 0, "part", "rows", 0, "key"): 22,
        ("row", 1): 23,
        ("row", 1, "key"): 24,
        ("row", 1, "part"): 25,
        ("row", 1, "part", "key"): 26,
    }


def test_what_has_no_line_of_its_own_has_that_of_what_is_around_it() -> None:
    lines = lines_of(TEXT)

    assert line_of(("list", 1, "key"), lines) == 7
    assert line_of(("row", 1, "missing"), lines) == 23
    assert line_of(("nothing",), lines) == 1
