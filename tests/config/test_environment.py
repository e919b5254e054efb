"""What the operator decides, and how a wrong decision is answered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.config import environment, settings_page
from tipline.config.environment import Environment, WrongSettingError

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "settings.md"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    for name in Environment.model_fields:
        monkeypatch.delenv(environment.variable(name), raising=False)
    monkeypatch.chdir(tmp_path)


def refusal() -> str:
    with pytest.raises(WrongSettingError) as caught:
        environment.load()
    return str(caught.value)


def test_nothing_has_to_be_set(tmp_path):
    settings = environment.load()
    assert settings.data == tmp_path / "var"
    assert (settings.port, settings.inside_port) == (8080, 9080)
    assert settings.public_url == "http://localhost:8080"
    assert settings.relying_party_id == "localhost"
    assert settings.host == "127.0.0.1"
    assert settings.demo is False


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("TIPLINE_PORT", "")
    assert environment.load().port == 8080


@given(st.integers(1, 65535))
def test_the_inside_port_is_always_another_valid_port(port):
    settings = Environment(port=port)
    assert settings.inside_port != port
    assert 1 <= settings.inside_port <= 65535


def test_the_public_address_decides_host_names_and_passkeys(monkeypatch):
    monkeypatch.setenv("TIPLINE_PUBLIC_URL", "https://tipline.example.org/")
    settings = environment.load()
    assert settings.public_url == "https://tipline.example.org"
    assert settings.relying_party_id == "tipline.example.org"
    assert settings.allowed_hosts[0] == "tipline.example.org"


def test_host_names_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("TIPLINE_ALLOWED_HOSTS", "a.example.org, b.example.org")
    assert environment.load().allowed_hosts == ("a.example.org", "b.example.org")


def test_a_misspelled_variable_is_refused_with_the_likely_name(monkeypatch):
    monkeypatch.setenv("TIPLINE_PROT", "8081")
    assert "TIPLINE_PROT" in refusal()
    assert "Did you mean TIPLINE_PORT?" in refusal()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIPLINE_PORT", "eighty"),
        ("TIPLINE_PORT", "65536"),
        ("TIPLINE_PORT", "0"),
        ("TIPLINE_DEMO", "perhaps"),
        ("TIPLINE_POSTGRES_BINARIES", "elsewhere"),
        ("TIPLINE_PUBLIC_URL", "tipline.example.org"),
        ("TIPLINE_PUBLIC_URL", "https://example.org/path"),
        ("TIPLINE_DATABASE_URL", "mysql://host/name"),
        ("TIPLINE_DATABASE_ROLE", "root"),
        ("TIPLINE_WEB_WORKERS", "0"),
        ("TIPLINE_GEO_DATABASE", "/nowhere/city.mmdb"),
    ],
)
def test_a_wrong_value_is_refused_by_name_with_what_is_expected(
    name, value, monkeypatch
):
    monkeypatch.setenv(name, value)
    field = name.removeprefix("TIPLINE_").lower()
    assert refusal().startswith(name)
    assert str(Environment.model_fields[field].description) in refusal()


def test_every_problem_is_told_at_once(monkeypatch):
    monkeypatch.setenv("TIPLINE_PORT", "x")
    monkeypatch.setenv("TIPLINE_WEB_THREADS", "y")
    monkeypatch.setenv("TIPLINE_COLOUR", "z")
    assert len(refusal().splitlines()) == 3


def test_a_wrong_secret_is_not_repeated(monkeypatch):
    monkeypatch.setenv("TIPLINE_DATABASE_URL", "mysql://ana:swordfish@host/name")
    assert "swordfish" not in refusal()


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    url = "postgresql://ana:swordfish@db.example.org/tips?sslmode=require"
    (tmp_path / "url").write_text(url + "\n")
    monkeypatch.setenv("TIPLINE_DATABASE_URL_FILE", str(tmp_path / "url"))
    settings = environment.load()
    assert settings.connection("tipline_owner").url().startswith("postgresql://ana")
    assert "swordfish" not in repr(settings)


def test_a_named_file_must_be_readable(monkeypatch, tmp_path):
    monkeypatch.setenv("TIPLINE_DATABASE_URL_FILE", str(tmp_path / "absent"))
    assert "absent cannot be read" in refusal()


def test_a_secret_is_given_once(monkeypatch, tmp_path):
    monkeypatch.setenv("TIPLINE_DATABASE_URL", "postgresql://ana@host/tips")
    monkeypatch.setenv("TIPLINE_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert "keep one" in refusal()


def test_who_serves_never_connects_as_the_owner(monkeypatch):
    monkeypatch.setenv("TIPLINE_DATABASE_URL", "postgresql://ana:x@host:5433/tips")
    web = environment.load().connection()
    assert (web.user, web.host, web.port, web.database) == (
        "tipline_web",
        "host",
        5433,
        "tips",
    )
    assert web.password != "x"


def test_demonstration_mode_stays_on_this_machine(monkeypatch):
    monkeypatch.setenv("TIPLINE_DEMO", "true")
    assert environment.load().demo
    monkeypatch.setenv("TIPLINE_HOST", "0.0.0.0")  # noqa: S104 - refused
    assert "TIPLINE_DEMO" in refusal()


def test_the_two_ports_differ(monkeypatch):
    monkeypatch.setenv("TIPLINE_INSIDE_PORT", "8080")
    assert "must differ" in refusal()


def test_settings_cannot_be_changed_after_the_start():
    with pytest.raises(ValueError, match="frozen"):
        environment.load().port = 1  # type: ignore[misc] # refused


def test_every_setting_is_described_on_the_operators_page():
    assert PAGE.read_text(encoding="utf-8") == settings_page.render()
    for name, field in Environment.model_fields.items():
        assert field.description, name


def test_a_demonstration_shows_pictures_at_any_hour_unless_told_otherwise(monkeypatch):
    assert environment.load().exposure_limits.cut_off_hour == 16
    monkeypatch.setenv("TIPLINE_DEMO", "true")
    limits = environment.load().exposure_limits
    assert (limits.opening_hour, limits.cut_off_hour) == (0, 24)
    monkeypatch.setenv("TIPLINE_EXPOSURE_LIMITS", '{"cut_off_hour": 18}')
    assert environment.load().exposure_limits.cut_off_hour == 18
