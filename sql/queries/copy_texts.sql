-- Fill staged_texts.
copy staged_texts (text_hash, keys, sketch, trigrams) from stdin with (format binary)
