"""The longest function and the longest file stay readable in one go."""

import ast

from tests.architecture import tree

FUNCTION_LINES = 60
FILE_LINES = 500


def functions(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{file}:{name}": lines
        for file, source in tree.texts(".py")
        if "/migrations/" not in file
        for name, lines in functions(source)
        if lines > FUNCTION_LINES
    }
    assert long == {}


def test_no_file_is_longer_than_a_reader_can_hold():
    long = {
        file: len(source.splitlines())
        for file, source in tree.texts(".py", ".js", ".css", ".html", ".sql", ".md")
        if "/migrations/" not in file and len(source.splitlines()) > FILE_LINES
    }
    assert long == {}
