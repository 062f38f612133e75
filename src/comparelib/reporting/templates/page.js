(function () {
  'use strict';
  var words = document.body.dataset;
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: 'base' });

  // "1 234,5 %", "−0.5 [−1.0; 0.2]" and "< 0.001" are numbers; a cell that knows its value says so in data-value.
  function number(cell) {
    if (cell.dataset.value !== undefined) return parseFloat(cell.dataset.value);
    var text = cell.textContent.split('[')[0].replace(/[\s\u00a0\u202f%€<>*]/g, '').replace(/[−–]/, '-');
    var comma = document.documentElement.lang === 'nl';
    text = comma ? text.replace(/\./g, '').replace(',', '.') : text.replace(/,/g, '');
    return /^[+-]?\d+(\.\d+)?$/.test(text) ? parseFloat(text) : NaN;
  }

  function sort(table, column, header) {
    var up = header.getAttribute('aria-sort') !== 'ascending';
    var body = table.tBodies[0];
    var rows = Array.prototype.map.call(body.rows, function (row, place) {
      var cell = row.cells[column];
      return { row: row, text: cell.textContent.trim(), number: number(cell), place: place };
    });
    var numeric = rows.every(function (item) { return !isNaN(item.number) || item.text === '' || item.text === '–'; });
    rows.sort(function (a, b) {
      if (numeric && isNaN(a.number) !== isNaN(b.number)) return isNaN(a.number) ? 1 : -1;
      var order = numeric ? (a.number || 0) - (b.number || 0) : collator.compare(a.text, b.text);
      return (up ? order : -order) || a.place - b.place;
    });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute('aria-sort'); });
    header.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    rows.forEach(function (item) { body.appendChild(item.row); });
  }

  function sortable(table) {
    if (!table.tHead || table.tHead.rows.length !== 1 || table.tBodies.length !== 1) return;
    if (table.tBodies[0].rows.length < 2 || table.matches('.plain') || table.querySelector('[rowspan], [colspan]')) return;
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell, column) {
      if (cell.tagName !== 'TH' || cell.querySelector('button')) return;
      var button = document.createElement('button');
      button.type = 'button';
      while (cell.firstChild) button.appendChild(cell.firstChild);
      cell.appendChild(button);
      button.addEventListener('click', function () { sort(table, column, cell); });
    });
  }

  // Shows the items that hold every word of the search, and says how many there are.
  function filter(input, status, items, template) {
    function run() {
      var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      items.forEach(function (item) {
        var text = (item.dataset.words || item.textContent).toLowerCase();
        item.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        shown += item.hidden ? 0 : 1;
      });
      status.textContent = wanted.length ? template.replace('##', items.length).replace('#', shown) : '';
      return shown;
    }
    input.addEventListener('input', function () { run(); document.dispatchEvent(new Event('filtered')); });
  }

  function searchable(table, number) {
    if (!table.tBodies.length || table.tBodies[0].rows.length < 13 || table.matches('.plain')) return;
    var box = document.createElement('div'), label = document.createElement('label');
    var input = document.createElement('input'), status = document.createElement('span');
    box.className = 'search';
    input.type = 'search';
    input.id = label.htmlFor = 'table-search-' + number;
    label.textContent = words.search;
    status.setAttribute('role', 'status');
    box.append(label, input, status);
    var region = table.closest('.table-scroll') || table;
    region.parentNode.insertBefore(box, region);
    filter(input, status, Array.prototype.slice.call(table.tBodies[0].rows), words.rows);
  }

  document.querySelectorAll('main table').forEach(function (table, number) { sortable(table); searchable(table, number); });

  var index = document.getElementById('index-search');
  if (index) {
    var runs = Array.prototype.slice.call(document.querySelectorAll('.run'));
    index.closest('.search').hidden = false;
    filter(index, document.getElementById('index-found'), Array.prototype.slice.call(document.querySelectorAll('.run > ul > li')), index.dataset.found);
    document.addEventListener('filtered', function () {
      runs.forEach(function (run) { run.hidden = !run.querySelector(':scope > ul > li:not([hidden])'); });
    });
  }

  // On a narrow screen the contents list would push the page away; it opens on demand there.
  var contents = document.querySelector('.contents details');
  if (contents && window.matchMedia('(max-width: 68rem)').matches) contents.open = false;

  // A link to a passage inside a closed element opens it; paper shows what the screen can open, but for the code, the
  // passages and long tables of figures, which would fill a thousand sheets.
  function open() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
    if (target) target.scrollIntoView();
  }
  var opened = [];
  window.addEventListener('hashchange', open);
  window.addEventListener('beforeprint', function () {
    opened = Array.prototype.slice.call(document.querySelectorAll('details:not([open]):not(.code):not(.passages):not(.more)'));
    opened = opened.filter(function (part) { return part.querySelectorAll('tr').length <= 45; });
    opened.forEach(function (part) { part.open = true; });
  });
  window.addEventListener('afterprint', function () { opened.forEach(function (part) { part.open = false; }); });
  open();
})();
