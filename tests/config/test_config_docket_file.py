"""The firm's docket as a CSV file: read whatever its columns are called; every mistake with its row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watcher.config.docket_file import DocketRow, read_docket
from watcher.errors import ConfigError
from watcher.trademark.numbers import NumberKind


def read(tmp_path: Path, text: str) -> tuple[DocketRow, ...]:
    file = tmp_path / "docket.csv"
    file.write_text(text, encoding="utf-8")
    return read_docket(file)


def told(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    return [str(mistake).removeprefix(f"{tmp_path}/") for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    "header", ["serial_number,type,date", "Serial No.;Action;Due Date", "Application Number\tTitle\tDeadline"]
)
def test_columns_may_be_called_as_people_call_them(tmp_path: Path, header: str) -> None:
    sign = next(one for one in ",;\t" if one in header)
    (row,) = read(tmp_path, f"{header}\n{sign.join(('97/000,001'.replace(',', ''), 'OA', '2026-11-28'))}\n")
    assert (row.line, row.number.number, row.words, row.day) == (2, "97000001", "OA", date(2026, 11, 28))


@pytest.mark.parametrize(
    "written",
    ["2026-11-28", "11/28/2026", "11/28/26", "28-Nov-2026", "Nov 28, 2026", "Saturday, November 28, 2026", "2026-11-28 00:00:00"],
)  # fmt: skip
def test_a_date_may_be_written_as_people_write_it(tmp_path: Path, written: str) -> None:
    (row,) = read(tmp_path, f'serial,type,date\n97000001,OA,"{written}"\n')
    assert row.day == date(2026, 11, 28)


def test_a_registration_number_stands_in_where_there_is_no_serial_number(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "Serial No.,Reg. No.,Type,Due\n,3500030,Section 8,2027-05-04\n")
    assert (row.number.kind, row.number.number) == (NumberKind.REGISTRATION, "3500030")


def test_a_row_without_a_date_is_kept(tmp_path: Path) -> None:
    assert read(tmp_path, "serial,type,date\n97000001,OA,TBD\n")[0].day is None


def test_every_mistake_names_its_row_and_its_column(tmp_path: Path) -> None:
    text = "Serial No.,Type,Due Date\n97000001,OA,28/11/2026\n12,OA,2026-11-28\n,OA,2026-11-28\n97000001,a,b,2026-11-28\n"
    right = "year-month-day, such as 2026-11-28, or month/day/year, such as 11/28/2026"
    assert told(tmp_path, text) == [
        f"docket.csv:2: column 'Due Date': '28/11/2026' is no day that can be read ({right})",
        "docket.csv:3: column 'Serial No.': '12' is no serial number (eight digits, such as 78787878 or 78/787,878)",
        "docket.csv:4: no number in this row: 'Serial No.' empty (fill it in, or delete the row)",
        'docket.csv:5: this row has 4 cells, the header 3 (text that holds a comma stands in quotes: "ACME, INC")',
    ]


def test_a_header_without_the_columns_says_which_are_missing(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "Client,Type\nAcme,OA\n")
    assert "no column holds a number of the case or the date; the header has 'Client', 'Type'" in said


def test_a_file_that_is_not_there_or_empty_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: no such file"):
        read_docket(tmp_path / "gone.csv")
    assert "the file is empty" in told(tmp_path, "\n")[0]
