"""What protects learners: `pseudonyms` at landing, `people` for who may know them, `suppress` for what is shown."""
