"""The next question or test: safety first, then what tells most per cost of asking."""

from legwise.interview.interview import Question, next_question, qualities_to_offer, record

__all__ = ["Question", "next_question", "qualities_to_offer", "record"]
