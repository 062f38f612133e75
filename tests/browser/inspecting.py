"""One visit to a page that looks at everything a reader may stumble over, and says what it found."""

from axe_playwright_python.base import AXE_SCRIPT

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAPER = {"width": 673, "height": 986}  # what A4 holds within its margins, in CSS pixels
DESK = {"width": 1280, "height": 900}
CHECKS = (
    "requests",
    "console",
    "axe light",
    "axe dark",
    "anchors",
    "keyboard",
    "tables",
    "narrow",
    "zoom",
    "print",
    "size",
)
MOST_BYTES = 3_000_000

OPEN_ALL = """() => document.querySelectorAll('details').forEach(part => {
    if (!part.closest('.evidence')) part.open = true;
})"""
CONTRAST = "color-contrast"  # by far the slowest of all rules
AXE = """async ([only, rules]) => (await axe.run(document, {
    runOnly: only, rules: rules, resultTypes: ['violations']
})).violations.map(rule => `${rule.id}: ${rule.nodes.length} x ${rule.nodes[0].target} ${rule.nodes[0].failureSummary}`)"""
ANCHORS = """() => {
    const links = [...document.querySelectorAll('a[href^="#"], use[href^="#"]')];
    const names = new Set(links.map(link => decodeURIComponent(link.getAttribute('href').slice(1))));
    return [...names].filter(name => name && !document.getElementById(name));
}"""
# Contrast is a matter of style: of many brothers of one tag and class the first ones are enough.
THIN = """() => {
    for (const parent of document.querySelectorAll('body, body *')) {
        const seen = {};
        for (const child of [...parent.children]) {
            const kind = `${child.tagName} ${child.getAttribute('class')}`;
            if ((seen[kind] = (seen[kind] ?? 0) + 1) > 8) child.remove();
        }
    }
}"""
# What a mouse can use and a keyboard cannot; and what breaks the order of the page.
KEYBOARD = """() => {
    const used = 'a[href], button, input, select, textarea, summary, [onclick], [role=button], [role=link]';
    const seen = [...document.querySelectorAll(used)].filter(one => one.checkVisibility());
    const wrong = seen.filter(one => one.tabIndex < 0 && !one.disabled);
    const ordered = [...document.querySelectorAll('[tabindex]')].filter(one => one.tabIndex > 0);
    return [...wrong, ...ordered].map(one => one.outerHTML.slice(0, 120));
}"""
# On a desk no table goes on beyond the edge of its frame.
TABLES = """() => [...document.querySelectorAll('table')].filter(one => one.checkVisibility()).flatMap(one => {
    const frame = one.closest('.scroll, .table-scroll') || one.parentElement;
    const over = frame.scrollWidth - frame.clientWidth;
    return over > 1 ? [`${one.id || one.className}: ${over} px`] : [];
})"""
SIDEWAYS = """() => {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over <= 0) return [];
    const wide = [...document.querySelectorAll('main *')].filter(
        one => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest('[tabindex="0"]'));
    return [`${over} px too wide: ` + wide.slice(0, 3).map(one => one.outerHTML.slice(0, 90)).join(' | ')];
}"""
CUT = """paper => [...document.querySelectorAll('figure')].flatMap(figure => {
    const drawing = figure.querySelector('svg, img');
    if (!drawing || !drawing.checkVisibility()) return [];
    const box = drawing.getBoundingClientRect(), found = [];
    if (box.height > paper.height) found.push(`is ${box.height} px high`);
    if (box.right > paper.width + 2 || box.left < -1) found.push(`lies from ${box.left} to ${box.right} px`);
    if (getComputedStyle(drawing).breakInside !== 'avoid' && getComputedStyle(drawing.parentElement)
        .breakInside !== 'avoid' && getComputedStyle(figure).breakInside !== 'avoid') found.push('may be parted');
    return found.map(words => `${figure.id}: ${words}`);
})"""


def inspect(visit, path):
    """Return check -> faults of a page, from one visit; no check is left out."""
    seen = visit(path)
    page = seen.page
    page.wait_for_load_state("load")
    found = {"anchors": page.evaluate(ANCHORS)}
    found["size"] = [] if path.stat().st_size <= MOST_BYTES else [f"{path.stat().st_size} bytes"]
    page.evaluate(OPEN_ALL)
    found["keyboard"] = page.evaluate(KEYBOARD)
    found["tables"] = page.evaluate(TABLES)
    for name, width in (("narrow", 360), ("zoom", DESK["width"] // 2)):
        page.set_viewport_size({"width": width, "height": 640})
        found[name] = page.evaluate(SIDEWAYS)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    found["print"] = page.evaluate(CUT, PAPER)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.set_viewport_size(DESK)
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE_SCRIPT)
    structure = page.evaluate(AXE, [LEVELS, {CONTRAST: {"enabled": False}}])
    page.evaluate(THIN)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[f"axe {scheme}"] = page.evaluate(AXE, [{"type": "rule", "values": [CONTRAST]}, {}])
    found["axe light"] += structure
    found["requests"] = [url for url in seen.requests if url != path.resolve().as_uri()]
    found["console"] = list(seen.errors)
    page.context.close()
    assert set(found) == set(CHECKS)
    return found
