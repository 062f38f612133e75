(function () {
  'use strict';
  // A heading becomes a button that sorts by its column; without scripts the table is read as it stands.
  document.querySelectorAll('.explore:not([data-ready])').forEach(function (root) {
    root.dataset.ready = '';
    var collator = new Intl.Collator('nl', { numeric: true, sensitivity: 'base' });
    root.querySelectorAll('table').forEach(function (table) {
      var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
      heads.forEach(function (head, place) {
        var button = document.createElement('button');
        button.type = 'button';
        button.textContent = head.textContent;
        button.title = root.dataset.sorts.replace('{label}', head.textContent);
        head.replaceChildren(button);
        button.addEventListener('click', function () { sort(table, heads, place); });
      });
    });
    function value(row, place) {
      var cell = row.cells[place];
      return cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent;
    }
    function sort(table, heads, place) {
      var down = heads[place].getAttribute('aria-sort') === 'ascending', body = table.tBodies[0];
      var numeric = heads[place].classList.contains('number');
      var rows = Array.prototype.slice.call(body.rows).map(function (row) { return [value(row, place), row]; });
      rows.sort(function (one, other) {
        if (!numeric) return collator.compare(one[0], other[0]) * (down ? -1 : 1);
        var a = parseFloat(one[0]), b = parseFloat(other[0]);
        if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b);
        return (a - b) * (down ? -1 : 1);
      });
      heads.forEach(function (head) { head.removeAttribute('aria-sort'); });
      heads[place].setAttribute('aria-sort', down ? 'descending' : 'ascending');
      rows.forEach(function (pair) { body.append(pair[1]); });
    }
  });
}());
