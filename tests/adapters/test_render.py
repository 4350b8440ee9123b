"""Finished words: what each form looks like, that nothing an applicant writes does harm in it, and that it fits."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from tests.adapters.sinks import answer, http_sink
from tests.trademark.notices import (
    CONTEXT,
    FACTS,
    HOSTILE,
    NOON,
    OWNER,
    STATUS,
    STEALTHY,
    changed,
    changes,
    event,
    first_sight,
)
from watcher.adapters.channels import AppriseChannels
from watcher.adapters.render import Renderer, render
from watcher.config.settings import ChannelSettings, Secret
from watcher.errors import DeliveryError
from watcher.memory import Dispatch, DispatchKind
from watcher.ports import Format, Message, Recipient, Style
from watcher.trademark.model import ChangeKind
from watcher.trademark.notice import Notice, TestNotice, TroubleNotice, compose

TEXT = Style(Format.TEXT)
HTML = Style(Format.HTML, limit=300_000)
CHAT = Style(Format.MARKDOWN, chat=True, limit=4_000)
CHAT_TEXT = Style(Format.TEXT, chat=True, limit=4_000)
EVERY_STYLE = [TEXT, HTML, CHAT, CHAT_TEXT]

FULL = changes(
    STATUS,
    event(21, "ABANDONMENT NOTICE E-MAILED - FAILURE TO RESPOND"),
    event(22, "TEAS CHANGE OF CORRESPONDENCE RECEIVED", day=None),
    OWNER,
    changed(ChangeKind.ATTORNEY, "Attorney of record", None, "Maria Lopez"),
)


def rendered(notice: Notice, style: Style = TEXT) -> Message:
    return render(compose([(notice, CONTEXT)]), style)


def hostile(words: str) -> Notice:
    """A notice in which others wrote this wherever they can."""
    facts = replace(FACTS, mark=words, owner=words, attorney=words, docket_number=words, status_text=words)
    return changes(
        changed(ChangeKind.STATUS, "Status", words, words),
        event(1, words),
        changed(ChangeKind.OWNER, words, words, None),
        facts=facts,
    )


class Page(HTMLParser):
    """What a browser would see: tags, attributes, and the text between."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


# -- what it looks like


def test_a_notice_as_text():
    assert (
        rendered(FULL).subject
        == "[Acme Corp] Important: AZUKI ZEN (97123456): abandonment notice e-mailed (+4 more)"
    )
    assert (
        rendered(FULL).body
        == """\
AZUKI ZEN (97123456)
====================

Status
    was: 641 Non-final action mailed.
    now: 602 Abandoned.

New in the prosecution history
  2026-11-20  ABANDONMENT NOTICE E-MAILED - FAILURE TO RESPOND
  no date  TEAS CHANGE OF CORRESPONDENCE RECEIVED

Other changes
  Owner address
    was: 12 Mill Lane, Portland
    now: 400 Harbor Way, Portland
  Attorney of record
    added: Maria Lopez

Mark: AZUKI ZEN
Serial number: 97123456
Owner: Kettle & Vine Trading Co.
Group: Acme Corp
Client: Acme
Our reference: 1042-0007
Attorney of record: Maria Lopez
Docket number at the USPTO: KV-0031

Status at the USPTO: https://tsdr.uspto.gov/#caseNumber=97123456&caseType=SERIAL_NO&searchType=statusSearch
Documents at the USPTO: https://tsdr.uspto.gov/#caseNumber=97123456&caseType=SERIAL_NO&searchType=documentSearch

Detected 2026-11-23 12:37 EST (America/New York).

You get this because "Acme Corp" on the watchlist names channel docket.
This is not a message from the USPTO.
"""
    )


def test_a_notice_in_chat():
    assert (
        rendered(FULL, CHAT).body
        == """\
**AZUKI ZEN (97123456)**

**Status**

- 641 Non-final action mailed. → 602 Abandoned.

**New in the prosecution history**

- 2026-11-20 ABANDONMENT NOTICE E-MAILED - FAILURE TO RESPOND
- no date TEAS CHANGE OF CORRESPONDENCE RECEIVED

**Other changes**

- Owner address: 12 Mill Lane, Portland → 400 Harbor Way, Portland
- Attorney of record: Maria Lopez (added)

- Mark: AZUKI ZEN
- Serial number: 97123456
- Owner: Kettle & Vine Trading Co.
- Group: Acme Corp
- Client: Acme
- Our reference: 1042-0007
- Attorney of record: Maria Lopez
- Docket number at the USPTO: KV-0031

- [Status at the USPTO](https://tsdr.uspto.gov/#caseNumber=97123456&caseType=SERIAL_NO&searchType=statusSearch)
- [Documents at the USPTO](https://tsdr.uspto.gov/#caseNumber=97123456&caseType=SERIAL_NO&searchType=documentSearch)

Detected 2026-11-23 12:37 EST (America/New York).

You get this because "Acme Corp" on the watchlist names channel docket.

This is not a message from the USPTO.
"""
    )


def test_a_mail_is_a_whole_page_of_closed_tags_with_two_links_and_no_picture():
    page = Page(rendered(FULL, HTML).body)
    assert page.open == []
    assert not {"img", "script", "style", "form", "iframe"} & set(page.tags)
    assert [link.partition("#")[0] for link in page.links] == ["https://tsdr.uspto.gov/"] * 2
    for words in (
        "AZUKI ZEN (97123456)",
        "602 Abandoned.",
        "1042-0007",
        "Maria Lopez",
        "This is not a message from",
    ):
        assert words in page.text


def test_a_mail_comes_with_the_same_notice_as_text():
    message = rendered(FULL, HTML)
    assert message.text == rendered(FULL, TEXT).body
    assert message.thread == "97123456"
    assert rendered(FULL, TEXT).text == ""


def test_no_mail_asks_to_act_or_to_pay():
    for style in EVERY_STYLE:
        assert not re.search(r"(?i)act now|urgent|pay|fee|invoice", rendered(FULL, style).body)


@pytest.mark.parametrize("style", EVERY_STYLE)
def test_forty_new_cases_make_a_table_that_names_each(style):
    message = render(
        compose([(first_sight(number), CONTEXT) for number in range(40)]), replace(style, limit=None)
    )
    assert all(str(97000000 + number) in message.body for number in range(40))
    assert "OLD EVENT" not in message.body


# -- what others write


@pytest.mark.parametrize("style", EVERY_STYLE)
@pytest.mark.parametrize("words", [HOSTILE, STEALTHY])
def test_nothing_that_others_write_begins_a_line_or_steers_a_terminal(style, words):
    message = rendered(hostile(words), style)
    plain = rendered(hostile("WORDS"), style)
    for text, usual in ((message.body, plain.body), (message.subject, plain.subject)):
        assert text.count("\n") == usual.count("\n")
        assert not set(text) & set("\r\t\x00\x1b\u202e\u200b\u2028")
        text.encode()
    assert "\n" not in message.subject


def test_in_html_it_is_text_and_nothing_else():
    page, usual = (Page(rendered(hostile(words), HTML).body) for words in (HOSTILE, "WORDS"))
    assert page.tags == usual.tags
    assert page.links == usual.links
    assert HOSTILE in page.text
    assert "<script" not in rendered(hostile(HOSTILE), HTML).body


@pytest.mark.parametrize("style", [CHAT, CHAT_TEXT])
def test_in_chat_it_calls_nobody_links_nowhere_and_formats_nothing(style):
    message, usual = rendered(hostile(HOSTILE), style), rendered(hostile("WORDS"), style)
    for sign in "<>|`~_*":
        assert message.body.count(sign) == usual.body.count(sign), sign
        assert message.subject.count(sign) == 0, sign
    for mention in ("@everyone", "@here", "@channel", "<!", "<@"):
        assert mention not in message.body + message.subject
    assert "evil.example" in message.body
    assert "://evil" not in message.body
    assert "](b)" not in message.body


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", lambda post: post["attachments"][0]["text"]),
        ("mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4", lambda post: post["text"]),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", lambda post: post["content"]),
        ("tgram://123456789:alpha-numeric_abcdefghijklmnop/12315544", lambda post: post["text"]),
        ("gchat://wsid1234/wkey1234/wtoken1234", lambda post: post["text"]),
    ],
)
def test_what_a_chat_service_is_sent_calls_nobody(url, field, monkeypatch):
    """Through the library, which rewrites Markdown for each service in its own way."""
    import apprise.plugins.discord
    import apprise.plugins.google_chat
    import apprise.plugins.slack
    import apprise.plugins.telegram

    with http_sink() as sink:
        here = f"http://127.0.0.1:{sink.port}/"
        monkeypatch.setattr(apprise.plugins.slack.NotifySlack, "webhook_url", here)
        monkeypatch.setattr(apprise.plugins.discord.NotifyDiscord, "notify_url", here)
        monkeypatch.setattr(apprise.plugins.telegram.NotifyTelegram, "notify_url", here)
        monkeypatch.setattr(apprise.plugins.google_chat.NotifyGoogleChat, "notify_url", here)
        sink.behave = answer(200, b"ok")
        channels = AppriseChannels({"chat": ChannelSettings("chat", Secret(url.format(port=sink.port)))})
        (recipient,) = channels.recipients("chat")
        channels.send(recipient, rendered(hostile(HOSTILE), channels.style("chat")))
        sent = field(sink.posts[0].json)
    assert "evil.example" in sent
    for bad in ("<!", "@everyone", "<script", "<https://evil", "://evil", "](b)", "`x`"):
        assert bad not in sent
    assert "tsdr.uspto.gov/#caseNumber=97123456" in sent.replace("\\", "")


# -- what fits


MANY = changes(
    STATUS,
    *(event(number, f"EVENT NUMBER {number} OF MANY IN THE PROSECUTION HISTORY") for number in range(1, 101)),
    changed(ChangeKind.GOODS, "Class 030", "tea, " * 2_000, "coffee, " * 2_000),
)


@pytest.mark.parametrize("limit", [35_000, 7_800, 4_000, 2_000, 1_000, 700])
@pytest.mark.parametrize("form", [Format.TEXT, Format.MARKDOWN])
def test_what_is_too_long_for_a_service_is_cut_between_entries_and_says_so(form, limit):
    body = rendered(MANY, Style(form, chat=True, limit=limit)).body
    assert len(body) <= limit
    assert "This is not a message from the USPTO." in body
    told = len(re.findall(r"EVENT NUMBER \d+ OF MANY IN THE PROSECUTION HISTORY\n", body))
    assert told == body.count("EVENT NUMBER") >= 1
    if told < 100:
        assert f"... and {100 - told} more, see tmwatch show 97123456" in body


def test_a_long_value_is_shortened_before_an_event_is_left_out():
    body = rendered(MANY, Style(Format.MARKDOWN, chat=True, limit=12_000)).body
    assert body.count("EVENT NUMBER") == 100
    assert body.count("coffee, ") < 2_000


@pytest.mark.parametrize(
    "style", [Style(Format.TEXT, chat=True, limit=limit) for limit in (300, 160, 80, 67, 20)]
)
def test_even_the_smallest_service_gets_something_that_fits(style):
    body = rendered(MANY, style).body
    assert 0 < len(body) <= style.limit
    assert len(rendered(MANY, replace(style, format=Format.HTML, limit=400)).body) <= 400


def test_a_mail_holds_what_a_chat_message_cannot():
    message = rendered(MANY, HTML)
    assert message.body.count("EVENT NUMBER") == 100
    assert message.body.count("coffee, ") >= 1_999
    assert len(message.body) < 300_000


def test_ten_thousand_new_cases_are_one_mail_that_a_server_takes():
    message = render(compose([(first_sight(number), CONTEXT) for number in range(10_000)]), HTML)
    assert len(message.body) <= 300_000
    assert re.search(r"\.\.\. and \d+ more, see tmwatch list", message.body)


# -- dispatches


class OneStyle:
    def style(self, channel: str) -> Style:
        return {"docket": TEXT}[channel]


def dispatch(*notices: Notice, channel: str = "docket", may_be_repeat: bool = False) -> Dispatch:
    told = tuple((notice, CONTEXT) for notice in notices)
    return Dispatch(1, DispatchKind.NOTICE, Recipient(channel), told, 1, NOON, may_be_repeat)


def test_a_dispatch_is_rendered_in_the_style_of_its_channel_and_in_the_watchlists_time_zone():
    message = Renderer(OneStyle(), ZoneInfo("Europe/Berlin")).render(dispatch(FULL), NOON)
    assert message.format is Format.TEXT
    assert "Detected 2026-11-23 18:37 CET (Europe/Berlin)." in message.body


def test_a_dispatch_that_may_be_a_repeat_says_so():
    renderer = Renderer(OneStyle())
    words = "This may be a repeat: an earlier delivery of this notice may have reached you."
    assert words not in renderer.render(dispatch(FULL), NOON).body
    assert renderer.render(dispatch(FULL, may_be_repeat=True), NOON).body.startswith(words)


@pytest.mark.parametrize("wrong", [dispatch(FULL, channel="gone"), dispatch()])
def test_what_cannot_be_put_into_words_is_refused_for_good(wrong):
    with pytest.raises(DeliveryError) as caught:
        Renderer(OneStyle()).render(wrong, NOON)
    assert caught.value.permanent


def test_the_operator_reads_what_is_wrong_and_what_to_do():
    trouble = TroubleNotice("The USPTO refused the API key", ("It said 401.",), "Get a new key.", NOON)
    assert "What to do: Get a new key." in rendered(trouble).body
    assert "Channel docket works" in rendered(TestNotice("docket", NOON)).body
