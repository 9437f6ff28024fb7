-- Fill staged_texts.
copy staged_texts (text_hash, keys) from stdin
