(function () {
  'use strict';
  var form = document.querySelector('.filters form'), found = document.querySelector('.found');
  if (!form) return;
  form.parentNode.hidden = false;
  var facets = form.dataset.facets.split(' '), number = new Intl.NumberFormat(document.documentElement.lang);
  var units = Array.prototype.filter.call(document.querySelectorAll('.text .unit'), function (unit) {
    return !unit.classList.contains('furniture');
  }).map(function (unit) {
    return {
      element: unit,
      notes: Array.prototype.map.call(unit.querySelectorAll('.codes li'), function (item) {
        return { element: item, facet: item.className, code: item.dataset.c, coders: item.dataset.k.split(' ') };
      })
    };
  });

  function chosen(name) {
    return Array.prototype.map.call(form.querySelectorAll('input[name="' + name + '"]:checked'), function (box) { return box.value; });
  }

  // A unit stays when, for every facet of which codes are chosen, a chosen coder gave it one of them.
  function run() {
    var coders = chosen('coder'), counts = {}, shown = 0, wanted = {}, filtered = false;
    facets.forEach(function (facet) { wanted[facet] = chosen(facet); filtered = filtered || wanted[facet].length > 0; });
    units.forEach(function (unit) {
      var has = {};
      unit.notes.forEach(function (note) {
        var visible = note.coders.some(function (coder) { return coders.indexOf(coder) >= 0; });
        note.element.hidden = !visible;
        if (!visible) return;
        counts[note.code] = (counts[note.code] || 0) + 1;
        if (wanted[note.facet].indexOf(note.code) >= 0) has[note.facet] = true;
      });
      var stays = facets.every(function (facet) { return !wanted[facet].length || has[facet]; });
      unit.element.hidden = !stays;
      shown += stays ? 1 : 0;
    });
    form.querySelectorAll('.facet input').forEach(function (box) {
      box.parentNode.querySelector('.n').textContent = ' ' + number.format(counts[box.value] || 0);
    });
    document.querySelectorAll('.leaf, .unit.furniture').forEach(function (part) { part.hidden = filtered; });
    found.textContent = form.dataset.found.replace('##', number.format(units.length)).replace('#', number.format(shown));
  }

  // Who follows a link to a unit must find it, whatever is filtered.
  function reveal() {
    var target = location.hash.indexOf('#u-') === 0 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.classList.contains('furniture')) document.getElementById('show-furniture').checked = true;
    if (target.hidden) { form.reset(); run(); }
    target.scrollIntoView();
  }

  form.addEventListener('change', run);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { setTimeout(run); });
  window.addEventListener('hashchange', reveal);
  run();
  reveal();
})();
