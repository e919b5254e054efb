from tipline.foundation.warmest import warmest


def test_a_connection_is_lent_to_one_at_a_time_and_the_last_used_first():
    with warmest() as first:
        with warmest() as second:
            assert second is not first
        with warmest() as again:
            assert again is second, "a third was opened while one was idle"
    with warmest() as next_one:
        assert next_one is first, "a colder one was lent"
