-- Forget the words by which a report was found, and learn those that it holds now.
SELECT casework_learn_words(%(report)s)
