from __future__ import annotations

import pytest

from watcher.config import load_watchlist
from watcher.errors import ConfigError

KEY = "Qk3yThatMustNotBeShown"
REST = "channels: {docket: json://localhost}\noperator: docket\nwatch: []\n"


@pytest.fixture
def key_of(folder):
    def load(tsdr: str, **more: object) -> str:
        key = folder.load(tsdr + REST, **more).tsdr.api_key
        assert key is not None
        return key.reveal()

    return load


def test_the_key_comes_from_the_environment_a_file_or_a_systemd_credential(folder, key_of):
    folder.environ["KEY"] = KEY
    folder.write(f"{KEY}\n", "key")
    folder.write(f"{KEY}\r\n", "tsdr-api-key")
    assert key_of("tsdr: {api_key: '${KEY}'}\n") == KEY
    assert key_of("tsdr: {api_key_file: key}\n") == KEY
    assert key_of("", credentials_directory=folder.path) == KEY
    assert key_of("tsdr: {timeout: 10s}\n", credentials_directory=folder.path) == KEY
    assert key_of("tsdr:\n", credentials_directory=folder.path) == KEY


def test_without_a_key_the_three_ways_to_give_one_are_named(folder):
    told = folder.told(REST, credentials_directory=folder.path)
    assert "the API key of the USPTO is missing" in told
    for way in (
        "tsdr.api_key: ${USPTO_API_KEY}",
        "tsdr.api_key_file: PATH",
        "systemd credential named tsdr-api-key",
    ):
        assert way in told


def test_a_key_given_twice_is_a_mistake(folder):
    told = folder.told("tsdr:\n  api_key: a\n  api_key_file: b\n" + REST)
    assert told == "watchlist.yaml:3: tsdr has both api_key and api_key_file (keep one of them)"


def test_a_key_file_that_cannot_be_used_is_told_with_the_reason_and_not_with_its_contents(folder):
    tsdr = "tsdr: {api_key_file: key}\n"
    assert "key cannot be read: no such file or directory" in folder.told(tsdr + REST)
    folder.write("", "key")
    assert "tsdr.api_key_file is empty" in folder.told(tsdr + REST)
    for contents in (f"{KEY} and more\n", f"{KEY}\n{KEY}\n", f"k\u00e9{KEY}", KEY * 1000):
        folder.write(contents, "key")
        told = folder.told(tsdr + REST)
        assert "tsdr.api_key_file does not hold an API key" in told
        assert KEY not in told


def test_a_key_file_that_others_can_read_is_a_warning_and_works(folder):
    folder.write(KEY, "key").chmod(0o644)
    watchlist = folder.load("tsdr: {api_key_file: key}\n" + REST)
    assert any(f"others can read {folder.path / 'key'} (chmod 600" in said for said in watchlist.warnings)
    folder.write(KEY, "key").chmod(0o600)
    assert not any("chmod 600" in said for said in folder.load().warnings)


def test_a_key_in_a_watchlist_that_everybody_can_read_is_a_warning(folder):
    folder.write(f"tsdr: {{api_key: {KEY}}}\n" + REST)
    assert not any("everybody" in said for said in folder.load().warnings)
    folder.watchlist.chmod(0o644)
    assert any("everybody can read" in said for said in folder.load().warnings)


def test_a_variable_that_is_not_set_is_told_for_each_place_that_needs_it(folder):
    told = folder.told(
        """\
        tsdr:
          api_key: ${NO_KEY}
        channels:
          docket: mailto://u:${NO_PASSWORD}@h
          brand: {url: "json://${UNCLOSED"}
          empty: json://${EMPTY}
        operator: docket
        watch:
          - name: A
            tell: docket
            marks:
              - serial: ${NO_NUMBER}
              - {serial: 78787878, label: "${ODD NAME}"}
        """
    )
    assert (
        "watchlist.yaml:2: tsdr.api_key: the environment has no NO_KEY (set NO_KEY in the environment" in told
    )
    assert "watchlist.yaml:4: channels.docket.url: the environment has no NO_PASSWORD" in told
    assert "watchlist.yaml:5: channels.brand.url: `${` does not begin a variable here" in told
    assert "watchlist.yaml:12: mark: serial: the environment has no NO_NUMBER" in told
    assert (
        "watchlist.yaml:13: mark: label: `${` does not begin a variable here (a variable is ${NAME}" in told
    )


def test_a_variable_that_is_not_set_is_told_once_and_not_as_a_wrong_value_too(folder):
    told = folder.told("tsdr: {api_key: a}\npoll: {every: '${NONE}', probe: ask}\n" + REST)
    assert [line.partition(" (")[0] for line in told.splitlines()] == [
        "watchlist.yaml:2: poll.every: the environment has no NONE",
        "watchlist.yaml:2: poll.probe: 'ask' is none of the words that belong here",
    ]


def test_a_variable_that_is_set_but_empty_is_a_mistake(folder):
    folder.environ["KEY"] = ""
    assert "KEY is set in the environment, but empty" in folder.told("tsdr: {api_key: '${KEY}'}\n" + REST)


SECRET_PLACES = """\
tsdr:
  api_key: ${S}
  api_kye: ${S}
  base_url: https://u:${S}@host/?q
  proxy: ${S}
  timeout: ${S}
  ca_file: ${S}
channels:
  docket: {url: "mailto://u:${S}@h", send: "${S}", nonsense: "${S}"}
  brand:mailto://u:literal-S3cretValue@h: x
  ${S}: {}
people: {jane: {channels: ["${S}"], role: "${S}"}}
heartbeat_url: ${S}
database: mysql://u:literal-S3cretValue@h
operator: mailto://u:literal-S3cretValue@h
poll: {every: "${S}"}
watch:
  - name: A
    role: ${S}
    tell: ["mailto://u:literal-S3cretValue@h", "${S}"]
    marks_file: ${S}
    marks:
      - ${S}
      - {registration: "${S}"}
      - {serial: 78787878, mute_until: "${S}", "literal-S3cretValue:x": y}
"""


def test_no_mistake_shows_the_value_of_a_variable_or_an_address(folder):
    folder.environ["S"] = "value-S3cretValue"
    folder.write(SECRET_PLACES)
    with pytest.raises(ConfigError) as caught:
        load_watchlist(folder.watchlist, folder.environ, lambda url: f"cannot use {url}")
    told = str(caught.value).replace(
        f"marks_file: {folder.path}/value-S3cretValue", ""
    )  # a path is no secret
    assert len(caught.value.mistakes) > 15
    assert "S3cretValue" not in told


def test_a_loaded_watchlist_shows_no_secret(folder):
    folder.environ |= {"KEY": KEY, "PASSWORD": "pa55w0rd"}
    watchlist = folder.load(
        "tsdr: {api_key: '${KEY}', proxy: 'http://u:${PASSWORD}@p:1'}\ndatabase: postgresql://u:${PASSWORD}@h/d\n"
        "heartbeat_url: https://h/${PASSWORD}\n"
        + REST.replace("json://localhost", '"json://u:${PASSWORD}@h"')
    )
    assert KEY not in repr(watchlist)
    assert "pa55w0rd" not in repr(watchlist)
    assert "pa55w0rd" not in "".join((*watchlist.warnings, *watchlist.not_yet))
