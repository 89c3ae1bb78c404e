"""A report as one HTML file: styles, drawings and type are in it, nothing is loaded from anywhere."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from legwise.exchange.letters import FONTS
from legwise.exchange.model import (
    Banner,
    Bar,
    Bars,
    Block,
    Fields,
    Figures,
    Heading,
    Legend,
    PageBreak,
    Point,
    Points,
    Report,
    Room,
    Table,
    Text,
)

STYLE = Path(__file__).parent / "templates" / "report.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
WEIGHTS = {400: "SourceSans3-Regular.ttf.woff2", 600: "SourceSans3-Semibold.ttf.woff2"}


def to_html(report: Report, paper: str) -> bytes:
    """The page, in UTF-8. `paper` is the size it is printed on."""
    title = escape(f"{report.title}: {report.subject}")
    strip = f'<p class="strip">{escape(report.banner.short)}</p>' if report.banner.short else ""
    head = (
        f'<meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{_fonts()}{_style()}@page{{size:{paper};margin:15mm}}</style>"
    )
    body = (
        f'<body class="{report.banner.urgency} {report.kind}">{strip}<main><h1>{escape(report.title)}</h1>'
        f'<p class="subject"><strong>{escape(report.subject)}</strong><time>{escape(report.made)}</time></p>'
        f"{_banner(report.banner)}{''.join(map(_block, report.blocks))}</main>"
        f"<footer>{escape(report.foot)}</footer></body>"
    )
    return f'<!DOCTYPE html>\n<html lang="{report.language}"><head>{head}</head>{body}</html>\n'.encode()


def _fonts() -> str:
    return "".join(
        f"@font-face{{font-family:'Source Sans 3';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{_base64((FONTS / name).read_bytes())}) format('woff2')}}"
        for weight, name in WEIGHTS.items()
    )


def _style() -> str:
    return "".join(line.strip() for line in STYLE.read_text(encoding="utf-8").splitlines())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _banner(banner: Banner) -> str:
    items = "".join(f"<li>{_point(item)}</li>" for item in banner.items)
    listed = f"<ul>{items}</ul>" if items else ""
    remark = f"<p>{escape(banner.remark)}</p>" if banner.remark else ""
    word = f'<p class="word">{escape(banner.word)}</p>'
    return f'<section class="banner" aria-label="Urgency">{word}{listed}{remark}</section>'


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.words)}</h{block.level}>"
        case Text():
            tag = "blockquote" if block.tone == "quote" else "p"
            return f'<{tag} class="{block.tone}">{_lines(block.words)}</{tag}>'
        case Points():
            return _points(block)
        case Table():
            return _table(block)
        case Bars():
            return f'<div class="bars">{"".join(_bar(row, block.full) for row in block.rows)}</div>'
        case Figures():
            return _figures(block)
        case Legend():
            items = "".join(f"<li>{_image(item.svg, '')}{escape(item.says)}</li>" for item in block.items)
            return f'<ul class="legend">{items}</ul>'
        case Room():
            lines = '<div class="line"></div>' * block.lines
            return f'<div class="room"><p><strong>{escape(block.label)}</strong></p>{lines}</div>'
        case Fields():
            rows = "".join(
                f"<div><dt>{escape(name)}</dt><dd{'' if words else ' class=line'}>{_lines(words)}</dd></div>"
                for name, words in block.rows
            )
            return f"<dl>{rows}</dl>"
        case PageBreak():
            return '<div class="page"></div>'


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _point(item: Point) -> str:
    lead = f"<strong>{escape(item.lead)}</strong> " if item.lead else ""
    note = f'<span class="note">{_lines(item.note)}</span>' if item.note else ""
    return f"{lead}{_lines(item.words)}{note}"


def _points(block: Points) -> str:
    tag = "ol" if block.mark == "number" else "ul"
    tick = ' class="tick"' if block.mark == "tick" else ""
    listed = f"<{tag}{tick}>{''.join(f'<li>{_point(item)}</li>' for item in block.items)}</{tag}>"
    if not block.beside:
        return listed
    drawn = "".join(_image(item.svg, item.alt, block.beside_mm) for item in block.beside)
    return f'<div class="beside">{listed}<div class="figures">{drawn}</div></div>'


def _table(block: Table) -> str:
    whole = sum(block.widths)
    columns = "".join(f'<col style="width:{width / whole:.2%}">' for width in block.widths)
    number = [' class="number"' if n in block.right else "" for n in range(len(block.head))]
    head = "".join(
        f'<th scope="col"{kind}>{escape(words)}</th>' for words, kind in zip(block.head, number, strict=True)
    )
    rows = "".join(
        f"<tr>{''.join(f'<td{kind}>{_lines(words)}</td>' for words, kind in zip(row, number, strict=True))}</tr>"
        for row in block.rows
    )
    return (
        f'<div class="table" tabindex="0"><table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _bar(row: Bar, full: float) -> str:
    def at(value: float) -> float:
        return min(value / full, 1.0) * 100

    interval = ""
    if row.low is not None and row.high is not None:
        low, high = at(row.low), at(row.high)
        interval = f'<path d="M{low:.2f} 5H{high:.2f}M{low:.2f} 2V8M{high:.2f} 2V8"/>'
    drawn = (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="all" width="100" height="10"/>'
        f'<rect class="share" width="{at(row.value):.2f}" height="10"/>{interval}</svg>'
    )
    note = f'<span class="note">{escape(row.note)}</span>' if row.note else ""
    return (
        f'<div><span class="name">{escape(row.name)}{note}</span>{drawn}<span class="number">{escape(row.says)}</span>'
        f'<span class="quiet">{escape(row.word)}</span></div>'
    )


def _figures(block: Figures) -> str:
    items = "".join(_image(item.svg, item.alt, block.height_mm * item.part) for item in block.items)
    return f'<div class="figures">{items}</div>'


def _image(svg: str, alt: str, height_mm: float | None = None) -> str:
    height = f' style="--height:{height_mm:g}mm"' if height_mm is not None else ""
    return f'<img src="data:image/svg+xml;base64,{_base64(svg.encode())}" alt="{escape(alt)}"{height}>'
