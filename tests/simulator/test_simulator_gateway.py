"""Keys, rate limits to the second, and the record of what was asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from watcher.simulator import (
    SIMULATOR_KEY,
    KeyKind,
    Limits,
    Office,
    RequestClass,
    RetryAfter,
    SimulatorServer,
    busiest_window,
)

DATES = ("/last-update/info.json", "sn=78787878")
PDF = ("/ts/cd/casestatus/sn78787878/download.pdf", "")
DAY = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # noon in Washington
NIGHT = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # eleven in the evening there
KEY = {"USPTO-API-KEY": SIMULATOR_KEY}


def ask(office: Office, what: tuple[str, str], at: datetime, key: dict[str, str] | None = None) -> int:
    return office.answer("GET", *what, KEY if key is None else key, at).status


def limited(**changes: object) -> Office:
    return Office(start=date(2026, 3, 2), limits=Limits(**changes))  # type: ignore[arg-type]


def test_a_missing_an_expired_and_an_unknown_key_are_refused(get, office):
    office.set_key("expired", KeyKind.EXPIRED)

    assert get("/last-update/info.json?sn=78787878", key=None).status_code == 401
    assert get("/last-update/info.json?sn=78787878", key="expired").status_code == 401
    assert get("/last-update/info.json?sn=78787878", key="unknown").status_code == 403
    assert get("/last-update/info.json?sn=78787878").status_code == 200


def test_a_key_of_the_open_data_portal_gets_404_for_everything(get, office):
    office.set_key("portal", KeyKind.OPEN_DATA_PORTAL)
    for path in ("/last-update/info.json?sn=78787878", "/ts/cd/casestatus/sn78787878/info.xml"):
        answer = get(path, key="portal")
        assert answer.status_code == 404
        assert "BACKEND RESPONSE STATUS: 404" in answer.text


def test_a_key_can_be_taken_away_and_given_back(office):
    office.set_key(SIMULATOR_KEY, None)
    assert ask(office, DATES, DAY) == 403
    office.set_key(SIMULATOR_KEY, KeyKind.TSDR)
    assert ask(office, DATES, DAY) == 200


@pytest.mark.parametrize(
    ("what", "at", "limit"), [(DATES, DAY, 60), (DATES, NIGHT, 120), (PDF, DAY, 4), (PDF, NIGHT, 12)]
)
def test_the_published_limits_hold_for_both_classes_and_both_hours(what, at, limit):
    office = limited()
    codes = [ask(office, what, at + timedelta(seconds=n * 0.1)) for n in range(limit + 3)]
    assert codes == [200] * limit + [429] * 3


def test_a_place_is_free_exactly_sixty_seconds_after_it_was_taken():
    office = limited(requests_day=2)
    moments = (0, 10, 59.999, 60, 69.999, 70)
    codes = [ask(office, DATES, DAY + timedelta(seconds=second)) for second in moments]
    assert codes == [200, 200, 429, 200, 429, 200]


def test_the_classes_and_the_keys_are_counted_apart():
    office = limited(requests_day=1, downloads_day=1)
    office.set_key("other", KeyKind.TSDR)
    assert ask(office, DATES, DAY) == ask(office, PDF, DAY) == 200
    assert ask(office, DATES, DAY, {"uspto-api-key": "other"}) == 200
    assert ask(office, DATES, DAY) == ask(office, PDF, DAY) == 429


def test_the_day_begins_at_five_and_the_night_at_ten_in_washington():
    limits = Limits()
    for utc, allowed in (
        (datetime(2026, 1, 5, 9, 59, tzinfo=UTC), 120),
        (datetime(2026, 1, 5, 10, 0, tzinfo=UTC), 60),
        (datetime(2026, 7, 6, 1, 59, tzinfo=UTC), 60),
        (datetime(2026, 7, 6, 2, 0, tzinfo=UTC), 120),
    ):
        assert limits.allowed(RequestClass.REQUESTS, utc) == allowed


def test_est_can_mean_utc_minus_five_all_year():
    limits = Limits(zone=timezone(timedelta(hours=-5)))
    assert limits.allowed(RequestClass.REQUESTS, datetime(2026, 7, 6, 2, 30, tzinfo=UTC)) == 60
    assert limits.allowed(RequestClass.REQUESTS, datetime(2026, 7, 6, 3, 0, tzinfo=UTC)) == 120


def test_what_was_done_by_night_counts_when_the_day_begins():
    office = limited()
    dawn = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    for n in range(120):
        assert ask(office, DATES, dawn - timedelta(seconds=50) + timedelta(seconds=n * 0.1)) == 200
    assert ask(office, DATES, dawn) == 429
    assert ask(office, DATES, dawn + timedelta(seconds=15)) == 429
    assert ask(office, DATES, dawn + timedelta(seconds=17)) == 200


def test_a_clock_that_goes_back_frees_no_place():
    office = limited(requests_day=1)
    assert ask(office, DATES, DAY) == 200
    assert ask(office, DATES, DAY - timedelta(hours=1)) == 429


def test_after_a_clock_went_back_each_place_is_free_sixty_seconds_after_its_own_stamp():
    office = limited(requests_day=2)
    codes = [ask(office, DATES, DAY + timedelta(seconds=second)) for second in (0, -30, 29, 31, 32)]
    assert codes == [200, 200, 429, 200, 429]


def test_the_batch_can_belong_to_the_stricter_class():
    office = limited(batch_as_download=True)
    batch = ("/ts/cd/caseMultiStatus/sn", "ids=78787878")
    assert [ask(office, batch, DAY) for _ in range(5)] == [200] * 4 + [429]


def test_a_refusal_says_when_to_come_back_if_told_to():
    office = limited(requests_day=1, retry_after=RetryAfter.SECONDS)
    ask(office, DATES, DAY)
    refused = office.answer("GET", *DATES, KEY, DAY + timedelta(seconds=12.5))
    assert refused.header("Retry-After") == "48"


def test_limits_are_measured_by_the_servers_clock_or_by_the_calendar(office):
    import requests

    office.set_limits(Limits(requests_day=1, requests_night=1))
    url = "/last-update/info.json?sn=78787878"
    with SimulatorServer(office) as real:
        codes = []
        for day in (21, 22):
            office.advance(date(2024, 6, day))
            codes.append(requests.get(real.base_url + url, headers=KEY, timeout=5).status_code)
    assert codes == [200, 429]

    office.set_limits(Limits(requests_day=1, requests_night=1))
    with SimulatorServer(office, clock=None) as simulated:
        codes = []
        for day in (23, 23, 24):
            office.advance(date(2024, 6, day))
            codes.append(requests.get(simulated.base_url + url, headers=KEY, timeout=5).status_code)
    assert codes == [200, 429, 200]


def test_every_request_is_recorded(get, office):
    get("/last-update/info.json?sn=78787878")
    get("/ts/cd/casestatus/sn11111111/info.xml")
    get("/ts/cd/casestatus/sn78787878/download.pdf", key=None)

    assert [(one.target, one.response_code, one.request_class) for one in office.requests] == [
        ("/last-update/info.json?sn=78787878", 200, "requests"),
        ("/ts/cd/casestatus/sn11111111/info.xml", 404, "requests"),
        ("/ts/cd/casestatus/sn78787878/download.pdf", 401, "downloads"),
    ]
    assert [one.key for one in office.requests] == [SIMULATOR_KEY, SIMULATOR_KEY, ""]
    assert {one.at for one in office.requests} == {office.now}
    assert office.counts["requests", 404] == 1
    office.forget_requests()
    assert office.requests == ()


def test_only_the_last_requests_are_kept_when_told_to():
    office = Office(start=date(2026, 3, 2), keep_requests=2)
    for _ in range(5):
        ask(office, DATES, DAY)
    assert len(office.requests) == 2
    assert office.counts["requests", 200] == 5


def test_the_busiest_window_is_what_a_limit_is_compared_with():
    moments = [DAY + timedelta(seconds=second) for second in (0, 30, 59.9, 60, 61, 200)]
    assert busiest_window(moments) == 4
    assert busiest_window([]) == 0
