"use strict";
// Charts are drawn from the rows on the page, so that what a chart shows can also be read.
(() => {
  const DAY = 86400000;
  const axis = { domainColor: "var(--soft)", tickColor: "var(--line)", gridColor: "var(--line)", labelColor: "var(--soft)", titleColor: "var(--soft)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 200 };
  const config = { background: "transparent", font: "system-ui, sans-serif", view: { stroke: null }, axis, legend: { labelColor: "var(--soft)", titleColor: "var(--soft)", labelFontSize: 12, orient: "top", title: null, symbolStrokeWidth: 2 } };
  const outlet = { field: "outlet", type: "nominal", sort: null, axis: { title: null, grid: true, ticks: false, domain: false } };
  const read = (id) => [...document.getElementById(id).querySelectorAll("[data-time]")].map(({ dataset }) => ({ ...dataset })).filter((row) => row.time);

  // articles whose day alone is known stand at midnight, and no hour is shown for them
  const time = (rows) => {
    const times = rows.map((row) => Date.parse(row.time));
    const days = (Math.max(...times) - Math.min(...times)) / DAY;
    const daily = times.every((each) => each % DAY === 0);
    return {
      field: "time", type: "temporal", scale: { type: "utc", padding: 24 },
      axis: { title: null, labelOverlap: true, ...(daily && days < 15 ? { tickCount: "day", format: "%-d %b" } : { tickCount: 6, labelExpr: "utcFormat(datum.value, !utchours(datum.value) ? '%-d %b' : datum.index ? '%H:%M' : '%-d %b %H:%M')" }) },
    };
  };
  const kinds = { own: ["own text", "var(--said)"], wire: ["agency text", "var(--paper)"], copy: ["copy", "var(--hedged)"] };
  const charts = {
    timeline: (rows) => {
      const shown = Object.keys(kinds).filter((kind) => rows.some((row) => row.kind === kind));
      const legend = shown.length > 1 ? { labelExpr: `${JSON.stringify(Object.fromEntries(shown.map((kind) => [kind, kinds[kind][0]])))}[datum.label]` } : null;
      return {
        mark: { type: "point", size: 110, strokeWidth: 2, filled: false },
        encoding: {
          x: time(rows), y: outlet, stroke: { value: "var(--said)" },
          fill: { field: "kind", type: "nominal", scale: { domain: shown, range: shown.map((kind) => kinds[kind][1]) }, legend },
        },
      };
    },
    appearances: (rows) => ({
      mark: { type: "circle", opacity: 0.9, color: "var(--said)" },
      encoding: { x: time(rows), y: outlet, size: { aggregate: "count", type: "quantitative", scale: { range: [50, 400] }, legend: null } },
    }),
  };
  for (const element of document.querySelectorAll("[data-chart]")) {
    const values = read(element.dataset.from);
    if (!values.length) { element.remove(); continue; }
    const height = 26 * new Set(values.map((row) => row.outlet)).size;
    const spec = { $schema: "https://vega.github.io/schema/vega-lite/v6.json", width: "container", height, autosize: { type: "fit-x", contains: "padding" }, config, data: { values }, ...charts[element.dataset.chart](values) };
    vegaEmbed(element, spec, { actions: false, renderer: "svg", ast: true, defaultStyle: false, tooltip: false }).catch((error) => { throw error; });
  }
})();
