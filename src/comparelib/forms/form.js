// The form of a report notebook. What is typed stands here; what it means, and whether it is good, the kernel says.

const PAUSE = 250; // milliseconds after the last key before what is typed is held against the model

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

let forms = 0;

class ReportForm {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.setup = model.get("setup");
    this.words = this.setup.words;
    this.prefix = `report-form-${(forms += 1)}`;
    this.controls = new Map(); // name -> { input, box, message, read, write }
    this.pending = new Map(); // name -> timer of a field that is being typed in
    this.seq = 0;
    this.stamp = -1;
    this.build();
    this.onView = () => this.show();
    model.on("change:view", this.onView);
    this.show();
  }

  close() {
    this.model.off("change:view", this.onView);
    for (const timer of this.pending.values()) clearTimeout(timer);
  }

  // -- what stands there -----------------------------------------------------------------------------------

  build() {
    const { root, setup, words } = this;
    root.className = "report-form";
    root.lang = setup.language;
    root.setAttribute("role", "form");
    root.setAttribute("aria-labelledby", `${this.prefix}-title`);
    root.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape") return;
      event.stopPropagation(); // "b" would insert a cell, "dd" delete one
    });
    const title = element("p", "form-title", setup.title);
    title.id = `${this.prefix}-title`;
    const fields = element("div", "form-fields");
    if (setup.runs.length) {
      const run = { name: "-run", label: words.run, help: words.run_help, allowed: "", control: "choice" };
      fields.append(this.field({ ...run, choices: setup.runs }, (value) => this.send("run", { value })));
    }
    for (const field of setup.fields) {
      fields.append(this.field(field, (value) => this.send("set", { name: field.name, value })));
    }
    root.append(title, fields, this.end());
  }

  field(field, send) {
    const id = `${this.prefix}-${field.name}`;
    const several = field.control === "several";
    const box = element(several ? "fieldset" : "div", "form-field");
    if (several && field.choices.length > 4) box.classList.add("form-wide");
    const label = element(several ? "legend" : "label", "form-label", field.label);
    const help = element("p", "form-help", field.help);
    const allowed = element("p", "form-allowed", field.allowed);
    const message = element("p", "form-message");
    help.id = `${id}-help`;
    allowed.id = `${id}-allowed`;
    message.id = `${id}-message`;
    message.setAttribute("aria-live", "polite");
    const made = { select: this.choice, several: this.several, flag: this.flag };
    const make = field.control === "choice" ? made.select : made[field.control] ?? this.typed;
    const control = make.call(this, field, id, send);
    const target = several ? box : control.input;
    target.setAttribute("aria-describedby", `${message.id} ${help.id} ${allowed.id}`);
    if (!several) label.htmlFor = control.input.id;
    box.append(label, control.shown ?? control.input, message, help, allowed);
    this.controls.set(field.name, { ...control, target, message });
    return box;
  }

  choice(field, id, send) {
    const input = element("select");
    input.id = id;
    let group = null;
    for (const each of field.choices) {
      const option = element("option", "", each.label);
      option.value = each.value;
      if (each.group && group?.label !== each.group) {
        group = element("optgroup");
        group.label = each.group;
        input.append(group);
      }
      (each.group ? group : input).append(option);
    }
    input.addEventListener("change", () => send(input.value));
    return { input, write: (value) => (input.value = value) };
  }

  several(field, id, send) {
    const shown = element("div");
    const list = element("div", "form-choices");
    const order = element("p", "form-order");
    const boxes = new Map();
    let chosen = [];
    let group = "";
    const tell = () => {
      const labels = chosen.map((value) => field.choices.find((each) => each.value === value)?.label ?? value);
      order.textContent = chosen.length > 1 ? `${this.words.order}: ${labels.join(", ")}` : "";
    };
    field.choices.forEach((each, place) => {
      if (each.group && each.group !== group) {
        group = each.group;
        list.append(element("span", "form-group", group));
      }
      const label = element("label");
      const input = element("input");
      input.type = "checkbox";
      input.id = `${id}-${place}`;
      input.value = each.value;
      boxes.set(each.value, input);
      input.addEventListener("change", () => {
        chosen = chosen.filter((value) => value !== each.value);
        if (input.checked) chosen.push(each.value); // the order is the order of choosing
        tell();
        send([...chosen]);
      });
      label.append(input, element("span", "", each.label));
      list.append(label);
    });
    shown.append(list, order);
    const write = (values) => {
      chosen = [...values];
      for (const [value, input] of boxes) input.checked = chosen.includes(value);
      tell();
    };
    return { input: boxes.values().next().value, shown, write };
  }

  flag(field, id, send) {
    const input = element("input");
    input.type = "checkbox";
    input.id = id;
    input.addEventListener("change", () => send(input.checked));
    return { input, write: (value) => (input.checked = value) };
  }

  typed(field, id, send) {
    const input = element("input");
    input.type = "text"; // a field of type number swallows what is no number, and nothing could be said of it
    input.id = id;
    input.autocomplete = "off";
    input.spellcheck = false;
    if (field.control === "number") input.inputMode = "decimal";
    const flush = () => {
      if (!this.pending.has(field.name)) return;
      clearTimeout(this.pending.get(field.name));
      this.pending.delete(field.name);
      send(input.value);
    };
    input.addEventListener("input", () => {
      clearTimeout(this.pending.get(field.name));
      this.pending.set(field.name, setTimeout(flush, PAUSE));
    });
    input.addEventListener("change", flush);
    return { input, flush, write: (value) => (input.value = value) };
  }

  end() {
    const { words } = this;
    const end = element("div", "form-end");
    const name = { name: "-name", label: words.name, help: words.name_help, allowed: "", control: "text" };
    end.append(this.field(name, (value) => this.send("name", { value })));
    this.lines = this.copied(words.lines, "lines");
    this.command = this.copied(words.command, "command");
    const buttons = element("div", "form-buttons");
    this.renderButton = this.button(words.render, "form-render", () => this.render());
    this.cancelButton = this.button(words.cancel, "form-cancel", () => this.send("cancel", {}));
    const reset = this.button(words.reset, "form-reset", () => this.reset());
    buttons.append(this.renderButton, this.cancelButton, reset);
    this.status = element("p", "form-status");
    this.status.setAttribute("role", "status");
    this.bar = element("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", words.progress);
    this.pages = element("ul", "form-pages");
    this.detail = element("pre", "form-code");
    this.detail.tabIndex = 0;
    end.append(this.lines.box, this.command.box, buttons, this.status, this.bar, this.pages, this.detail);
    return end;
  }

  button(text, className, act) {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  copied(label, key) {
    const box = element("div");
    const title = element("p", "form-label", label);
    const code = element("code", "form-code");
    code.setAttribute("aria-label", label);
    code.setAttribute("role", "group");
    code.tabIndex = 0;
    const copy = this.button(this.words.copy, "form-copy", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        const range = document.createRange(); // without leave to write, it stands selected for Ctrl+C
        range.selectNodeContents(code);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
      }
      copy.textContent = this.words.copied;
      setTimeout(() => (copy.textContent = this.words.copy), 2000);
    });
    copy.setAttribute("aria-label", `${this.words.copy}: ${label}`);
    const head = element("div", "form-copied");
    head.append(title, copy);
    box.append(head);
    if (key === "lines") box.append(element("p", "form-help", this.words.lines_help));
    box.append(code);
    return { box, code };
  }

  // -- what the researcher does ------------------------------------------------------------------------------

  send(kind, content) {
    this.model.send({ kind, seq: (this.seq += 1), ...content });
  }

  flush() {
    for (const control of this.controls.values()) control.flush?.();
  }

  render() {
    this.flush();
    this.wanted = this.seq + 1; // when the kernel has answered this, it is known what is wrong
    this.send("render", {});
  }

  reset() {
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
    this.send("reset", {});
  }

  // -- what the kernel says ----------------------------------------------------------------------------------

  show() {
    const view = this.model.get("view");
    if (view.stamp !== this.stamp) this.fill(view);
    let wrong = null;
    for (const [name, control] of this.controls) {
      const message = view.messages[name] ?? "";
      this.setText(control.message, message);
      if (message) control.target.setAttribute("aria-invalid", "true");
      else control.target.removeAttribute("aria-invalid");
      if (message && !wrong) wrong = control.input;
    }
    if (this.wanted && view.answered >= this.wanted) {
      this.wanted = null;
      if (wrong) wrong.focus(); // what was asked for cannot be done before this is mended
    }
    this.setText(this.command.code, view.command);
    this.command.box.hidden = !view.command;
    this.setText(this.lines.code, view.lines);
    this.lines.box.hidden = !view.lines;
    this.showProgress(view);
  }

  fill(view) {
    this.stamp = view.stamp;
    for (const [name, control] of this.controls) {
      if (name === "-run") control.write(view.run);
      else if (name === "-name") control.write(view.name);
      else control.write(view.given[name]);
    }
  }

  showProgress(view) {
    const { progress } = view;
    const running = progress.state === "running";
    if (running && this.root.contains(document.activeElement) && document.activeElement === this.renderButton) {
      this.cancelButton.hidden = false;
      this.cancelButton.focus(); // the focus is never lost with a button that goes
    }
    if (!running && document.activeElement === this.cancelButton) {
      this.renderButton.hidden = false;
      this.renderButton.focus();
    }
    this.renderButton.hidden = running;
    this.cancelButton.hidden = !running;
    this.status.dataset.state = progress.state;
    this.setText(this.status, view.status);
    const pages = Object.entries(progress.pages ?? {});
    this.bar.hidden = !running;
    if (running) {
      const part = ([, page]) =>
        ["rendered", "unchanged"].includes(page.state) ? 1 : page.total ? page.done / page.total : 0;
      this.bar.value = pages.reduce((sum, page) => sum + part(page), 0) / Math.max(pages.length, 1);
    }
    const items = progress.links ? progress.links.map((link) => this.link(link)) : [];
    if (running) items.push(...pages.map(([name, page]) => this.page(name, page)));
    this.pages.replaceChildren(...items);
    this.pages.hidden = !items.length;
    this.setText(this.detail, progress.message ?? "");
    this.detail.hidden = !progress.message;
  }

  link(link) {
    const item = element("li", link.own ? "form-own" : "");
    if (link.address) {
      const anchor = element("a", "", `${this.words.open} ${link.path}`);
      anchor.href = link.address;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      item.append(anchor);
    } else {
      item.append(link.path);
    }
    return item;
  }

  page(name, page) {
    const cells = page.state === "running" && page.total ? ` ${page.done}/${page.total}` : "";
    return element("li", "", `${name}: ${this.setup.states[page.state] ?? page.state}${cells}`);
  }

  setText(target, text) {
    if (target.textContent !== text) target.textContent = text; // said aloud only when it changes
  }
}

function render({ model, el }) {
  const root = element("div");
  el.append(root);
  const form = new ReportForm(model, root);
  return () => form.close();
}

export default { render };
