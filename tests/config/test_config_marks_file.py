from __future__ import annotations

import pytest

from watcher.trademark.numbers import CaseNumber, NumberKind

SERIAL = CaseNumber(NumberKind.SERIAL, "97123456")


def rivals(folder, text: str | bytes):
    folder.csv(text)
    return folder.load().groups[0].marks


@pytest.mark.parametrize(
    "header",
    ["serial_number", "Serial No.", "SERIAL NUMBER", "serial no", "Ser. No.", "Serial #", "Serial", "application_number",
     "Application Number", "Application No.", "App. No.", "U.S. Serial No.", "Appl. No.", "US Application Serial Number"],
)  # fmt: skip
def test_a_serial_number_is_found_under_the_headers_that_people_use(folder, header):
    (mark,) = rivals(folder, f'{header}\n"97/123,456"\n')
    assert mark.number == SERIAL


@pytest.mark.parametrize(
    ("header", "value", "number"),
    [
        ("registration_number", "3500030", "registration number 3500030"),
        ("Reg. No.", "3.500.030", "registration number 3500030"),
        ("Registration No.", "Reg. No. 712345", "registration number 0712345"),
        ("U.S. Registration Number", "3500030.0", "registration number 3500030"),
        ("international_registration", "835690", "international registration 0835690"),
        ("IR Number", "IR 0835690A", "international registration 0835690A"),
        ("Int'l Reg. No.", "0835690", "international registration 0835690"),
        ("reference_number", "Z1231384", "reference number Z1231384"),
    ],
)
def test_the_other_numbers_are_found_under_theirs(folder, header, value, number):
    (mark,) = rivals(folder, f"{header},Mark\n{value},ZEN\n")
    assert (str(mark.number), mark.label) == (number, "ZEN")


def test_every_column_arrives(folder):
    (mark,) = rivals(
        folder,
        "Serial No.,Trademark,Client,Docket No.,Attorney,Tell\n"
        '97123456,"ZEN ""GARDEN"", INC",Acme  Corp,1042-0007,Jane Roe,"brand; docket"\n',
    )
    assert (mark.label, mark.client, mark.matter, mark.attorney, mark.tell) == (
        'ZEN "GARDEN", INC', "Acme Corp", "1042-0007", "Jane Roe", ("brand", "docket"),
    )  # fmt: skip
    assert mark.place == f"{folder.path / 'rivals.csv'}:2"


@pytest.mark.parametrize(
    "header", ["matter", "reference", "docket_number", "Docket", "Our Ref", "Matter No.", "File No."]
)
def test_the_firms_own_reference_is_found_under_the_headers_that_people_use(folder, header):
    assert rivals(folder, f"serial,{header}\n97123456,1042-0007\n")[0].matter == "1042-0007"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(folder, delimiter):
    text = f"Mark{delimiter}Serial No.{delimiter}Docket\nA, B; C{delimiter}97123456{delimiter}7\n"
    (mark,) = rivals(folder, text if delimiter in "\t|" else text.replace("A, B; C", "A"))
    assert (mark.number, mark.matter) == (SERIAL, "7")


def test_excels_first_line_about_the_delimiter_is_obeyed(folder):
    (mark,) = rivals(folder, "sep=;\r\nSerial No.;Mark\r\n97123456;A, B\r\n")
    assert (mark.label, mark.place.rpartition(":")[2]) == ("A, B", "3")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_each_of_its_forms_without_a_note(folder, codec):
    assert rivals(folder, "Serial No.;Mark\r\n97123456;AÇAÍ\r\n".encode(codec))[0].label == "AÇAÍ"
    assert not any("UTF-8" in said for said in folder.load().warnings)


def test_windows_1252_is_read_with_a_note(folder):
    assert rivals(folder, "Serial No.,Mark\n97123456,CAFÉ\n".encode("cp1252"))[0].label == "CAFÉ"
    assert any(
        "rivals.csv: the file is not UTF-8; it was read as Windows-1252" in said
        for said in folder.load().warnings
    )


def test_blank_lines_and_empty_rows_are_passed_over_and_lines_stay_right(folder):
    marks = rivals(folder, '\n\nSerial No.,Mark\n\n97123456,"two\nlines"\n,\n  ,\t\n97123457,B\n')
    assert [(mark.label, mark.place.rpartition(":")[2]) for mark in marks] == [("two lines", "5"), ("B", "9")]


def test_each_bad_row_is_a_mistake_with_its_file_and_line(folder):
    folder.csv(
        "Serial No.,Reg. No.,Mark,Tell\n"
        "9712345,,A,\n"
        ",,B,\n"
        "97123457,,C,nobody\n"
        "97/123,458,,D\n"
        "97123459,,E, INC,docket\n"
        ",IR 0835690,F,\n"
        "97123457,,C again,\n"
        "97123460,,G,\n"
    )
    assert folder.told().splitlines() == [
        "rivals.csv:2: '9712345' is no serial number (eight digits, such as 78787878 or 78/787,878)",
        "rivals.csv:3: no number in this row: no serial number or registration number (fill it in, or delete the row)",
        "rivals.csv:4: tell: no channel is called 'nobody' (one of: brand, docket)",
        "rivals.csv:5: '97/123' is no serial number (eight digits, such as 78787878 or 78/787,878)",
        "rivals.csv:5: tell: no channel is called 'D' (one of: brand, docket)",
        'rivals.csv:6: this row has 5 cells, the header 4 (text that holds a comma stands in quotes: "ACME, INC")',
        "rivals.csv:7: 'IR 0835690' is no registration number (up to seven digits, such as 3500030 or 3,500,030)",
        "rivals.csv:8: group 'Rivals' has serial number 97123457 twice: here and on line 4 (keep one of them; a case may stand in two groups)",
    ]


def test_a_row_with_two_numbers_is_watched_by_its_serial_number(folder):
    first, second = rivals(folder, "Reg. No.,Serial No.\n3500030,97123456\n3500031,-\n")
    assert first.number == SERIAL
    assert str(second.number) == "registration number 3500031"


def test_columns_that_nobody_knows_are_a_warning_that_names_them(folder):
    rivals(folder, "Serial No.,Colour,Mark,Docket,Matter\n97123456,red,A,1,2\n")
    assert any("rivals.csv:1: columns that are not read: 'Colour', 'Docket' (known: serial_number" in said for said in folder.load().warnings)  # fmt: skip
    assert folder.load().groups[0].marks[0].matter == "2"


def test_a_header_without_a_number_is_a_mistake_that_lists_what_is_known(folder):
    folder.csv("97123456,AZUKI\n97123457,ZEN\n")
    (mistake,) = folder.mistakes()
    assert mistake.line == 1
    assert mistake.wrong == "no column holds a number of the case; the header has '97123456', 'AZUKI'"
    assert (
        "Known: serial_number, registration_number, international_registration, reference_number, label"
        in mistake.right
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "rivals.csv:1: the file is empty"),
        (b"\n\n", "rivals.csv:1: the file is empty"),
        (b'Serial No.,Mark\n97123456,"ZEN\n97123457,B\n97123458,C\n', 'rivals.csv:2: a quote (") in this row is not closed'),
        (b'Serial No.,Mark\n97123456,"ZEN" INC\n', 'rivals.csv:2: a quote (") in this row is not closed'),
        (b"Serial No.\n" + b'"' + b"x" * 200_000 + b'"\n', "rivals.csv:2: a quote"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "this is a spreadsheet, not a CSV file (save it as CSV UTF-8)"),
        (bytes(range(256)) * 4, "rivals.csv: this is no text"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told_with_its_line(folder, data, told):
    folder.csv(data)
    assert told in folder.told()


def test_a_header_without_rows_watches_nothing(folder):
    assert rivals(folder, "Serial No.,Mark\n") == ()


def test_a_marks_file_that_cannot_be_read_is_a_mistake_of_the_line_that_names_it(folder, head):
    told = folder.told(head + "watch:\n  - {name: A, tell: docket, marks_file: none.csv}\n")
    assert told.startswith("watchlist.yaml:5: marks_file: none.csv cannot be read: no such file or directory")


def test_marks_of_the_file_and_of_the_marks_file_stand_in_one_group(folder, head):
    folder.write("Serial No.\n97123456\n", "more.csv")
    watchlist = folder.load(
        head + "watch:\n  - {name: A, tell: docket, marks: [78787878], marks_file: more.csv}\n"
    )
    assert [mark.number.number for mark in watchlist.groups[0].marks] == ["78787878", "97123456"]


def test_a_dollar_in_a_marks_file_is_a_dollar(folder):
    assert rivals(folder, "Serial No.,Mark\n97123456,CA$H ${KEY}\n")[0].label == "CA$H ${KEY}"
