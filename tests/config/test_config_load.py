from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from watcher.config import load_watchlist, same_case_twice
from watcher.config.settings import Limits, PollSettings, Probe, Rate, Role, Schedule, Severity
from watcher.errors import ConfigError
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber

DESIGN = """\
tsdr:
  api_key: ${USPTO_API_KEY}
database: tmwatch.db                 # or postgresql://tmwatch@db/tmwatch
channels:
  docket:
    url: mailtos://docket:${SMTP_PASSWORD}@smtp.example.com?to=docket@example.com
  brand:
    url: slack://${SLACK_TOKEN_A}/${SLACK_TOKEN_B}/${SLACK_TOKEN_C}/#brand-watch
    send: daily 08:00
    least: important
operator: docket                     # who hears about trouble
watch:
  - name: Acme Corp
    role: owner                      # owner (our client's marks) or competitor (somebody else's)
    tell: [docket]
    marks:
      - 78787878
      - serial: 97/123,456
        label: AZUKI ZEN
        matter: 1042-0007
      - registration: 3,500,030
      - international: "0835690"
      - reference_number: Z1231384
  - name: Competitors
    role: competitor
    tell: [brand]
    marks_file: competitors.csv
"""
ENVIRON = {"USPTO_API_KEY": "abc", "SMTP_PASSWORD": "p@s/s:w", "SLACK_TOKEN_A": "TA", "SLACK_TOKEN_B": "TB", "SLACK_TOKEN_C": "TC"}  # fmt: skip


def test_the_watchlist_of_the_design_means_what_it_says(folder):
    folder.environ = ENVIRON
    folder.write("serial_number,label\n90000001,RIVAL\n", "competitors.csv")
    watchlist = folder.load(DESIGN)

    acme, competitors = watchlist.groups
    assert (acme.name, acme.role, acme.tell) == ("Acme Corp", Role.OWNER, ("docket",))
    assert [str(mark.number) for mark in acme.marks] == [
        "serial number 78787878",
        "serial number 97123456",
        "registration number 3500030",
        "international registration 0835690",
        "reference number Z1231384",
    ]
    assert (acme.marks[1].label, acme.marks[1].matter) == ("AZUKI ZEN", "1042-0007")
    assert acme.marks[1].place == f"{folder.watchlist}:18"
    assert (competitors.role, competitors.marks[0].label) == (Role.COMPETITOR, "RIVAL")
    assert competitors.marks[0].place == f"{folder.path / 'competitors.csv'}:2"
    assert watchlist.operator == "docket"
    assert watchlist.tsdr.api_key is not None
    assert watchlist.tsdr.api_key.reveal() == "abc"
    assert watchlist.poll == PollSettings()
    assert watchlist.channels["brand"].send == Schedule(time(8))
    assert watchlist.channels["brand"].least is Severity.IMPORTANT
    assert watchlist.channels["brand"].options == {"send": "daily 08:00", "least": "important"}


def test_a_password_with_any_sign_arrives_whole_inside_of_an_address(folder):
    folder.environ = ENVIRON
    folder.write("serial_number\n90000001\n", "competitors.csv")
    url = folder.load(DESIGN).channels["docket"].url.reveal()
    assert url == "mailtos://docket:p%40s%2Fs%3Aw@smtp.example.com?to=docket@example.com"


def test_a_variable_that_is_the_whole_address_is_taken_as_it_is(folder, head):
    folder.environ["HOOK"] = "json://localhost/a?b=c%20d"
    watchlist = folder.load(head.replace("json://localhost/a", '"${HOOK}"') + "watch: []\n")
    assert watchlist.channels["docket"].url.reveal() == "json://localhost/a?b=c%20d"


def test_a_literal_dollar_and_brace_is_written_with_two_dollars(folder):
    assert folder.marks("- {serial: 78787878, label: 'A $${B} $C'}").groups[0].marks[0].label == "A ${B} $C"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("78787878", "78787878"),
        ("78/787,878", "78787878"),
        ("'78/787,878'", "78787878"),
        ('"78787878"', "78787878"),
        ("78 787 878", "78787878"),
        ("78-787878", "78787878"),
        ("Serial No. 78/787,878", "78787878"),
        ("Application Number 78787878", "78787878"),
        ("U.S. App. Ser. No. 78/787,878", "78787878"),
        ("'#78787878'", "78787878"),
        ("07123456", "07123456"),
        ("01234567", "01234567"),
        ("00000017", "00000017"),
        ("1_2_345678", "12345678"),
    ],
)
def test_serial_numbers_are_read_in_every_way_that_people_write_them(folder, written, number):
    (mark,) = folder.marks(f"- {written}").groups[0].marks
    assert mark.number == CaseNumber(NumberKind.SERIAL, number)
    (mark,) = folder.marks(f"- serial: {written}").groups[0].marks
    assert mark.number == CaseNumber(NumberKind.SERIAL, number)


def test_leading_zeros_of_other_numbers_are_kept_or_filled_in(folder):
    watchlist = folder.marks(
        """\
        - registration: 0712345
        - registration: 712346
        - international: 835690
        - international: IR 0835690A
        """
    )
    assert [mark.number.number for mark in watchlist.groups[0].marks] == [
        "0712345",
        "0712346",
        "0835690",
        "0835690A",
    ]


def test_every_mistake_is_told_at_once_each_with_its_line_and_what_would_be_right(folder):
    folder.write("Serial No.,Mark\n90000001,A\n9000002,B\n", "rivals.csv")
    told = folder.told(
        """\
        tsdr:
          api_kye: abc
          timeout: 5 parsecs
          limits: {requests: {day: 0}}
        chanels: {}
        channels:
          docket:
            url: [a]
            send: sometimes
        poll: {every: 10s, probe: ask}
        time_zone: Amerika/New_York
        operator: dockt
        watch:
          - name: Acme
            tell: dokcet
            role: ownr
            marks:
              - 3500030
              - {serial: 78787878, lable: x}
              - {label: y}
              - {registration: 3, serial: 78787878}
          - nam: Rivals
            tell: docket
            marks_file: rivals.csv
        """
    )
    expected = """\
watchlist.yaml:2: tsdr: 'api_kye' is no key here (did you mean api_key?)
watchlist.yaml:3: tsdr.timeout: '5 parsecs' is no length of time (a number with s, m, h or d: 90s, 30m, 1h, 7d)
watchlist.yaml:4: tsdr.limits.requests.day: '0' is too small (a whole number between 1 and 100,000)
watchlist.yaml:5: the watchlist: 'chanels' is no key here (did you mean channels?)
watchlist.yaml:8: channels.docket.url: a list where one value belongs (one value on the line of its key)
watchlist.yaml:9: channels.docket.send: 'sometimes' is no schedule (at once, daily 08:00, or weekly Mon 08:00)
watchlist.yaml:10: poll.every: '10s' is too short (between 1 minute and 30 days)
watchlist.yaml:10: poll.probe: 'ask' is none of the words that belong here (one of: auto, batch, last-update)
watchlist.yaml:11: time_zone: 'Amerika/New_York' is no time zone (did you mean America/New_York?)
watchlist.yaml:12: operator: no channel is called 'dockt' (did you mean docket?)
watchlist.yaml:15: group 'Acme': tell: no channel is called 'dokcet' (did you mean docket?)
watchlist.yaml:16: group 'Acme': role: 'ownr' is none of the words that belong here (did you mean owner?)
watchlist.yaml:18: '3500030' is no serial number (eight digits, such as 78787878 or 78/787,878; if it is the registration number, write registration: 3500030)
watchlist.yaml:19: mark: 'lable' is no key here (did you mean label?)
watchlist.yaml:20: group 'Acme': this mark has no number (a serial number, or keys: serial, registration, international or reference_number)
watchlist.yaml:21: group 'Acme': this mark has 2 numbers: serial, registration (keep one; the USPTO tells us the others)
watchlist.yaml:22: group has no name (each group has a name, such as `name: Acme Corp`)
watchlist.yaml:22: group: 'nam' is no key here (did you mean name?)
rivals.csv:3: '9000002' is no serial number (eight digits, such as 78787878 or 78/787,878)"""
    assert told.splitlines() == expected.splitlines()


def test_a_watchlist_without_an_operator_is_refused(folder, head):
    told = folder.told(head.replace("operator: docket", "") + "watch: []\n")
    assert (
        "the watchlist has no operator (who hears about trouble: operator: NAME, one of the channels)" in told
    )


def test_a_watchlist_that_was_cut_off_before_watch_is_refused(folder, head):
    assert "the watchlist has no watch: nothing would be watched" in folder.told(head)


def test_a_watchlist_that_watches_nothing_yet_is_read_with_a_warning(folder, head):
    for nothing in ("watch: []\n", "watch:\n", "watch:\n  - {name: A, tell: docket, marks: []}\n"):
        assert any("nothing is watched yet" in said for said in folder.load(head + nothing).warnings)


def test_the_same_case_twice_in_one_group_is_a_mistake_that_names_both_lines(folder):
    told = folder.told(folder.with_marks("      - 78787878\n      - 97123456\n      - serial: 78/787,878\n"))
    assert told == (
        "watchlist.yaml:10: group 'Acme Corp' has serial number 78787878 twice: here and on line 8 "
        "(keep one of them; a case may stand in two groups)"
    )


def test_the_same_case_in_the_file_and_in_the_marks_file_of_a_group_names_both_files(folder, head):
    folder.write("Serial No.\n78787878\n", "more.csv")
    told = folder.told(
        head + "watch:\n  - {name: A, tell: docket, marks: [78787878], marks_file: more.csv}\n"
    )
    assert told.startswith("more.csv:2: group 'A' has serial number 78787878 twice: here and on line 5 of ")


def test_the_same_case_in_two_groups_is_no_mistake(folder, head):
    watchlist = folder.load(
        head
        + "watch:\n- {name: A, tell: docket, marks: [78787878]}\n- {name: B, tell: brand, marks: [78787878]}\n"
    )
    assert [len(group.marks) for group in watchlist.groups] == [1, 1]


def test_the_same_case_as_serial_and_as_registration_number_is_a_mistake_once_both_are_known(folder):
    watchlist = folder.marks(
        """\
        - 78787878
        - registration: 3500030
        - international: 0835690
        """
    )
    registration, international = (mark.number for mark in watchlist.groups[0].marks[1:])
    assert same_case_twice(watchlist, {}) == ()
    resolved = {
        registration: (SerialNumber("78787878"),),
        international: (SerialNumber("79000001"), SerialNumber("79000002")),
    }
    (mistake,) = same_case_twice(watchlist, resolved)
    assert (mistake.file, mistake.line) == (folder.watchlist, 9)
    assert mistake.wrong == (
        "group 'Acme Corp' has case 78787878 (registration number 3500030) twice: here and on line 8"
    )


def test_two_groups_of_one_name_are_a_mistake(folder, head):
    told = folder.told(
        head
        + "watch:\n  - {name: A, tell: docket, marks: [78787878]}\n  - {name: A, tell: docket, marks: []}\n"
    )
    assert "watchlist.yaml:6: two groups are called 'A': here and on line 5" in told


def test_a_group_that_nobody_is_told_about_is_a_mistake(folder, head):
    told = folder.told(head + "watch:\n  - {name: A, marks: [78787878]}\n")
    assert "group 'A': nobody is told about its changes (tell: [docket], with the names of channels)" in told
    told_by_mark = "watch:\n  - {name: A, marks: [{serial: 78787878, tell: brand}]}\n"
    assert folder.load(head + told_by_mark).groups[0].marks[0].tell == ("brand",)


def test_a_person_in_tell_means_the_channels_of_that_person(folder, head):
    watchlist = folder.load(
        head + "people:\n  jane.roe: {channels: [brand, docket], role: attorney}\n"
        "watch:\n  - {name: A, tell: [docket, jane.roe], marks: [{serial: 78787878, tell: jane.roe}]}\n"
    )
    assert watchlist.groups[0].tell == ("docket", "brand")
    assert watchlist.groups[0].marks[0].tell == ("brand", "docket")


def test_a_person_with_a_channel_that_nobody_defined_or_with_a_channels_name_is_a_mistake(folder, head):
    told = folder.told(
        head + "people:\n  jane: {channels: [barnd]}\n  brand: {channels: docket}\n  joe:\nwatch: []\n"
    )
    assert (
        "watchlist.yaml:5: people.jane.channels: no channel is called 'barnd' (did you mean brand?)" in told
    )
    assert "watchlist.yaml:6: people: 'brand' is a channel's name already" in told
    assert "watchlist.yaml:7: people.joe has no channels" in told


def test_a_channel_that_nobody_uses_is_a_warning(folder, head):
    (said,) = folder.load(head + "watch:\n  - {name: A, tell: docket, marks: [78787878]}\n").warnings
    assert said.endswith(
        "watchlist.yaml:2: nobody uses the channel 'brand' (name it in a tell, or take it out)"
    )


def test_a_bad_channel_address_is_told_with_its_line_and_without_its_secrets(folder):
    folder.environ["TOKEN"] = "t0p/s3cret"
    folder.write(
        """\
        tsdr: {api_key: "${KEY}"}
        channels:
          docket: nonsense://user:pa55word@host/${TOKEN}
          brand:
            send: at once
            url: nonsense://x
        operator: docket
        watch: []
        """
    )
    with pytest.raises(ConfigError) as caught:
        load_watchlist(
            folder.watchlist,
            folder.environ,
            lambda url: f"{url!r} is wrong, so is user:pa55word, t0p/s3cret" if "@" in url else url,
        )
    told = str(caught.value)
    assert "watchlist.yaml:3: channels.docket.url: notices cannot be sent to this address" in told
    assert "watchlist.yaml:6: channels.brand.url: notices cannot be sent to this address" in told
    for secret in ("t0p", "s3cret", "pa55word"):
        assert secret not in told


def test_the_database_starts_at_the_watchlists_folder_or_at_the_state_directory(folder, head):
    text = head + "watch: []\n"
    assert folder.load(text).database == str(folder.path / "tmwatch.db")
    assert (
        folder.load(text, state_directory=Path("/var/lib/tmwatch")).database == "/var/lib/tmwatch/tmwatch.db"
    )
    assert (
        folder.load(text + "database: /srv/a.db\n", state_directory=Path("/var/lib/x")).database
        == "/srv/a.db"
    )
    assert folder.load(text + "database: data/a.db\n").database == str(folder.path / "data" / "a.db")
    assert "neither a path nor a PostgreSQL address" in folder.told(text + "database: mysql://a/b\n")


def test_a_postgresql_address_is_accepted_and_named_as_not_yet_and_never_shown(folder, head):
    folder.environ["DB"] = "p@ss"
    watchlist = folder.load(head + "watch: []\ndatabase: postgresql://tm:${DB}@db/tm\n")
    assert watchlist.database == "postgresql://tm:p%40ss@db/tm"
    assert "p%40ss" not in repr(watchlist)
    assert any(
        said.startswith("database: PostgreSQL comes with a later version") for said in watchlist.not_yet
    )


def test_settings_are_read_with_their_units(folder):
    watchlist = folder.load(
        """\
        tsdr:
          api_key: ${KEY}
          base_url: http://127.0.0.1:8080/
          timeout: 1m 30s
          max_body: 1 MiB
          proxy: http://u:${KEY}@proxy:3128
          limits: {requests: {day: 30}, downloads: {night: 6}, night_hours: 23:00-04:30}
        poll: {every: 90 minutes, full_fetch_every: 2w, day_grace: 3 days, probe: last-update, batch_size: 10}
        time_zone: Europe/Berlin
        settle: 0s
        keep_checks: 1,000d
        channels: {docket: json://localhost}
        operator: docket
        watch: []
        """.replace("1,000d", "1000d")
    )
    tsdr = watchlist.tsdr
    assert (tsdr.base_url, tsdr.timeout, tsdr.max_body) == ("http://127.0.0.1:8080", 90.0, 2**20)
    assert tsdr.proxy is not None
    assert tsdr.proxy.reveal() == "http://u:k3y-of-the-uspto@proxy:3128"
    assert tsdr.limits == Limits(Rate(30, 120), Rate(4, 6), time(23), time(4, 30))
    assert watchlist.poll == PollSettings(
        timedelta(minutes=90), timedelta(days=14), timedelta(days=3), Probe.LAST_UPDATE, 10
    )
    assert watchlist.time_zone.key == "Europe/Berlin"
    assert (watchlist.settle, watchlist.keep_checks) == (timedelta(), timedelta(days=1000))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("poll: {every: 1h30}", "poll.every: '1h30' is no length of time"),
        ("poll: {every: 59s}", "poll.every: '59s' is too short (between 1 minute and 30 days)"),
        ("poll: {every: 1}", "poll.every: '1' is no length of time"),
        ("poll: {every: 99999999999h}", "poll.every: '99999999999h' is no length of time"),
        ("poll: {day_grace: 23h}", "poll.day_grace: '23h' is too short (between 1 day and 30 days)"),
        ("poll: {every: 2d, full_fetch_every: 1d}", "poll.full_fetch_every is shorter than poll.every"),
        ("poll: [every]", "poll: a list where keys with values belong"),
        ("settle: 2d", "settle: '2d' is too long"),
        ("time_zone: /etc/passwd", "time_zone: '/etc/passwd' is no time zone"),
        ("time_zone: America", "time_zone: 'America' is no time zone"),
        ("internal_due: tomorrow", "internal_due: 'tomorrow' is no internal due date"),
        ("heartbeat_url: hc-ping.com", "heartbeat_url: the value is no web address"),
        ("operators: docket", "'operators' is no key here (did you mean operator?)"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_would(folder, head, line, told):
    assert f"watchlist.yaml:4: {told}" in folder.told(head + line + "\nwatch: []\n").replace(
        "the watchlist: ", ""
    )


def test_what_belongs_to_the_format_and_waits_for_a_later_version_is_kept_and_named(folder, head):
    watchlist = folder.load(
        head.replace("brand: json://localhost/b", "brand: {url: json://localhost/b, send: weekly Mon 08:00, quiet: 20:00-07:00, remind: [60, 30d], critical: wait}")
        + "internal_due: 5 business days before\npoll: {probe: batch}\n"
        "watch:\n  - {name: A, attorney: Jane Roe, tell: brand, marks: [{serial: 78787878, mute_until: 2027-01-31}]}\n"
    )  # fmt: skip
    brand = watchlist.channels["brand"]
    assert (brand.send, brand.remind, brand.critical_waits) == (Schedule(time(8), 0), ("60", "30"), True)
    assert watchlist.internal_due is not None
    assert (watchlist.internal_due.days, watchlist.internal_due.business) == (5, True)
    assert watchlist.groups[0].attorney == "Jane Roe"
    assert watchlist.groups[0].marks[0].mute_until == date(2027, 1, 31)
    named = {said.partition(":")[0].partition(" ")[0] for said in watchlist.not_yet}
    assert named == {
        "channels.brand.send", "channels.brand.quiet", "channels.brand.critical",
    }  # fmt: skip


def test_what_this_version_does_anyhow_is_not_called_missing(folder, head):
    with_url = "brand: {url: json://localhost/b, send: at once, discreet: no}"
    watchlist = folder.load(head.replace("brand: json://localhost/b", with_url) + "watch: []\n")
    assert watchlist.not_yet == ()


def test_limits_above_the_published_ones_are_a_warning(folder):
    watchlist = folder.load(
        "tsdr: {api_key: a, limits: {requests: {day: 600}}}\nchannels: {a: json://localhost}\noperator: a\nwatch: []\n"
    )
    assert any("more than the USPTO's published 60 by day" in said for said in watchlist.warnings)
