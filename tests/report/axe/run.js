// Runs axe on the page as it opens, in light and in dark, then walks it by keyboard order; writes what it found into the page as JSON.
"use strict";
(async function () {
  var tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
  var found = {};

  async function look(name) {
    var answer = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    found[name] = {
      ink: getComputedStyle(document.body).color,
      rules: answer.passes.length,
      violations: answer.violations.map(function (rule) {
        return rule.id + ": " + rule.nodes.slice(0, 3).map(function (node) { return node.html.slice(0, 160); }).join(" | ");
      })
    };
  }

  document.querySelectorAll("details").forEach(function (element) { element.open = true; });
  var dark = Array.from(document.styleSheets[0].cssRules).filter(function (rule) {
    return rule.media && rule.media.mediaText.indexOf("prefers-color-scheme") >= 0;
  });
  for (var name of ["light", "dark"]) {
    dark.forEach(function (rule) { rule.media.mediaText = name === "dark" ? "all" : "not all"; });
    await look(name);
  }

  var stops = Array.from(document.querySelectorAll("a[href], button, select, summary, [tabindex='0']")).filter(function (element) {
    return element.offsetParent !== null || element.className === "skip";
  });
  found.stops = stops.length;
  found.first = stops[0].className;
  found.unreachable = stops.filter(function (element) { element.focus(); return document.activeElement !== element; }).map(function (e) { return e.outerHTML.slice(0, 120); });
  found.unseen = stops.filter(function (element) {
    element.focus();
    var style = getComputedStyle(element);
    return element.className !== "skip" && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2);
  }).map(function (e) { return e.outerHTML.slice(0, 120); });
  stops[0].focus();
  found.skip = stops[0].getBoundingClientRect().left >= 0;

  var family = document.getElementById("filtre-famille"), shown = function () {
    return Array.from(document.querySelectorAll("[data-force]")).filter(function (row) { return row.offsetParent !== null; }).length;
  };
  if (family) {
    found.all = shown();
    family.value = family.options[1].value;
    family.dispatchEvent(new Event("change"));
    found.filtered = shown();
    found.count = document.getElementById("filtre-compte").textContent;
    document.getElementById("filtre-tout").click();
    found.again = shown();
  }
  found.copies = Array.from(document.querySelectorAll("[data-copy]")).filter(function (b) { return b.offsetParent === null; }).length;
  found.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;

  var answer = document.createElement("script");
  answer.type = "application/json";
  answer.id = "axe-result";
  answer.textContent = JSON.stringify(found).replace(/</g, "\\u003c");
  document.body.appendChild(answer);
})();
