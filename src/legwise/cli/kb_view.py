"""The knowledge base in the terminal."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from legwise.errors import InputError, LookupFailure, nearest
from legwise.knowledge.check import grade_counts, problems
from legwise.knowledge.library import claims_library, facts_library, sources_library
from legwise.knowledge.load import Knowledge, load
from legwise.knowledge.quantity import GRADE_MEANING
from legwise.triage.rules import check_condition

VERDICTS = ("supported", "partly", "unsupported", "contradicted")


def show_check(out: Console) -> bool:
    """Print what is wrong; True when nothing is."""
    from legwise.network.template import template

    knowledge = load()
    found = problems(knowledge)
    for rule in (*knowledge.content.red_flags, *knowledge.content.change_rules):
        found += [f"red flag {rule.id}: {problem}" for problem in check_condition(rule.when, knowledge)]
    for rule in knowledge.content.change_rules:
        problems_beside = check_condition(rule.besides, knowledge) if rule.besides else []
        found += [f"red flag {rule.id}: besides: {problem}" for problem in problems_beside]
    if not found:
        template(knowledge)
    for problem in found:
        out.print(f"[red]-[/red] {escape(problem)}")
    out.print(
        f"knowledge {knowledge.version}: "
        + ("[green]sound[/green]" if not found else f"[red]{len(found)} problems[/red]")
    )
    return not found


def records(knowledge: Knowledge) -> dict[str, tuple[str, BaseModel]]:
    """Every record by id with its kind. Muscles win over motor units of the same name."""
    found: dict[str, tuple[str, BaseModel]] = {}
    for name in type(knowledge.content).model_fields:
        value = getattr(knowledge.content, name)
        if isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    key = str(getattr(item, "id", ""))
                    if name == "motor_units" and key in found:
                        continue
                    if name == "contraindications":  # many share their name with a factor or a condition
                        key = f"contraindication_{key}"
                    found[key] = (name.rstrip("s").replace("_", " "), item)
    for finding in knowledge.findings.values():
        found.setdefault(finding.id, ("finding", finding))
    for muscle in knowledge.content.muscles:
        found[muscle.id] = ("muscle", muscle)
    found |= {key: ("source", item) for key, item in sources_library().items() if key not in found}
    found |= {key: ("fact", item) for key, item in facts_library().items() if key not in found}
    found |= {claim.id: ("claim", claim) for claim in claims_library() if claim.id not in found}
    return found


def show_record(name: str, out: Console) -> None:
    """Print one record as YAML. Raises LookupFailure with the nearest ids."""
    knowledge = load()
    found = records(knowledge)
    key = name.rpartition(":")[2]
    key = knowledge.alias_of.get(key, key)
    for candidate in (key, key.removeprefix("trp_"), key.removeprefix("root_").upper()):
        if candidate in found:
            kind, record = found[candidate]
            out.print(f"[bold]{kind}[/bold] {escape(candidate)}")
            out.print(escape(_yaml(record)), soft_wrap=True)
            return
    raise LookupFailure(f"nothing is called '{name}'{nearest(key, found)}")


def _yaml(record: BaseModel) -> str:
    raw: Any = record.model_dump(exclude_defaults=True, mode="json")
    return yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)


def show_search(words: list[str], out: Console, limit: int = 60) -> None:
    """Print the records that hold all the words."""
    wanted = [word.lower() for word in words]
    hits = []
    for key, (kind, record) in records(load()).items():
        text = f"{key} {record.model_dump_json(exclude_defaults=True)}".lower()
        if all(word in text for word in wanted):
            said = next(
                (str(v) for f in ("name", "title", "statement", "claim", "says") if (v := getattr(record, f, None))), ""
            )
            hits.append((not all(word in key.lower() for word in wanted), kind, key, said))
    for _, kind, key, said in sorted(hits)[:limit]:
        out.print(f"[dim]{kind:<12}[/dim] [bold]{escape(key)}[/bold]  {escape(said[:140])}")
    out.print(f"[dim]{len(hits)} found{f', first {limit} shown' if len(hits) > limit else ''}[/dim]")


def show_stats(out: Console) -> None:
    """Counts of records and of numbers by grade."""
    knowledge = load()
    content = knowledge.content
    table = Table(title=f"knowledge {knowledge.version}", title_justify="left", box=None, show_header=False)
    rows = {
        "conditions": len(content.conditions),
        "muscles": len(content.muscles),
        "roots": len(content.roots),
        "nerve segments": len(content.nerves),
        "entrapment sites": len(content.entrapments),
        "signs (latent)": len(content.signs),
        "findings, stated": len(content.findings),
        "findings, generated from anatomy": len(knowledge.findings) - len(content.findings),
        "context factors": len(content.context),
        "red flags": len(content.red_flags),
        "interventions": len(content.interventions),
        "contraindications": len(content.contraindications),
        "rules of change": len(content.change_rules),
        "outcome measures": len(content.outcomes),
        "regions": len(content.regions),
        "facts": len(facts_library()),
        "sources": len(sources_library()),
        "claims": len(claims_library()),
    }
    for name, count in rows.items():
        table.add_row(name, str(count))
    out.print(table)
    counts = grade_counts(knowledge)
    total = sum(counts[grade] for grade in GRADE_MEANING)
    grades = Table(title=f"{total} numbers", title_justify="left", box=None, show_header=False)
    for grade, meaning in GRADE_MEANING.items():
        grades.add_row(grade, meaning, str(counts[grade]), f"{counts[grade] / total:.0%}")
    grades.add_row(
        "",
        "of these estimates: no study gives the number",
        str(counts["estimates"]),
        f"{counts['estimates'] / total:.0%}",
    )
    out.print(grades)


def show_claims(words: list[str], verdict: str, out: Console) -> None:
    """Print claims with verdict and evidence. Raises InputError for an unknown verdict."""
    if verdict and verdict not in VERDICTS:
        raise InputError(f"--verdict: '{verdict}' is not allowed; allowed: {', '.join(VERDICTS)}")
    wanted = [word.lower() for word in words]
    facts = facts_library()
    shown = 0
    for claim in claims_library():
        text = f"{claim.id} {claim.claim} {claim.why or ''}".lower()
        if (verdict and claim.verdict != verdict) or not all(word in text for word in wanted):
            continue
        shown += 1
        out.print(f"[bold]{claim.verdict}[/bold]: {escape(claim.claim)} [dim]({claim.id}, grade {claim.grade})[/dim]")
        if claim.why:
            out.print(f"  {escape(claim.why)}")
        for name in claim.evidence:
            fact = facts[name]
            seen = "estimate" if fact.estimate else "seen in a source" if fact.verified else "from memory"
            out.print(
                f"  [dim]- {escape(fact.statement)} ({fact.id}; grade {fact.grade}; {seen}; "
                f"{escape(', '.join(fact.sources))})[/dim]"
            )
    out.print(f"[dim]{shown} claims[/dim]")
