"""Clock, ids, money, dates, text, languages, settings and the home folder."""
