(function () {
  'use strict';
  var root = document.querySelector('.evidence:not([data-ready])');
  if (!root) return;
  root.dataset.ready = '';
  var data = JSON.parse(root.querySelector('.evidence-data').textContent);
  // Of more sections in a page the first holds the texts for all.
  var texts = window.comparelibTexts = window.comparelibTexts || {};
  Object.keys(data.parcels).forEach(function (name) { texts[name] = data.parcels[name]; });
  data.parcels = texts;
  var words = data.words, readers = document.body.dataset.readers, BATCH = 60, EAGER = 120;
  var count = new Intl.NumberFormat(data.language), score = new Intl.NumberFormat(data.language, { maximumFractionDigits: 2 });
  var one = new Intl.NumberFormat(data.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  // As everywhere on the page: "28,6 %" in Dutch, "28.6%" in English.
  function percent(share) { return one.format(100 * share) + (data.language.indexOf('nl') === 0 ? '\u00a0%' : '%'); }

  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // A document is in the page, or in a file beside it that hands itself over; a script loads from a file too.
  var waiting = {};
  window.comparelibParcel = function (name, content) { texts[name] = content; };
  function withParcel(name, then, fail) {
    if (data.parcels[name]) return then(data.parcels[name]);
    if (waiting[name]) return waiting[name].push([then, fail]);
    waiting[name] = [[then, fail]];
    var script = document.createElement('script'), path = (readers || 'documents/') + name + '.js';
    function done() {
      var all = waiting[name];
      delete waiting[name];
      all.forEach(function (pair) { data.parcels[name] ? pair[0](data.parcels[name]) : pair[1](path); });
    }
    script.onload = script.onerror = done;
    script.src = path;
    document.head.appendChild(script);
  }

  // Which units of a document a number counts. Of a large corpus: of those that were drawn to be shown.
  function unitsOf(group, code, name) {
    return data.samples ? data.samples[group][code][1][name] : data.cells[name][code];
  }
  function documentsOf(group, code) {
    if (data.samples) return Object.keys(data.samples[group][code][1]);
    var all = data.sides[group] || [group];
    return all.filter(function (name) { return data.cells[name][code]; });
  }
  function shownOf(group, code) {
    return documentsOf(group, code).reduce(function (sum, name) { return sum + unitsOf(group, code, name).length; }, 0);
  }
  function total(group, code) { return data.samples ? data.samples[group][code][0] : shownOf(group, code); }
  function counted(group, code) {
    var all = total(group, code), shown = shownOf(group, code);
    return shown === all ? passages(all) : words.sampled.replace('##', count.format(all)).replace('#', count.format(shown));
  }
  function passages(number) { return count.format(number) + ' ' + (number === 1 ? words.passage : words.passages); }
  function label(pair) { return (data.labels[pair[0]] || {})[pair[1]] || pair[1]; }

  function marked(text, spans) {
    var line = make('p', 'text'), end = 0;
    for (var i = 0; i < spans.length; i += 2) {
      line.append(text.slice(end, spans[i]), make('mark', '', text.slice(spans[i], spans[i + 1])));
      end = spans[i + 1];
    }
    line.append(text.slice(end));
    return line;
  }

  function near(parcel, unit) {
    var line = make('p', 'near', unit[4]);
    line.lang = parcel.language;
    return line;
  }

  // The sentence before and after, put in place when it is asked for.
  function around(parcel, place, quote) {
    var button = make('button', '', words.around), shown = [];
    button.type = 'button';
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', function () {
      var open = button.getAttribute('aria-expanded') === 'false';
      button.setAttribute('aria-expanded', String(open));
      button.textContent = open ? words.around_hide : words.around;
      shown.forEach(function (line) { line.remove(); });
      shown = [];
      if (!open) return;
      var before = parcel.units[place - 1], after = parcel.units[place + 1];
      if (before) { shown.push(near(parcel, before)); quote.before(shown[0]); }
      if (after) { var line = near(parcel, after); shown.push(line); quote.after(line); }
    });
    return button;
  }

  function passage(name, parcel, place, code) {
    var unit = parcel.units[place], id = String(unit[0]).padStart(4, '0');
    var article = make('article', 'passage'), owns = [], others = [], theirs = {};
    var codes = code.replace(/^:[a-z_]+:/, '').split('+');
    article.dataset.unit = name + '#' + id;
    // A section that shows what rules found brings these codings itself; the texts have those of the coder.
    var known = data.carried ? data.carried[name] : parcel;
    (data.carried ? known.units[unit[0]] || [] : unit[5]).forEach(function (row) {
      var pair = known.codes[row[0]];
      var whose = data.theirs[known.coders[row[1]]];
      if (whose && pair[0] === data.facet) (theirs[whose] = theirs[whose] || []).push(label(pair));
      if (known.coders[row[1]] !== data.coder) return;
      if (pair[0] === data.facet && codes.indexOf(pair[1]) >= 0) owns.push(row); else others.push(label(pair));
    });
    var marks = owns.length === 1 ? owns[0][4] : [];
    var kind = words.kinds[unit[1]];
    article.appendChild(make('p', 'place', [parcel.sections[unit[2]] || words.whole, words.page + ' ' + unit[3], words.unit + ' ' + id].concat(kind ? [kind] : []).join(' · ')));
    var quote = marked(unit[4], marks);
    quote.lang = parcel.language;
    if (unit[1] === 'heading') quote.classList.add('heading');
    article.appendChild(quote);
    owns.forEach(function (own) {
      var reasons = own[2].map(function (rule) { return known.rules[rule]; }).filter(Boolean);
      var why = data.coderName + (reasons.length ? ' · ' + words.why + ': ' + reasons.join('; ') : '');
      var whose = owns.length > 1 ? label(known.codes[own[0]]) + ': ' : '';
      article.appendChild(make('p', 'why', whose + why + (own[3] === null ? '' : ' · ' + words.score + ' ' + score.format(own[3]))));
    });
    function listed(texts, heading) {
      var line = make('p', 'codes', heading + ' ');
      texts.forEach(function (text) { line.append(make('span', '', text), ' '); });
      article.appendChild(line);
    }
    if (others.length) listed(others, owns.length ? words.other_codes : words.codes);
    Object.keys(theirs).forEach(function (whose) { listed(theirs[whose], whose); });
    var actions = make('p', 'actions');
    actions.appendChild(around(parcel, place, quote));
    if (readers) {
      var link = make('a', '', words.in_document);
      link.href = readers + name + '.html#u-' + id;
      actions.appendChild(link);
    }
    article.appendChild(actions);
    return article;
  }

  function fill(box, group, name, code) {
    var status = make('p', '', words.loading);
    status.setAttribute('role', 'status');
    box.replaceChildren(status);
    withParcel(name, function (parcel) {
      var places = {}, wanted = unitsOf(group, code, name), shown = 0;
      parcel.units.forEach(function (unit, place) { places[unit[0]] = place; });
      box.replaceChildren();
      function more(moveFocus) {
        var first;
        wanted.slice(shown, shown + BATCH).forEach(function (number) {
          var article = passage(name, parcel, places[number], code);
          first = first || article;
          box.appendChild(article);
        });
        shown += BATCH;
        if (moveFocus && first) { first.tabIndex = -1; first.focus(); }
        if (shown >= wanted.length) return;
        var button = make('button', 'more-passages', words.more + ' (' + count.format(wanted.length - shown) + ')');
        button.type = 'button';
        button.addEventListener('click', function () { button.remove(); more(true); });
        box.appendChild(button);
      }
      more(false);
    }, function (path) { status.textContent = words.absent + ' ' + path; });
  }

  // Two documents: each code with both shares, those that part them most first, and the passages of both.
  function compare(box, pair) {
    var totals = data.beside.totals;
    function share(name, code) { return totals[name] ? (data.cells[name][code] || []).length / totals[name] : 0; }
    function apart(code) { return Math.abs(share(pair[0], code) - share(pair[1], code)); }
    var codes = data.beside.codes.filter(function (code) { return share(pair[0], code) + share(pair[1], code) > 0; });
    codes.sort(function (one, other) { return apart(other) - apart(one); });
    box.replaceChildren();
    codes.forEach(function (code) {
      var both = pair.map(function (name) { return data.names[name] + ' ' + percent(share(name, code)); });
      var part = make('details', 'passages passage-document'), inside = make('div');
      part.append(make('summary', '', label([data.facet, code]) + ': ' + both.join(' · ')), inside);
      part.dataset.code = code;
      part.addEventListener('toggle', function () {
        if (!part.open || inside.firstChild) return;
        pair.forEach(function (name) {
          var units = data.cells[name][code] || [], own = make('div');
          inside.append(make('p', 'whose', data.names[name] + ': ' + passages(units.length)), own);
          if (units.length) fill(own, name, name, code);
        });
      });
      box.appendChild(part);
    });
  }

  // One document: its passages. A side: each of its documents, opened at once as long as that is no flood.
  function show(box, group, code) {
    if (data.beside && data.beside.pairs.indexOf(group) >= 0) return compare(box, data.sides[group]);
    if (!data.samples && !data.sides[group]) return fill(box, group, group, code);
    var eager = shownOf(group, code) <= EAGER;
    box.replaceChildren();
    documentsOf(group, code).forEach(function (name, place) {
      var part = make('details', 'passages passage-document'), inside = make('div');
      part.append(make('summary', '', data.names[name] + ': ' + passages(unitsOf(group, code, name).length)), inside);
      part.addEventListener('toggle', function () { if (part.open && !inside.firstChild) fill(inside, group, name, code); });
      part.open = eager || place === 0;
      box.appendChild(part);
    });
  }

  root.querySelectorAll('details.cell').forEach(function (cell) {
    var box = make('div');
    cell.appendChild(box);
    cell.addEventListener('toggle', function () {
      if (cell.open && !box.firstChild) show(box, cell.dataset.group, cell.dataset.code);
    });
  });

  var dialog = make('dialog', 'evidence-dialog'), head = make('header'), title = make('h2'), note = make('p');
  var close = make('button', 'close', words.close), body = make('div', 'body'), opener = null;
  title.id = root.querySelector('h2').id + '-shown';
  title.tabIndex = -1;
  title.setAttribute('autofocus', '');
  dialog.setAttribute('aria-labelledby', title.id);
  close.type = 'button';
  close.addEventListener('click', function () { dialog.close(); });
  dialog.addEventListener('click', function (event) { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', function () {
    if (dialog.open) return;  // the event comes late: something else may be shown by now
    body.replaceChildren();
    if (opener) opener.focus();
    opener = null;
  });
  head.append(title, note, close);
  dialog.append(head, body);
  root.appendChild(dialog);

  function present(cell, from) {
    var group = cell.dataset.group, code = cell.dataset.code, link = make('a', '', words.in_list);
    var paired = data.beside && data.beside.pairs.indexOf(group) >= 0;
    title.textContent = (paired ? '' : (data.titles[code] || label([data.facet, code])) + ' – ') + data.names[group];
    note.replaceChildren(counted(group, code), ' ', link);
    link.href = '#' + cell.id;
    link.addEventListener('click', function () { opener = null; dialog.close(); });
    opener = from;
    show(body, group, code);
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a');
    var href = link && link.getAttribute('href');
    if (!href || href.indexOf('#passages-') !== 0 || dialog.contains(link)) return;
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    var cell = document.getElementById(href.slice(1));
    if (!cell || !cell.classList.contains('cell') || !root.contains(cell)) return;
    event.preventDefault();
    present(cell, link);
  });
})();
