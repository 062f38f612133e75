(function () {
  'use strict';
  var input = document.getElementById('catalogue-search');
  if (!input) return;
  var found = document.getElementById('catalogue-found');
  var number = new Intl.NumberFormat(document.documentElement.lang);
  var rows = Array.from(document.querySelectorAll('.catalogue > li'), function (item) {
    return { item: item, text: item.textContent.toLowerCase(), group: item.closest('details') };
  });
  var groups = Array.from(document.querySelectorAll('.catalogue-group'), function (group) {
    return { element: group, open: group.open, text: group.querySelector('summary').textContent.toLowerCase() };
  });
  rows.forEach(function (row) {
    var own = groups.find(function (group) { return group.element === row.group; });
    if (own) row.text += ' ' + own.text;
  });
  input.closest('.search').hidden = false;

  function run() {
    var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean), hits = 0, filled = new Set();
    rows.forEach(function (row) {
      var hit = wanted.every(function (word) { return row.text.indexOf(word) >= 0; });
      if (row.item.hidden === hit) row.item.hidden = !hit;
      if (hit) { hits += 1; filled.add(row.group); }
    });
    groups.forEach(function (group) {
      group.element.hidden = !filled.has(group.element);
      group.element.open = wanted.length ? filled.has(group.element) : group.open;
    });
    found.textContent = wanted.length ? input.dataset.found.replace('##', number.format(rows.length)).replace('#', number.format(hits)) : '';
  }

  // A search over ten thousand documents waits until the hand rests.
  var waiting = 0;
  input.addEventListener('input', function () {
    clearTimeout(waiting);
    waiting = setTimeout(run, rows.length > 1000 ? 150 : 0);
  });
  run();
})();
