"""Plain names for nodes and observations."""

from __future__ import annotations

from legwise.case.resolve import Observations, Responded
from legwise.knowledge.load import Knowledge
from legwise.network.chart import ChartNode
from legwise.network.declare import ALTERED_FEELING, MOTOR_LOSS
from legwise.network.evidence import EASES, CaseNetwork
from legwise.network.template import Node

SIDE = {"L": "left", "R": "right"}
LOSS = {MOTOR_LOSS: "Weakness of any muscle", ALTERED_FEELING: "Altered feeling anywhere"}  # of one root or nerve


def cause_names(node: Node, knowledge: Knowledge) -> tuple[str, str]:
    """Technical and plain name of a cause, with its side."""
    technical, plain = _names(node, knowledge)
    if node.side in SIDE:
        return f"{technical}, {SIDE[node.side]}", f"{plain} ({SIDE[node.side]})"
    return technical, plain


def _names(node: Node, knowledge: Knowledge) -> tuple[str, str]:
    if node.kind == "condition":
        condition = knowledge.conditions[node.id]
        return condition.name, condition.plain
    if node.kind == "entrapment":
        site = knowledge.entrapments[node.id]
        return site.name, site.plain
    if node.kind == "root":
        root = node.id.removeprefix("root_").upper()
        return f"{root} root irritation", f"irritated spinal nerve root {root}"
    if node.kind == "muscle":
        muscle = knowledge.muscles[node.id.removeprefix("trp_")]
        return f"Trigger points, {muscle.name}", f"sore points in the {muscle.name} muscle"
    if node.kind == "spread":
        return "Pain spreading beyond its source", "pain that spreads beyond its source"
    return node.id.replace("_", " "), node.id.replace("_", " ")


def node_words(network: CaseNetwork, node: int, knowledge: Knowledge) -> str:
    """A finding, sign or charted place in words, with its side."""
    if node in network.chart:
        return chart_says(network.chart[node], knowledge)
    record = network.nodes[node]
    if record.kind == "told":
        return ONE_LEG
    if node in network.responses:
        return response_says(network, network.responses[node], knowledge)
    if record.key.startswith(EASES):
        return "the complaint eases under treatment"
    if record.kind == "finding" and record.id in knowledge.findings:
        name = knowledge.findings[record.id].name
    elif record.is_loss:
        name = next(words for loss, words in LOSS.items() if record.id.startswith(loss))
    else:
        name = next(
            (sign.name for sign in knowledge.content.signs if sign.id == record.id), record.id.replace("_", " ")
        )
    return f"{name}, {SIDE[record.side]}" if record.side in SIDE else name


def response_says(network: CaseNetwork, response: Responded, knowledge: Knowledge) -> str:
    """'better after treating L5 root irritation, right (walking)'."""
    return f"{'better' if response.better else 'no better'} after treating {_treated(network, response, knowledge)}"


def _treated(network: CaseNetwork, response: Responded, knowledge: Knowledge) -> str:
    nodes = network.template.nodes
    names = [cause_names(nodes[network.template.index[key]], knowledge)[0] for key in response.treated]
    return f"{' and '.join(names)} ({response.intervention})" if response.intervention else " and ".join(names)


ONE_LEG = "the complaint is told for one leg only"


def chart_says(item: ChartNode, knowledge: Knowledge) -> str:
    """'pain in: calf or shin, right'."""
    what = "numbness or tingling" if item.modality == "altered" else "pain or unpleasant feeling"
    zones = list(dict.fromkeys(zone for _, zone in item.zones))
    names = [knowledge.zones[zone].says for zone in zones]
    shown = " or ".join(names) if len(names) <= 3 else f"one of {len(names)} places ({names[0]} to {names[-1]})"
    sides = {side for side, _ in item.zones} & set(SIDE)
    where = f", {SIDE[sides.pop()]}" if len(sides) == 1 else (", both sides" if sides else "")
    return f"{what}: {shown}{where}" if item.present else f"no {what}: {shown}{where}"


def evidence_labels(network: CaseNetwork, seen: Observations, knowledge: Knowledge) -> dict[int, tuple[str, str]]:
    """For every observed node its key and what it says, in words."""
    labels: dict[int, tuple[str, str]] = {}
    for node, on in network.evidence.items():
        if node in network.chart:
            labels[node] = (network.nodes[node].key, chart_says(network.chart[node], knowledge))
            continue
        record = network.nodes[node]
        if record.kind == "told":
            labels[node] = (record.key, ONE_LEG)
            continue
        if node in network.responses:
            labels[node] = (record.key, response_says(network, network.responses[node], knowledge))
            continue
        finding = knowledge.findings[record.id]
        side = f", {SIDE[record.side]}" if record.side in SIDE else ""
        number = seen.numbers.get(record.key)
        amount = f" ({number:g} {finding.measure.unit})" if number is not None and finding.measure else ""
        labels[node] = (record.key, f"{finding.name}{side}{amount}: {'yes' if on else 'no'}")
    return labels
