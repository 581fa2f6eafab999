"""`darslik.lock`: which number each part of a course has in learners' records, for ever."""
