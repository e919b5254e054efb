"""The pages of operators and auditors, one module for each thing they look after."""
