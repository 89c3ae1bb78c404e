"""Version, knowledge and vocabulary."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request, Response

import legwise
from legwise.anatomy.body import load_body
from legwise.knowledge.library import claims_library, facts_library, sources_library
from legwise.knowledge.load import Knowledge, load
from legwise.web.models import AboutAnswer
from legwise.web.static import CHECK, Asset, make_asset, respond
from legwise.web.vocabulary import Vocabulary, vocabulary

router = APIRouter(tags=["about"])


@router.get("/about")
def about() -> AboutAnswer:
    """Which version this is, and how much it knows."""
    knowledge = load()
    content = knowledge.content
    counts = {
        "muscles": len(content.muscles),
        "roots": len(content.roots),
        "nerves": len(content.nerves),
        "entrapments": len(content.entrapments),
        "conditions": len(content.conditions),
        "findings": len(knowledge.findings),
        "signs": len(content.signs),
        "factors": len(content.context),
        "red_flags": len(content.red_flags),
        "claims": len(claims_library(knowledge.folder)),
        "sources": len(sources_library(knowledge.folder)),
        "facts": len(facts_library(knowledge.folder)),
    }
    return AboutAnswer(
        version=legwise.__version__,
        knowledge_version=knowledge.version,
        kb_counts=counts,
        body=load_body().checksum,
    )


@router.get("/vocabulary", response_model=Vocabulary)
def words(request: Request) -> Response:
    """Everything a case may say, in words."""
    return respond(vocabulary_asset(load()), request.headers, CHECK)


@lru_cache(maxsize=2)
def vocabulary_asset(knowledge: Knowledge) -> Asset:
    """The vocabulary as JSON, compressed once."""
    return make_asset(vocabulary(knowledge).model_dump_json().encode(), "vocabulary.json")
