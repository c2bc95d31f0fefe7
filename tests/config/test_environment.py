"""Settings come from the environment, and an odd one stops the start with a sentence."""

import stat
from pathlib import Path

import pytest

from throughcare.config import embedded, findings
from throughcare.config.environment import ConfigError, Environment

REAL = {
    "DATABASE_URL": "postgresql://app:appword@db.example/site",
    "DATABASE_OWNER_URL": "postgresql://owner:ownerword@db.example/site",
    "THROUGHCARE_SECRET_KEY": "s" * 50,
    "THROUGHCARE_AUDIT_KEYS": "k2:" + "ab" * 32 + ",k1:" + "cd" * 32,
    "THROUGHCARE_HOSTS": "care.example, www.care.example",
}


def read(home: Path, **more: str) -> Environment:
    """A real site's environment, changed by `more`; an empty value takes a setting away."""
    environ = {"THROUGHCARE_HOME": str(home)} | REAL | more
    return Environment.read({name: value for name, value in environ.items() if value})


def test_a_real_site(tmp_path: Path) -> None:
    """Everything given is taken as given, and nothing is written."""
    env = read(tmp_path / "home")
    assert not env.embedded
    assert env.hosts == ("care.example", "www.care.example")
    assert [key.id for key in env.audit_keys] == ["k2", "k1"]
    assert env.database()["USER"] == "app"
    assert env.database("owner")["USER"] == "owner"
    assert not (tmp_path / "home").exists()


def test_only_the_app_uses_a_pool(tmp_path: Path) -> None:
    """An owner's connection is never kept after its use."""
    env = read(tmp_path)
    assert env.database("app")["OPTIONS"]["pool"]["max_size"] > 1
    assert "pool" not in env.database("owner")["OPTIONS"]


def test_options_of_the_address_are_kept(tmp_path: Path) -> None:
    """What libpq understands goes through, such as how strictly TLS is checked."""
    env = read(tmp_path, DATABASE_URL="postgresql://app:p%40ss@db.example:6432/site?sslmode=verify-full")
    entry = env.database()
    assert (entry["PASSWORD"], entry["PORT"], entry["OPTIONS"]["sslmode"]) == ("p@ss", "6432", "verify-full")


def test_an_embedded_site_makes_its_keys_once(tmp_path: Path) -> None:
    """The keys stay the same from one start to the next, and nobody else can read them."""
    first = Environment.read({"THROUGHCARE_HOME": str(tmp_path)})
    again = Environment.read({"THROUGHCARE_HOME": str(tmp_path)})
    assert first.embedded
    assert (first.secret_keys, first.audit_keys) == (again.secret_keys, again.audit_keys)
    assert len(first.secret_keys[0]) >= 40
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert not (tmp_path / "keys" / "owner.json").exists()  # pages and jobs never make or read the owner's


def test_two_homes_have_different_keys(tmp_path: Path) -> None:
    """A key is made at random, not from the code."""
    one, two = (Environment.read({"THROUGHCARE_HOME": str(tmp_path / name)}) for name in ("one", "two"))
    assert one.secret_keys != two.secret_keys
    assert one.audit_keys != two.audit_keys


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    """An environment printed into a log gives nothing away."""
    shown = repr(read(tmp_path, THROUGHCARE_MAIL_URL="smtp://post:hunter2@mail.example:587"))
    for secret in ("appword", "ownerword", "s" * 50, "ab" * 32, repr(b"\xab" * 32), "hunter2"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"DATABASE_URL": "mysql://app@db/site"}, "must start with postgresql://"),
        ({"DATABASE_URL": "postgresql://db.example/site"}, "does not name a user"),
        ({"DATABASE_URL": "postgresql://app@db.example"}, "does not name a database"),
        ({"DATABASE_URL": "postgresql://app:secret@db.example:port/site?nonsense=1"}, "can't be read"),
        ({"DATABASE_URL": ""}, "DATABASE_OWNER_URL is set but DATABASE_URL is not"),
        ({"DATABASE_OWNER_URL": "postgresql://app:two@db.example/site"}, "both log in as app"),
        ({"THROUGHCARE_SECRET_KEY": ""}, "THROUGHCARE_SECRET_KEY is not set"),
        ({"THROUGHCARE_SECRET_KEY": "short"}, "shorter than 40"),
        ({"THROUGHCARE_SECRET_KEYS": "t" * 50}, "both set"),
        ({"THROUGHCARE_AUDIT_KEYS": ""}, "THROUGHCARE_AUDIT_KEYS is not set"),
        ({"THROUGHCARE_AUDIT_KEYS": "k1:abcd"}, "at least 64 hex digits"),
        ({"THROUGHCARE_AUDIT_KEYS": "k1:" + "zz" * 32}, "at least 64 hex digits"),
        ({"THROUGHCARE_AUDIT_KEYS": "k:" + "ab" * 32 + ",k:" + "cd" * 32}, "one id twice"),
        ({"THROUGHCARE_HOSTS": ""}, "THROUGHCARE_HOSTS is not set"),
        ({"THROUGHCARE_HOSTS": "*"}, "plain host names"),
        ({"THROUGHCARE_KIOSK_HOSTS": ".care.example"}, "plain host names"),
        ({"THROUGHCARE_KIOSK_HOSTS": "kiosk.care.example:443"}, "plain host names"),
        ({"THROUGHCARE_DEMO": "on"}, "lets anybody in with one click"),
        ({"THROUGHCARE_DEBUG": "on"}, "debug mode shows data"),
        ({"THROUGHCARE_DEMO": "perhaps"}, "write on or off"),
        ({"THROUGHCARE_LOGIN": "root"}, "write app or owner"),
        ({"THROUGHCARE_TIMEZONE": "Middle/Earth"}, "no time zone"),
        ({"THROUGHCARE_MAIL_URL": "post.example"}, "THROUGHCARE_MAIL_URL can't be read"),
        ({"THROUGHCARE_MAIL_URL": "smtp://host:port"}, "THROUGHCARE_MAIL_URL can't be read"),
        ({"THROUGHCARE_HOST": "care.example"}, "did you mean THROUGHCARE_HOSTS?"),
    ],
)
def test_an_odd_value_stops_the_start(tmp_path: Path, changed: dict[str, str], words: str) -> None:
    """One sentence, which names the setting and never repeats a secret."""
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, **changed)
    sentence = str(caught.value)
    assert words in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    assert "secret@" not in sentence


def test_owner_address_is_needed_only_to_migrate(tmp_path: Path) -> None:
    """Pages and jobs start without it; asking for the owner's connection says what is missing."""
    env = read(tmp_path, DATABASE_OWNER_URL="")
    assert env.database()["USER"] == "app"
    with pytest.raises(ConfigError, match="DATABASE_OWNER_URL is not set"):
        env.database("owner")


def test_keys_can_be_turned_over(tmp_path: Path) -> None:
    """Several signing keys: the first signs, the others still open what was signed before."""
    env = read(tmp_path, THROUGHCARE_SECRET_KEY="", THROUGHCARE_SECRET_KEYS="n" * 50 + "," + "o" * 50)
    assert env.secret_keys == ("n" * 50, "o" * 50)


def test_a_damaged_keys_file_is_named(tmp_path: Path) -> None:
    """Never replaced by new keys: what the old ones signed would be lost."""
    Environment.read({"THROUGHCARE_HOME": str(tmp_path)})
    (tmp_path / "keys" / "app.json").write_text("{")
    with pytest.raises(ConfigError, match=r"app\.json is damaged"):
        Environment.read({"THROUGHCARE_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://post:word@mail.example:587", 587, True, False),
        ("smtp://mail.example", 25, False, False),
        ("smtps://post:word@mail.example", 465, False, True),
    ],
)
def test_mail(tmp_path: Path, address: str, port: int, tls: bool, ssl: bool) -> None:
    """A password never leaves in the clear."""
    mail = read(tmp_path, THROUGHCARE_MAIL_URL=address).mail
    assert mail is not None
    assert (mail.port, mail.use_tls, mail.use_ssl) == (port, tls, ssl)


def test_demo_mode_needs_a_home_made_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small site that keeps real people in its embedded database can't be opened by one variable."""
    monkeypatch.setattr(embedded, "is_made", lambda home: True)
    with pytest.raises(ConfigError, match="was not made for a demo"):
        Environment.read({"THROUGHCARE_HOME": str(tmp_path), "THROUGHCARE_DEMO": "on"})
    monkeypatch.setattr(embedded, "holds_demo", lambda home: True)
    assert Environment.read({"THROUGHCARE_HOME": str(tmp_path), "THROUGHCARE_DEMO": "on"}).demo


def test_how_many_proxies_stand_in_front(tmp_path: Path) -> None:
    """A real site has one unless it says otherwise; an embedded one none."""
    assert read(tmp_path).proxies == 1
    assert read(tmp_path, THROUGHCARE_PROXIES="2").proxies == 2
    assert Environment.read({"THROUGHCARE_HOME": str(tmp_path)}).proxies == 0
    for odd in ("-1", "many", "10", "\u0663"):
        with pytest.raises(ConfigError, match="THROUGHCARE_PROXIES"):
            read(tmp_path, THROUGHCARE_PROXIES=odd)


def test_the_sites_own_address_is_a_host_it_answers_to(tmp_path: Path) -> None:
    """Given once, it is what links, hosts and forms go by."""
    env = read(tmp_path, THROUGHCARE_SITE_ADDRESS="https://Care.example.org:8443/")
    assert (env.site_address, env.hosts) == ("https://care.example.org:8443", ("care.example.org", "care.example", "www.care.example"))
    alone = read(tmp_path, THROUGHCARE_SITE_ADDRESS="https://care.example.org", THROUGHCARE_HOSTS="")
    assert alone.hosts == ("care.example.org",)
    here = Environment.read({"THROUGHCARE_HOME": str(tmp_path), "THROUGHCARE_SITE_ADDRESS": "http://care.local:8000"})
    assert here.hosts == ("care.local", "localhost", "127.0.0.1", "[::1]")


@pytest.mark.parametrize(
    "given",
    [
        "care.example",
        "http://care.example",
        "https://care.example/path",
        "https://u:p@care.example",
        "https://",
        "https://a:b",
        "https://a b",
    ],
)
def test_an_odd_address_stops_the_start(tmp_path: Path, given: str) -> None:
    with pytest.raises(ConfigError, match=r"THROUGHCARE_SITE_ADDRESS is .*: write the site's https address alone"):
        read(tmp_path, THROUGHCARE_SITE_ADDRESS=given)


def test_how_long_one_stays_logged_in(tmp_path: Path) -> None:
    """Ten minutes and twelve hours, longer in a demo, within bounds."""
    env = read(tmp_path, THROUGHCARE_IDLE_MINUTES="20")
    assert (env.idle_minutes, env.longest_hours) == (20, 12)
    assert read(tmp_path).idle_minutes == 10
    demo = Environment.read({"THROUGHCARE_HOME": str(tmp_path / "demo"), "THROUGHCARE_DEMO": "on"})
    assert demo.idle_minutes == 60
    for name, odd in (("THROUGHCARE_IDLE_MINUTES", "1"), ("THROUGHCARE_IDLE_MINUTES", "ten"), ("THROUGHCARE_LONGEST_HOURS", "25")):
        with pytest.raises(ConfigError, match=f"{name} is '{odd}': write a number from"):
            read(tmp_path, **{name: odd})


def test_a_check_says_where_links_lead_without_an_address(tmp_path: Path) -> None:
    """Also what they lead to then."""
    (found,) = findings._address(read(tmp_path))
    assert (found.must, found.sentence) == (False, "THROUGHCARE_SITE_ADDRESS is not set: links in mail lead to https://care.example.")
    assert list(findings._address(read(tmp_path, THROUGHCARE_SITE_ADDRESS="https://care.example"))) == []


def test_a_host_is_known_however_it_is_written(tmp_path: Path) -> None:
    """Django compares in lower case, and a kiosk that is not known for one would be the ordinary site."""
    assert read(tmp_path, THROUGHCARE_KIOSK_HOSTS="Kiosk.Care.example").kiosk_hosts == ("kiosk.care.example",)
