"""The figures that are published: each is one query that anybody can run again."""
