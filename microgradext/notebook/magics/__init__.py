"""`%%grad`, `%grad` and `%gradcheck`: their options, completion and settings."""
