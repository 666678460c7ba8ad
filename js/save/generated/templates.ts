// The HTML around live pictures, with holes like {{title}}.
// Written by `make generate` from microgradext/notebook/export/templates.py; edit that.

export const DOCUMENT = "<!DOCTYPE html>\n<html lang=\"{{language}}\" class=\"microgradext-page\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{{policy}}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{{title}}</title>\n{{more}}<style id=\"microgradext-style\">{{style}}</style>\n<script id=\"microgradext-script\" type=\"module\">{{script}}</script>\n</head>\n<body>\n<main class=\"jp-Notebook\">{{body}}</main>\n</body>\n</html>\n";

export const LIVE = "<div class=\"microgradext-graph\"><script type=\"application/vnd.microgradext.graph+json\">{{graph}}</script></div>";

export const ARTICLE = "<h1>{{title}}</h1>\n{{code}}{{picture}}\n{{formula}}";

export const SOURCE = "<h2>{{head}}</h2>\n<pre class=\"microgradext-source\">{{source}}</pre>\n";
