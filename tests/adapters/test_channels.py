"""Channels against real servers: what arrives, to whom, and what is said when something does not."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.sinks import (
    answer,
    drip,
    free_port,
    hang,
    http_sink,
    reset,
    smtp_sink,
)
from watcher.adapters.channels import AppriseChannels, channel_url_mistake
from watcher.config.settings import ChannelSettings, NoticeFormat, Secret
from watcher.errors import DeliveryError
from watcher.ports import Format, Message, Recipient

SUBJECT = "[Acme Corp] AZUKI ZEN (97123456): abandonment notice e-mailed"
TEXT = Message(SUBJECT, "Something changed.\n", Format.TEXT)
HTML = Message(SUBJECT, "<p>Something <b>changed</b>.</p>", Format.HTML, thread="97123456")
SECRETS = ("pl4ntedPassw0rd", "pl4ntedT0ken", "pl4ntedHe4der", "pl4ntedQu3ry")


@pytest.fixture
def smtp():
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def http():
    with http_sink() as sink:
        yield sink


def channels(**urls: str) -> AppriseChannels:
    return AppriseChannels({name: ChannelSettings(name, Secret(url)) for name, url in urls.items()})


def send(url: str, message: Message = TEXT) -> None:
    """One message to the first address of a channel with this URL."""
    opened = channels(docket=url)
    opened.send(opened.recipients("docket")[0], message)


def refusal(url: str, message: Message = TEXT) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        send(url, message)
    return caught.value


# -- mail


def test_a_mail_has_a_text_part_an_html_part_and_the_headers_of_a_machine(smtp):
    send(smtp.url(), HTML)
    (mail,) = smtp.mails
    assert mail.recipients == ("docket@example.com",)
    assert mail.message["Subject"] == SUBJECT
    assert mail.part("html").strip() == HTML.body
    assert "Something changed." in mail.part("plain")
    assert mail.message.get_content_type() == "multipart/alternative"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["List-Id"] == "<docket.tmwatch.example.com>"
    assert mail.message["References"] == "<97123456.tmwatch@example.com>"
    assert len(mail.message.get_all("Message-ID")) == 1


def test_a_text_mail_stays_text(smtp):
    send(smtp.url(), TEXT)
    (mail,) = smtp.mails
    assert mail.message.get_content_type() == "text/plain"
    assert mail.part("plain").split() == ["Something", "changed."]


def test_the_text_part_of_a_mail_is_the_one_that_we_wrote(smtp):
    send(smtp.url(), replace(HTML, text="Documents: https://tsdr.uspto.gov/#caseNumber=97123456\n"))
    send(smtp.url(), HTML)
    with_ours, with_theirs = smtp.mails
    assert with_ours.part("plain").strip() == "Documents: https://tsdr.uspto.gov/#caseNumber=97123456"
    assert with_ours.part("html") == with_theirs.part("html")
    assert with_theirs.part("plain").strip() == "Something changed."


def test_headers_in_the_address_of_the_channel_come_first(smtp):
    send(smtp.url(more="&%2BList-Id=<ours.example.com>&%2BX-Docket=yes"), HTML)
    (mail,) = smtp.mails
    assert mail.message.get_all("List-Id") == ["<ours.example.com>"]
    assert mail.message["X-Docket"] == "yes"


@pytest.mark.parametrize("mark", ["抹茶 ZEN", "AZUKI ZEN"])
def test_a_subject_in_any_script_arrives_and_a_line_end_in_it_begins_no_header(smtp, mark):
    send(smtp.url(), Message(f"[Acme] {mark}\r\nBcc: evil@example.com\r\n\r\nbody", "text\n", Format.TEXT))
    (mail,) = smtp.mails
    assert mail.message["Subject"] == f"[Acme] {mark} Bcc: evil@example.com body"
    assert mail.message["Bcc"] is None
    assert mail.recipients == ("docket@example.com",)


def test_every_address_is_a_recipient_of_its_own_and_copies_are_too(smtp):
    opened = channels(
        docket=smtp.url("a@example.com,b@example.com", "&cc=c@example.com&bcc=Dee<d@example.com>")
    )
    recipients = opened.recipients("docket")
    assert recipients == tuple(Recipient("docket", f"{who}@example.com") for who in "abcd")
    for recipient in recipients:
        opened.send(recipient, HTML)
    assert [mail.recipients for mail in smtp.mails] == [(recipient.address,) for recipient in recipients]
    for mail, recipient in zip(smtp.mails, recipients, strict=True):
        assert mail.message["To"].addresses[0].addr_spec == recipient.address
        assert mail.message["Cc"] is mail.message["Bcc"] is None


def test_of_two_addresses_the_refused_one_is_refused_for_good_and_the_other_gets_its_mail_once(smtp):
    smtp.refused["gone@example.com"] = "550 5.1.1 no such user here"
    opened = channels(docket=smtp.url("gone@example.com,here@example.com"))
    gone, here = opened.recipients("docket")
    with pytest.raises(DeliveryError) as caught:
        opened.send(gone, TEXT)
    opened.send(here, TEXT)
    assert caught.value.permanent
    assert not caught.value.maybe_delivered
    assert "550" in caught.value.reason
    assert "no such user here" in caught.value.reason
    assert [mail.recipients for mail in smtp.mails] == [("here@example.com",)]


def test_an_address_that_is_refused_for_now_is_tried_again(smtp):
    smtp.refused["docket@example.com"] = "451 4.7.1 greylisted, come back later"
    error = refusal(smtp.url())
    assert not error.permanent
    assert not error.maybe_delivered
    assert "greylisted" in error.reason


@pytest.mark.parametrize(
    ("reply", "permanent"), [("452 4.3.1 mailbox full", False), ("554 5.7.1 looks like spam", True)]
)
def test_a_refused_message_was_not_delivered(smtp, reply, permanent):
    smtp.data = reply
    error = refusal(smtp.url())
    assert (error.permanent, error.maybe_delivered) == (permanent, False)
    assert reply[:3] in error.reason


@pytest.mark.parametrize("what", ["hang", "close"])
def test_a_mail_server_that_says_nothing_after_the_message_may_have_taken_it(smtp, what):
    smtp.after_data = what
    error = refusal(smtp.url(more="&cto=0.3"))
    assert error.maybe_delivered
    assert not error.permanent
    assert len(smtp.seen) == 1


def test_a_mail_server_that_is_not_there_has_not_taken_it():
    error = refusal(f"mailto://127.0.0.1:{free_port()}?from=w@example.com&to=a@example.com&mode=insecure")
    assert not error.permanent
    assert not error.maybe_delivered
    assert "cannot be reached" in error.reason


def test_mail_goes_over_starttls_with_a_password(tls, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tls.ca_file))
    with smtp_sink(tls.server, password="p@ss/word") as sink:
        url = f"mailtos://docket:p%40ss%2Fword@127.0.0.1:{sink.port}?from=w@example.com&to=a@example.com"
        send(url, HTML)
        assert sink.logins == [("docket", "p@ss/word")]
        assert [mail.recipients for mail in sink.mails] == [("a@example.com",)]


def test_a_wrong_password_is_said_and_tried_again_since_the_address_is_not_at_fault(tls, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tls.ca_file))
    with smtp_sink(tls.server, password="right") as sink:
        url = f"mailtos://docket:pl4ntedPassw0rd@127.0.0.1:{sink.port}?from=w@example.com&to=a@example.com"
        error = refusal(url)
    assert "535" in error.reason
    assert "did not let us in" in error.reason
    assert not error.permanent
    assert not error.maybe_delivered
    assert "pl4ntedPassw0rd" not in error.reason


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tls):
    with smtp_sink(tls.server, password="right") as sink:
        error = refusal(f"mailtos://docket:right@127.0.0.1:{sink.port}?from=w@example.com&to=a@example.com")
        assert sink.logins == []
    assert "certificate" in error.reason
    assert not error.maybe_delivered


# -- webhooks


def test_a_webhook_gets_the_subject_and_the_text(http):
    send(http.url)
    (post,) = http.posts
    assert post.path == "/hook"
    assert post.json["title"] == SUBJECT
    assert post.json["message"].strip() == "Something changed."


@pytest.mark.parametrize(
    ("code", "permanent", "maybe"),
    [
        (400, False, False),
        (401, True, False),
        (403, True, False),
        (404, True, False),
        (410, True, False),
        (429, False, False),
        (500, False, False),
        (502, False, True),
        (503, False, False),
        (504, False, True),
    ],
)
def test_a_response_code_says_whether_to_try_again(http, code, permanent, maybe):
    http.behave = answer(code, b"the hook's own words")
    error = refusal(http.url)
    assert (error.permanent, error.maybe_delivered) == (permanent, maybe)
    assert str(code) in error.reason
    assert "the hook's own words" in error.reason
    assert len(http.posts) == 1


def test_a_redirect_is_not_followed_and_is_no_success(http):
    with http_sink() as elsewhere:
        http.behave = answer(302, Location=f"http://127.0.0.1:{elsewhere.port}/login")
        error = refusal(http.url + "?redirect=yes")
        assert elsewhere.posts == []
    assert "redirect" in error.reason
    assert not error.permanent
    assert not error.maybe_delivered


@pytest.mark.parametrize("behave", [reset, hang])
def test_a_webhook_that_takes_the_message_and_does_not_answer_may_have_delivered_it(http, behave):
    http.behave = behave
    error = refusal(http.url + "?rto=0.3")
    assert error.maybe_delivered
    assert not error.permanent
    assert len(http.posts) == 1


def test_a_webhook_that_is_not_there_has_not_taken_it():
    error = refusal(f"json://127.0.0.1:{free_port()}/hook")
    assert not error.permanent
    assert not error.maybe_delivered


def test_hanging_and_dripping_channels_do_not_hold_up_a_healthy_one(http):
    """apprise's own pool of threads would: nothing may run in it."""
    with http_sink() as healthy:
        behaviours = [hang] * 4 + [drip] * 4

        def one_after_the_other(sink, handler):
            behaviours.pop()(sink, handler)

        http.behave = one_after_the_other
        opened = channels(slow=http.url, fast=healthy.url)
        done = threading.Semaphore(0)

        def slow() -> None:
            with pytest.raises(DeliveryError):
                opened.send(Recipient("slow"), TEXT)
            done.release()

        threads = [threading.Thread(target=slow, daemon=True) for _ in range(8)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert http.arrived.acquire(timeout=10)
        opened.send(Recipient("fast"), TEXT)
        assert len(healthy.posts) == 1
        assert not done.acquire(blocking=False)
        http.released.set()
        for thread in threads:
            thread.join(10)


# -- Slack


@pytest.fixture
def slack(http, monkeypatch):
    import apprise.plugins.slack

    monkeypatch.setattr(
        apprise.plugins.slack.NotifySlack, "webhook_url", f"http://127.0.0.1:{http.port}/services"
    )
    return "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"


def test_each_slack_channel_of_an_address_gets_its_own_message(http, slack):
    opened = channels(brand=f"{slack}/#brand-watch/#legal")
    recipients = opened.recipients("brand")
    assert [str(recipient) for recipient in recipients] == ["brand <#brand-watch>", "brand <#legal>"]
    for recipient in recipients:
        opened.send(recipient, Message(SUBJECT, "**Status**\n", Format.MARKDOWN))
    assert [post.json["channel"] for post in http.posts] == ["#brand-watch", "#legal"]
    assert http.posts[0].json["attachments"][0]["text"] == "*Status*"
    assert http.posts[0].json["attachments"][0]["title"] == SUBJECT


def test_slack_has_accepted_a_message_only_when_it_says_ok(http, slack):
    http.behave = answer(200, b"<html>a captive portal</html>")
    error = refusal(slack, Message(SUBJECT, "text", Format.MARKDOWN))
    assert "captive portal" in error.reason


def test_a_slack_hook_that_is_gone_is_refused_for_good(http, slack):
    http.behave = answer(404, b"no_service")
    error = refusal(slack, Message(SUBJECT, "text", Format.MARKDOWN))
    assert error.permanent
    assert "no_service" in error.reason


# -- secrets


@pytest.mark.parametrize(
    "behave",
    [
        answer(200),
        answer(500, " ".join(SECRETS).encode()),
        answer(404, b"/hook/pl4ntedT0ken not found"),
        answer(302, Location="/pl4ntedT0ken"),
        reset,
        hang,
    ],
)
def test_no_error_and_no_log_line_at_any_level_names_a_secret(http, caplog, behave):
    caplog.set_level(logging.DEBUG)
    http.behave = behave
    url = (
        f"json://docket:pl4ntedPassw0rd@127.0.0.1:{http.port}/hook/pl4ntedT0ken"
        "?rto=0.3&%2BX-Key=pl4ntedHe4der&-key=pl4ntedQu3ry"
    )
    opened = channels(docket=url)
    said = [repr(opened)]
    try:
        opened.send(Recipient("docket"), TEXT)
    except DeliveryError as error:
        said += [str(error), repr(error), repr(error.__cause__), repr(error.__context__)]
    assert http.posts[0].headers["X-Key"] == "pl4ntedHe4der"
    assert http.posts[0].path == "/hook/pl4ntedT0ken?key=pl4ntedQu3ry"
    said += [str(recipient) for recipient in opened.recipients("docket")]
    said += [f"{record.name} {record.getMessage()} {record.args}" for record in caplog.records]
    assert "urllib3" in " ".join(said)  # a library that logs what it asks for was indeed listened to
    for secret in SECRETS:
        assert secret not in " ".join(said)


def test_a_mail_server_that_repeats_the_password_gives_nothing_away(tls, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("SSL_CERT_FILE", str(tls.ca_file))
    with smtp_sink(tls.server, password="pl4ntedPassw0rd") as sink:
        sink.data = "554 I will not say pl4ntedPassw0rd"
        error = refusal(
            f"mailtos://docket:pl4ntedPassw0rd@127.0.0.1:{sink.port}?from=w@example.com&to=a@example.com"
        )
    assert "I will not say ***" in error.reason
    ours = [
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    ]  # the server's own log
    assert "pl4ntedPassw0rd" not in " ".join(ours)


# -- addresses


@pytest.mark.parametrize(
    "url",
    [
        "mailtos://docket:pw@smtp.example.com?to=docket@example.com",
        "mailto://127.0.0.1:2525?from=w@example.com&to=a@example.com&mode=insecure",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#brand-watch",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "json://127.0.0.1:8080/hook",
        "json://127.0.0.1:8080/hook?optional=no",
        'mailto://docket:pw@example.com?to="Doe, Jane" <jane@example.com>;b@example.com',
        "ntfys://ntfy.example.com/topic?tags=warning",
        "tgram://123456789:alpha-numeric_abcdefghijklmnop/12315544",
    ],
)
def test_an_address_that_can_be_used_is_no_mistake(url):
    assert channel_url_mistake(url) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("pl4ntedT0ken", "it is not an address"),
        ("slak://pl4ntedT0ken/pl4ntedT0ken", "did you mean slack://"),
        ("slack://pl4ntedT0ken", "slack:// does not take this address"),
        ("mailto://docket:pl4ntedT0ken@example.com?to=nobody", "not valid"),
        ("mailto://docket:pl4ntedT0ken@example.com?to=a@example.com,nobody", "not an e-mail address"),
        ("json://127.0.0.1/pl4ntedT0ken?optional=yes", "optional="),
        ("json://127.0.0.1/pl4ntedT0ken?tag=docket", "tag="),
        ("json://127.0.0.1/pl4ntedT0ken, json://127.0.0.1/b", "several addresses"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_secrets(url, said, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    mistake = channel_url_mistake(url)
    assert mistake is not None
    assert said in mistake
    out, err = capfd.readouterr()
    assert "pl4ntedT0ken" not in mistake + caplog.text + out + err


def test_a_channel_that_is_gone_and_an_address_that_is_gone():
    opened = channels(docket="mailtos://u:p@example.com?to=a@example.com")
    for ask in (opened.recipients, opened.style):
        with pytest.raises(KeyError):
            ask("brand")
    for recipient in (Recipient("brand"), Recipient("docket", "b@example.com")):
        with pytest.raises(DeliveryError) as caught:
            opened.send(recipient, TEXT)
        assert caught.value.permanent


@pytest.mark.parametrize(
    ("url", "form", "chat"),
    [
        ("mailtos://u:p@example.com", Format.HTML, False),
        ("json://127.0.0.1/hook", Format.TEXT, False),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", Format.MARKDOWN, True),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", Format.MARKDOWN, True),
        ("mmosts://chat.example.com/3ccdd113474722377935511fc85d3dd4", Format.MARKDOWN, True),
        ("tgram://123456789:alpha-numeric_abcdefghijklmnop/12315544", Format.MARKDOWN, True),
        ("ntfys://ntfy.example.com/topic", Format.TEXT, True),
    ],
)
def test_each_service_gets_the_form_of_text_that_it_takes(url, form, chat):
    style = channels(docket=url).style("docket")
    assert (style.format, style.chat) == (form, chat)


def test_the_watchlist_may_ask_for_another_form():
    url = Secret("mailtos://u:p@example.com?to=a@example.com")
    opened = AppriseChannels({"docket": ChannelSettings("docket", url, format=NoticeFormat.TEXT)})
    assert opened.style("docket").format is Format.TEXT


def test_markdown_reaches_mattermost_as_it_was_written(http):
    send(
        f"mmost://127.0.0.1:{http.port}/3ccdd113474722377935511fc85d3dd4",
        Message(SUBJECT, "**Status**\n\n- [Documents](https://tsdr.uspto.gov/#x)\n", Format.MARKDOWN),
    )
    assert "**Status**\n\n- [Documents](https://tsdr.uspto.gov/#x)" in http.posts[0].json["text"]


def test_a_server_that_nobody_can_reach_is_found_without_sending_anything(http):
    opened = channels(up=http.url, down=f"json://127.0.0.1:{free_port()}/hook")
    assert opened.unreachable("up") is None
    assert "cannot be reached" in str(opened.unreachable("down"))
    assert http.posts == []


def test_apprise_is_loaded_when_something_is_sent_and_not_before():
    code = (
        "import sys; from watcher.adapters.channels import AppriseChannels; AppriseChannels({});"
        "print('apprise' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
