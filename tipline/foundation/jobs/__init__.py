"""Steps of a journey, each retried alone, seen, and ending with a person."""
