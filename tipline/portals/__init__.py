"""One package per audience: views, addresses, forms, templates and styles."""
