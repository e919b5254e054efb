-- Forget the words by which a case was found, and learn those that it holds now.
SELECT casework_learn_case_words(%(case)s)
