(function () {
  'use strict';
  var input = document.getElementById('catalogue-search'), list = document.getElementById('catalogue');
  if (!input) return;
  var rows = JSON.parse(document.getElementById('catalogue-data').textContent);
  var found = document.getElementById('catalogue-found'), most = parseInt(input.dataset.most, 10);
  var number = new Intl.NumberFormat(document.documentElement.lang);
  var texts = rows.map(function (row) { return (row[1] + ' ' + row[3]).toLowerCase(); });
  input.closest('.search').hidden = false;

  function item(row) {
    var entry = document.createElement('li'), link = document.createElement('a'), rest = document.createElement('span');
    link.href = row[0];
    link.textContent = row[1];
    link.lang = row[2];
    rest.textContent = row[3];
    entry.append(link, ' ', rest);
    return entry;
  }

  function run() {
    var wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var hits = rows.filter(function (_, place) {
      return wanted.every(function (word) { return texts[place].indexOf(word) >= 0; });
    });
    list.replaceChildren.apply(list, hits.slice(0, most).map(item));
    var told = wanted.length || rows.length > most;
    found.textContent = told ? input.dataset.found.replace('##', number.format(hits.length)).replace('#', number.format(Math.min(most, hits.length))) : '';
  }

  input.addEventListener('input', run);
  run();
})();
