"""The HTML around live pictures, with holes like `{{title}}`.

The page saves pages too: `make generate` writes them as js/save/generated/templates.ts.
"""

from __future__ import annotations

import re
from typing import Final

from ..wire.saved import MIME

DOCUMENT: Final = """\
<!DOCTYPE html>
<html lang="{{language}}" class="microgradext-page">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{policy}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
{{more}}<style id="microgradext-style">{{style}}</style>
<script id="microgradext-script" type="module">{{script}}</script>
</head>
<body>
<main class="jp-Notebook">{{body}}</main>
</body>
</html>
"""
"""A whole page. The policy comes before anything that it applies to; style and script come before the body, where no
markup of a notebook can pass for them, and the script waits for the body because it is a module."""

LIVE: Final = f'<div class="microgradext-graph"><script type="{MIME}">{{{{graph}}}}</script></div>'
"""The place for a live view."""

ARTICLE: Final = "<h1>{{title}}</h1>\n{{code}}{{picture}}\n{{formula}}"
"""The body of a page of one picture."""

SOURCE: Final = '<h2>{{head}}</h2>\n<pre class="microgradext-source">{{source}}</pre>\n'
"""Code, or a formula in LaTeX, which nothing in the page could typeset."""

TEMPLATES: Final = {"DOCUMENT": DOCUMENT, "LIVE": LIVE, "ARTICLE": ARTICLE, "SOURCE": SOURCE}

HOLE = re.compile(r"\{\{(\w+)\}\}")


def filled(template: str, **texts: str) -> str:
    """The template with its holes filled in; what fills a hole is not looked at again.

    >>> filled("<b>{{one}}</b>{{other}}", one="{{other}}", other="x")
    '<b>{{other}}</b>x'
    """
    return HOLE.sub(lambda hole: texts[hole[1]], template)
