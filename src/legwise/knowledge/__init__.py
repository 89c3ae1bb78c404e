"""The knowledge base: YAML that a clinician can edit, its schema, loading and checking."""
