"""Connections written as URIs and read back."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from tipline.foundation.postgres.connection import Connection, parse

words = (
    st.text(min_size=1).filter(lambda text: "\0" not in text).filter(str.isprintable)
)
hosts = st.text(string.ascii_lowercase, min_size=1) | st.just("/run/some folder/x")


@st.composite
def connections(draw):
    return Connection(
        host=draw(hosts),
        port=draw(st.integers(1, 65535)),
        user=draw(words),
        password=draw(words),
        database=draw(words),
        options=draw(st.sampled_from([(), (("sslmode", "require"),)])),
    )


@given(connections())
def test_a_connection_survives_being_written_as_a_uri(connection):
    assert parse(connection.url()) == connection


@given(connections())
def test_libpq_reads_the_uri_the_same_way(connection):
    read = conninfo_to_dict(connection.url())
    assert read["host"] == connection.host
    assert str(read["port"]) == str(connection.port)
    assert read["user"] == connection.user
    assert read["password"] == connection.password
    assert read["dbname"] == connection.database


@pytest.mark.parametrize(
    "url", ["mysql://a:b@c/d", "postgresql://host/db", "postgresql://me@host", "", "x"]
)
def test_a_uri_that_names_too_little_is_refused(url):
    with pytest.raises(ValueError, match="must"):
        parse(url)


def test_a_printed_connection_hides_its_password():
    connection = Connection("localhost", 5432, "ana", "swordfish")
    assert "swordfish" not in repr(connection)
