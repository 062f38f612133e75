// A coder's desk. What is shown as pressed is on the disk: the page shows only what the kernel has answered.

const COMMANDS = { n: "next", p: "previous", s: "skip", u: "undo", x: "failed", w: "write" };
const PATIENCE = 5000; // milliseconds without an answer before the coder is told

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

let desks = 0;

class Desk {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.setup = model.get("setup");
    this.words = this.setup.words;
    this.client = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.prefix = `coding-${this.client}-${(desks += 1)}`;
    this.seq = 0;
    this.waiting = null; // the number of the message that is not answered yet
    this.queue = []; // what was pressed meanwhile, in order
    this.facet = this.setup.facets[0]?.name;
    this.buttons = new Map();
    this.unitShown = null;
    this.noteTimer = null;
    this.build();
    this.onView = () => this.show();
    model.on("change:view", this.onView);
    this.show();
    this.resized = new ResizeObserver(() => this.bring(this.unit, this.readingSide));
    this.resized.observe(this.root);
  }

  close() {
    this.model.off("change:view", this.onView);
    this.resized.disconnect();
    this.sendNote();
    clearTimeout(this.timer);
  }

  id(name) {
    return `${this.prefix}-${name}`;
  }

  build() {
    this.root.classList.add("coding");
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", this.setup.label);
    this.root.setAttribute("lang", this.setup.language);
    this.root.tabIndex = 0;
    this.root.addEventListener("keydown", (event) => this.key(event));
    const head = element("div", "coding-head");
    this.source = element("p", "coding-source");
    this.progress = element("progress");
    this.progress.setAttribute("aria-label", this.words.progress_label);
    this.count = element("p", "coding-count");
    this.count.setAttribute("role", "status");
    head.append(this.source, this.progress, this.count);
    const body = element("div", "coding-body");
    body.append(this.reading(), this.asking());
    this.status = element("p", "coding-status");
    this.status.setAttribute("role", "status");
    this.root.append(head, body, this.status, this.commands());
  }

  reading() {
    const side = (this.readingSide = element("div", "coding-reading"));
    this.section = element("p", "coding-section");
    this.passage = element("div", "coding-passage");
    this.passage.setAttribute("role", "group");
    this.passage.setAttribute("aria-label", this.words.passage);
    this.passage.setAttribute("lang", "nl"); // the corpus is Dutch, whatever the page speaks
    this.others = element("div", "coding-others");
    const label = element("label", "coding-label", `${this.words.note} (/)`);
    label.htmlFor = this.id("note");
    this.note = element("textarea", "coding-note");
    this.note.id = this.id("note");
    this.note.rows = 2;
    this.note.maxLength = 4000;
    this.note.addEventListener("input", () => {
      clearTimeout(this.noteTimer);
      this.noteUnit = this.unitShown;
      this.noteTimer = setTimeout(() => this.sendNote(), 300);
    });
    this.note.addEventListener("blur", () => this.sendNote());
    this.definition = element("div", "coding-definition");
    this.definition.id = this.id("definition");
    side.append(this.section, this.passage, this.others, label, this.note, this.definition);
    return side;
  }

  asking() {
    const side = (this.askingSide = element("div", "coding-asking"));
    for (const facet of this.setup.facets) {
      const group = element("div", "coding-facet");
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", this.id(`title-${facet.name}`));
      const title = element("p", "coding-title", facet.title);
      title.id = this.id(`title-${facet.name}`);
      const list = element("div", "coding-codes");
      const none = { name: "none", label: this.words.none, key: "0", definition: "", include: "", exclude: "" };
      for (const code of [...facet.codes, ...(facet.multiple ? [none] : [])]) list.append(this.button(facet, code));
      group.append(title, element("p", "coding-question", facet.question), list);
      facet.group = group;
      side.append(group);
    }
    return side;
  }

  button(facet, code) {
    const made = element("button", "coding-code");
    made.type = "button";
    made.setAttribute("aria-pressed", "false");
    made.setAttribute("aria-describedby", this.id("definition"));
    if (code.key) made.setAttribute("aria-keyshortcuts", code.key);
    const key = element("kbd", "coding-key", code.key);
    key.setAttribute("aria-hidden", "true");
    made.append(key, element("span", "", code.label));
    made.addEventListener("click", () => {
      this.facet = facet.name;
      this.toggle(facet.name, code.name);
    });
    made.addEventListener("focus", () => {
      this.facet = facet.name;
      this.mark();
      this.define(code);
    });
    made.addEventListener("mouseenter", () => this.define(code));
    this.buttons.set(`${facet.name}/${code.name}`, { made, code });
    return made;
  }

  commands() {
    const bar = element("div", "coding-commands");
    for (const [key, type] of Object.entries(COMMANDS)) {
      const made = element("button", "coding-command");
      made.type = "button";
      made.setAttribute("aria-keyshortcuts", key);
      const shown = element("kbd", "coding-key", key);
      shown.setAttribute("aria-hidden", "true");
      made.append(shown, element("span", "", this.words[type]));
      made.addEventListener("click", () => this.command(type));
      bar.append(made);
    }
    const help = element("details", "coding-help");
    help.append(element("summary", "", this.words.keys), element("p", "", this.words.keys_text));
    bar.append(help);
    return bar;
  }

  // -- what the coder does ---------------------------------------------------------------------------------

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // Ctrl+S and the like are JupyterLab's
    const inNote = event.target === this.note;
    if (event.key === "Escape" && !inNote) return; // leads back to the notebook
    event.stopPropagation(); // "b" would insert a cell, "dd" delete one
    if (inNote) {
      if (event.key === "Escape") {
        event.preventDefault();
        this.root.focus();
      }
      return;
    }
    if (this.press(event.key)) event.preventDefault();
  }

  press(key) {
    if (key.length !== 1) return false;
    const letter = key.toLowerCase();
    if (!/[a-z0-9/]/.test(letter)) return false;
    // What a key means may hang on the answer that is awaited: the next unit begins with another facet.
    // The note is entered at once: what is typed next is text, not a queue of commands.
    if (this.waiting === null || letter === "/") this.act(letter);
    else this.queue.push(letter);
    return true;
  }

  act(letter) {
    if (letter === "/") this.note.focus();
    else if (letter === "f") this.turn();
    else if (COMMANDS[letter]) this.command(COMMANDS[letter]);
    else {
      const code = this.codeOf(letter);
      if (code) this.toggle(this.facet, code);
    }
  }

  codeOf(letter) {
    const facet = this.setup.facets.find((each) => each.name === this.facet);
    if (letter === "0") return facet?.multiple ? "none" : null;
    return facet?.codes.find((code) => code.key === letter)?.name;
  }

  toggle(facet, code) {
    const shown = this.buttons.get(`${facet}/${code}`);
    if (!shown || shown.made.getAttribute("aria-disabled") === "true") return;
    this.define(shown.code);
    this.advance = { facet, code };
    this.send({ type: "toggle", facet, code });
  }

  command(type) {
    this.sendNote();
    this.send({ type });
  }

  turn(from = this.facet) {
    const asked = this.model.get("view").asked;
    this.facet = asked[(asked.indexOf(from) + 1) % asked.length] ?? asked[0];
    this.mark();
  }

  sendNote() {
    if (this.noteTimer === null) return;
    clearTimeout(this.noteTimer);
    this.noteTimer = null;
    this.model.send({ type: "note", unit_id: this.noteUnit, note: this.note.value, client: this.client, seq: 0 });
  }

  send(message) {
    this.seq += 1;
    this.waiting = this.seq;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.unanswered(), PATIENCE);
    this.model.send({ ...message, unit_id: this.unitShown, client: this.client, seq: this.seq });
  }

  unanswered() {
    this.waiting = null;
    this.queue = [];
    this.say(this.words.unsaved, "error");
  }

  // -- what the coder sees ---------------------------------------------------------------------------------

  show() {
    const view = this.model.get("view");
    const [client, seq] = view.answers ?? [];
    const answered = client === this.client && seq === this.waiting;
    const moved = view.passage.unit_id !== this.unitShown;
    if (moved) this.turnPage(view);
    this.progress.max = view.total;
    this.progress.value = view.done;
    this.setText(this.count, `${view.place} ${view.progress}`);
    for (const [name, { made }] of this.buttons) {
      const [facet, code] = name.split("/");
      const given = view.codes[facet] ?? [];
      made.setAttribute("aria-pressed", String(given.includes(code)));
      const closed = !view.asked.includes(facet);
      made.setAttribute("aria-disabled", String(closed));
    }
    if (document.activeElement !== this.note && this.noteTimer === null) this.note.value = view.note;
    this.say(view.status, view.kind);
    if (!view.asked.includes(this.facet)) this.facet = view.asked[0];
    if (answered) this.settle(view);
    this.mark();
    if (answered && this.queue.length) this.next();
  }

  next() {
    while (this.waiting === null && this.queue.length) this.act(this.queue.shift());
  }

  settle(view) {
    clearTimeout(this.timer);
    this.waiting = null;
    const last = this.advance;
    this.advance = null;
    if (!last || !(view.codes[last.facet] ?? []).includes(last.code)) return;
    const facet = this.setup.facets.find((each) => each.name === last.facet);
    const behind = view.asked.slice(view.asked.indexOf(last.facet) + 1);
    if ((!facet.multiple || last.code === "none") && behind.length) this.facet = behind[0];
  }

  turnPage(view) {
    const { passage } = view;
    this.sendNote();
    this.unitShown = passage.unit_id;
    this.facet = view.asked.find((name) => !view.codes[name]?.length) ?? view.asked[0];
    this.note.value = view.note;
    this.source.textContent = `${passage.title}, ${this.words.page} ${passage.page}`;
    this.section.textContent = passage.section;
    const near = (texts, label) =>
      texts.map((text) => {
        const made = element("p", "coding-near", text);
        made.setAttribute("aria-label", label);
        made.setAttribute("role", "note");
        return made;
      });
    const unit = element("p", `coding-unit coding-${passage.kind}`, passage.text);
    const before = near(passage.before, this.words.before);
    this.passage.replaceChildren(...before, unit, ...near(passage.after, this.words.after));
    this.unit = unit;
    this.bring(unit, this.readingSide);
    this.showOthers(view.others);
  }

  showOthers(others) {
    this.others.replaceChildren();
    for (const other of others) {
      const block = element("div", "coding-other");
      block.append(element("p", "coding-title", `${this.words.codes_of} ${other.coder}`));
      for (const facet of other.facets) {
        const line = element("p", facet.differs ? "coding-differs" : "");
        line.append(element("span", "coding-facet-name", `${facet.title}: `), facet.codes.join("; ") || "–");
        block.append(line);
      }
      if (other.note) block.append(element("p", "coding-other-note", other.note));
      this.others.append(block);
    }
  }

  define(code) {
    const parts = [element("p", "coding-title", code.label)];
    for (const part of ["definition", "include", "exclude"]) {
      if (!code[part]) continue;
      const line = element("p");
      line.append(element("span", "coding-part", `${this.words[part]}: `), code[part]);
      parts.push(line);
    }
    this.definition.replaceChildren(...parts);
    const bottom = this.definition.offsetTop + this.definition.offsetHeight;
    const both = bottom - this.unit.offsetTop <= this.readingSide.clientHeight;
    if (both) this.bring(this.definition, this.readingSide); // never at the cost of the passage
  }

  mark() {
    const asked = this.model.get("view").asked;
    let entered = null;
    for (const facet of this.setup.facets) {
      const active = facet.name === this.facet;
      if (active && !facet.group.classList.contains("coding-active")) entered = facet.group;
      facet.group.classList.toggle("coding-active", active);
      facet.group.classList.toggle("coding-closed", !asked.includes(facet.name));
      for (const key of facet.group.querySelectorAll(".coding-key")) key.hidden = !active;
    }
    if (entered) this.bring(entered, this.askingSide); // when all of them have their place
  }

  bring(part, side) {
    // Only the side itself is scrolled, never the notebook under the coder's hands.
    const below = part.offsetTop + part.offsetHeight - side.clientHeight;
    if (side.scrollTop < below) side.scrollTop = below;
    if (side.scrollTop > part.offsetTop) side.scrollTop = part.offsetTop - 4;
  }

  say(text, kind) {
    this.status.dataset.kind = kind;
    this.setText(this.status, text);
  }

  setText(target, text) {
    if (target.textContent !== text) target.textContent = text; // said aloud only when it changes
  }
}

function render({ model, el }) {
  const root = element("div");
  el.append(root);
  const notice = model.get("setup").notice;
  if (notice) {
    root.className = "coding";
    root.append(element("p", "coding-status", notice));
    return undefined;
  }
  const desk = new Desk(model, root);
  return () => desk.close();
}

export default { render };
