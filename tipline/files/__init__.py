"""Keep a report's files: encrypted, inspected in the sandbox, viewed under audit."""
