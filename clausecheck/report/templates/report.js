"use strict";
(function () {
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var status = document.getElementById("etat");

  all("[data-script]").forEach(function (element) { element.hidden = false; });

  function copied(button, done) {
    var before = button.getAttribute("data-label");
    button.textContent = document.body.getAttribute(done ? "data-copied" : "data-refused");
    status.textContent = button.textContent;
    setTimeout(function () { button.textContent = before; }, 2500);
  }

  function copyBySelection(source) {
    var range = document.createRange(), selection = window.getSelection();
    range.selectNodeContents(source);
    selection.removeAllRanges();
    selection.addRange(range);
    try { return document.execCommand("copy"); } catch (error) { return false; }
  }

  all("button[data-copy]").forEach(function (button) {
    button.setAttribute("data-label", button.textContent);
    button.addEventListener("click", function () {
      var source = document.getElementById(button.getAttribute("data-copy"));
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(source.textContent.trim()).then(
          function () { copied(button, true); },
          function () { copied(button, copyBySelection(source)); }
        );
      } else {
        copied(button, copyBySelection(source));
      }
    });
  });

  var family = document.getElementById("filtre-famille"), force = document.getElementById("filtre-force");
  function filter() {
    var shown = 0, total = 0;
    all("[data-group]").forEach(function (group) {
      var kept = 0;
      all("[data-force]", group).forEach(function (row) {
        var keep = (!family.value || group.getAttribute("data-group") === family.value) && (!force.value || row.getAttribute("data-force") === force.value);
        row.hidden = !keep;
        total += 1;
        if (keep) { kept += 1; }
      });
      group.hidden = kept === 0;
      shown += kept;
      if (kept && (family.value || force.value)) { all("details", group).forEach(function (element) { element.open = true; }); }
    });
    var words = document.body.getAttribute(shown > 1 ? "data-many" : "data-one");
    document.getElementById("filtre-compte").textContent = words.replace("{shown}", shown).replace("{total}", total);
  }
  if (family && force) {
    family.addEventListener("change", filter);
    force.addEventListener("change", filter);
    document.getElementById("filtre-tout").addEventListener("click", function () { family.value = ""; force.value = ""; filter(); family.focus(); });
    filter();
  }

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all("details:not([open])");
    closed.forEach(function (element) { element.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (element) { element.open = false; }); });
})();
